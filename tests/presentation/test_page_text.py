from kg.presentation import page_text
from kg.presentation.page_text import Said

TEXT = "A headline\n\nFirst words. Second words here. Third.\n"


def words(blocks: list[page_text.Block]) -> list[str]:
    return ["".join(piece.text for piece in block.pieces) for block in blocks]


def test_the_pieces_of_the_blocks_are_the_words_of_the_text():
    runs = page_text.marked_runs([Said("a", 12, 24, "x"), Said("b", 18, 37, "x")])
    blocks = page_text.laid_out(TEXT, runs)
    assert words(blocks) == ["A headline", "First words. Second words here. Third."]
    assert [block.kind for block in blocks] == ["heading", "paragraph"]


def test_overlapping_passages_lie_in_lanes_of_their_own():
    runs = page_text.marked_runs(
        [Said("a", 0, 20, "x"), Said("b", 10, 30, "x"), Said("c", 20, 40, "x")]
    )
    assert [run.lane for run in runs] == [0, 1, 0]


def test_claims_on_the_very_same_words_share_a_passage():
    runs = page_text.marked_runs([Said("a", 0, 5, "x"), Said("b", 0, 5, "y")])
    assert [[one.claim for one in run.claims] for run in runs] == [["a", "b"]]


def test_a_piece_knows_every_passage_it_lies_in_and_those_that_begin_there():
    runs = page_text.marked_runs([Said("a", 12, 36, "x"), Said("b", 18, 24, "x")])
    pieces = page_text.laid_out(TEXT, runs)[1].pieces
    assert [(p.text, p.inside, p.starts) for p in pieces[:3]] == [
        ("First ", (0,), (0,)),
        ("words.", (0, 1), (1,)),
        (" Second word", (0,), ()),
    ]


def test_words_without_a_claim_are_in_no_passage():
    pieces = page_text.laid_out(TEXT, page_text.marked_runs([Said("a", 12, 24, "x")]))[1].pieces
    assert "Second words here." in "".join(p.text for p in pieces if not p.inside)


def test_offsets_count_characters_and_not_bytes():
    runs = page_text.marked_runs([Said("a", 2, 6, "x")])
    pieces = page_text.laid_out("“” w🤝rd, and more.", runs)[0].pieces
    assert [p.text for p in pieces if p.inside] == [" w🤝r"]
