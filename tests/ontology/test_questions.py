"""The competency questions: their right answers, on two engines, and their evidence."""

import csv
import io
import re
from collections.abc import Iterator

import pyoxigraph as ox
import pytest
from rdflib import SKOS, Dataset

import kg
from kg.errors import BadInput, NotFound
from kg.model.vocab import ENTITIES, SOURCE, TP
from kg.query.saved_questions import Question, question, questions
from kg.resources import home

ARTICLE = str(SOURCE["alicloud-nvidia"])
ALL = pytest.mark.parametrize("asked", questions(), ids=lambda asked: f"{asked.name}")
OF_DATA = pytest.mark.parametrize(
    "asked", [one for one in questions() if not one.example], ids=lambda asked: f"{asked.name}"
)
OF_EXAMPLES = pytest.mark.parametrize(
    "asked", [one for one in questions() if one.example], ids=lambda asked: f"{asked.name}"
)
# rdflib warns about names that rdflib itself still uses.
pytestmark = pytest.mark.filterwarnings("ignore:Dataset:DeprecationWarning")
SILENCE = "What the source does not say"

# Questions whose answer stands in no single sentence: it takes comparing, counting or reasoning.
REASONED = (
    "partnership-from-the-other-side",
    "is-the-rivalry-mutual",
    "roles-from-firm-to-hinted",
    "parent-or-arm",
    "how-two-companies-are-connected",
    "what-the-billion-is-for",
    "is-the-billion-for-quantum-computing",
    "planned-investment-in-total",
    "one-billion-or-two",
    "hires-a-year",
    "who-never-speaks",
    "own-voice-or-somebody-elses",
    "said-by-more-than-one",
    "not-told-as-fact",
    "firm-here-loose-there",
    "headline-against-text",
    "what-the-three-years-belong-to",
    "which-help-is-firmest",
    "rivals-of-the-whole-group",
    "answered-elsewhere",
)


@pytest.fixture(scope="module")
def dataset() -> Iterator[Dataset]:
    with kg.open() as opened:
        yield opened.dataset()


@pytest.fixture(scope="module")
def nquads(dataset: Dataset) -> bytes:
    return dataset.serialize(format="nquads").encode()


@pytest.fixture
def engine(nquads: bytes) -> ox.Store:
    """A store of one's own to take claims out of."""
    own = ox.Store()
    own.bulk_load(nquads, format=ox.RdfFormat.N_QUADS)
    return own


def table(body: bytes) -> list[list[str]]:
    return list(csv.reader(io.StringIO(body.decode(), newline="")))


def answer(own: ox.Store, asked: Question) -> list[list[str]]:
    """The response of a server whose default graph is empty: every graph must be named."""
    found = own.query(asked.sparql)
    assert isinstance(found, ox.QuerySolutions)
    return table(found.serialize(format=ox.QueryResultsFormat.CSV) or b"")


def shown(value: object) -> str:
    return "" if value is None else str(value).lower() if isinstance(value, bool) else str(value)


@OF_EXAMPLES
def test_an_example_has_the_right_answer_which_rests_on_its_claims(asked: Question):
    own = ox.Store()
    data = (home("ontology") / "examples" / "conforming" / asked.example).read_bytes()
    for quad in ox.parse(data, format=ox.RdfFormat.TURTLE):
        named = quad.predicate.value == str(SKOS.prefLabel)
        graph = ox.NamedNode(str(ENTITIES if named else SOURCE.register))
        own.add(ox.Quad(quad.subject, quad.predicate, quad.object, graph))
    assert answer(own, asked) == asked.expected()
    relation = re.search(r"tp:relation (tp:\w+)", asked.sparql)
    assert relation
    own.update(
        f"PREFIX tp: <{TP}> DELETE WHERE {{ GRAPH ?g {{ ?claim tp:relation {relation[1]} }} }}"
    )
    assert answer(own, asked) == asked.expected()[:1]


@OF_DATA
def test_the_store_gives_the_right_answer(store: kg.Store, asked: Question):
    rows = store.select(asked.sparql)
    found = [list(rows.variables), *([shown(v) for v in r.values()] for r in rows.records())]
    assert found == asked.expected()


@OF_DATA
def test_rdflib_gives_the_same_answer(dataset: Dataset, asked: Question):
    assert table(dataset.query(asked.sparql).serialize(format="csv") or b"") == asked.expected()


@ALL
def test_the_level_makes_no_difference_because_graphs_are_named(store: kg.Store, asked: Question):
    narrow, wide = (store.select(asked.sparql, level=level) for level in ("stated", "all"))
    assert narrow == wide


@ALL
def test_no_answer_is_empty_and_every_order_is_fixed(asked: Question):
    assert len(asked.expected()) > 1, "an empty answer says nothing"
    assert re.search(r"^ORDER BY ", asked.sparql, re.MULTILINE)


@ALL
def test_the_header_says_what_is_asked_under_which_topic(asked: Question):
    lines = asked.sparql.splitlines()
    assert lines[0] == f"# question: {asked.text}"
    assert lines[1] == f"# topic: {asked.topic}"
    assert asked.text.endswith("?")
    for jargon in ("graph", "modality", "triple", "IRI", "tp:", "SPARQL"):
        assert jargon not in asked.text


@ALL
def test_what_is_given_is_selected_and_stands_in_the_first_line(asked: Question):
    chosen = next(line for line in asked.sparql.splitlines() if line.startswith("SELECT"))
    assert all(re.search(rf"\?{name}\b", chosen) for name in asked.given)
    # Inside WHERE and first: Virtuoso loses what stands after the group.
    found = re.search(r"WHERE \{\n  (VALUES .*)\n", asked.sparql)
    assert not re.search(r"^VALUES", asked.sparql, re.MULTILINE)
    if not asked.given:
        return
    assert found
    last = found[1]
    prefixes = dict(re.findall(r"^PREFIX (\w+): <(.+)>$", asked.sparql, re.MULTILINE))
    values = [f"<{prefixes[p]}{name}>" for p, name in re.findall(r"(\w+):([\w-]+)", last)]
    assert re.findall(r"\?(\w+)", last) == list(asked.given)
    assert values == list(asked.given.values())


@OF_DATA
def test_without_what_it_rests_on_the_answer_changes(engine: ox.Store, asked: Question):
    assert answer(engine, asked) == asked.expected()
    cells = {cell for row in asked.expected() for cell in row}
    claims = {cell for cell in cells if "/claim/" in cell} or {
        quad.subject.value
        for quad in engine.quads_for_pattern(None, None, ox.NamedNode(str(TP.Claim)), None)
        if isinstance(quad.subject, ox.NamedNode) and quad.subject.value.startswith(ARTICLE)
    }
    for iri in claims:
        for quad in list(engine.quads_for_pattern(ox.NamedNode(iri), None, None, None)):
            engine.remove(quad)
    if asked.topic == SILENCE:
        open_ = ox.NamedNode(str(TP.leavesOpen))
        for quad in list(engine.quads_for_pattern(None, open_, None, None)):
            engine.remove(quad)
    assert answer(engine, asked) != asked.expected()


@ALL
def test_every_row_leads_to_the_claims_it_rests_on(store: kg.Store, asked: Question):
    if asked.topic == SILENCE:
        return  # rests on what the source leaves open
    rows = store.select(asked.sparql)
    for row in rows:
        found = [str(term) for term in row if "/claim/" in str(term)]
        if not found:
            there = dict(zip(rows.variables, row, strict=True))
            query, names = asked.because(rows.variables)
            given = {name: term for name in names if (term := there[name]) is not None}
            found = [str(claim) for claim, *_ in store.select(query, given)]
        denies = any(str(term) == "false" for term in row)
        assert found or denies, f"nothing behind {row}"


def test_there_are_enough_questions_of_every_sort():
    silent = [asked for asked in questions() if asked.topic == SILENCE]
    assert len(questions()) >= 45
    assert len(silent) >= 8
    assert all("tp:leavesOpen" in asked.sparql for asked in silent)
    assert all(asked.expected()[1][0] == "the source does not say" for asked in silent)
    assert len({question(name).number for name in REASONED}) == len(REASONED) >= 10
    assert not {asked.name for asked in silent} & set(REASONED)


def test_topics_stand_together_and_numbers_have_no_gap():
    topics = [asked.topic for asked in questions()]
    assert sorted(set(topics), key=topics.index) == [
        t for i, t in enumerate(topics) if i == 0 or topics[i - 1] != t
    ]
    assert [asked.number for asked in questions()] == [
        f"{n:02d}" for n in range(1, len(topics) + 1)
    ]


def test_both_styles_are_shown_the_direct_tie_and_the_claim():
    direct = [a for a in questions() if re.search(r"GRAPH (\?how|tp:\w+) \{", a.sparql)]
    claims = [a for a in questions() if "tp:subject" in a.sparql]
    assert len(direct) >= 8
    assert len(claims) >= 30


def test_a_silence_ends_where_the_source_speaks(engine: ox.Store):
    asked = question("who-owns-aws")
    claim, source = ox.NamedNode(f"{ARTICLE}/claim/new"), ox.NamedNode(ARTICLE)
    for link, value in (
        ("subject", "entity/amazon-web-services"),
        ("relation", "ontology#isUnitOf"),
    ):
        end = ox.NamedNode(ARTICLE.replace("source/alicloud-nvidia", value))
        engine.add(ox.Quad(claim, ox.NamedNode(str(TP[link])), end, source))
    assert len(answer(engine, asked)) == 1


def test_a_question_can_be_asked_about_somebody_else(store: kg.Store):
    asked = question("partners-of-a-company")
    nvidia = asked.asked({"company": asked.given["company"].replace("alicloud", "nvidia")})
    assert {row["partnerLabel"] for row in store.select(nvidia).records()} == {"AliCloud"}
    assert asked.asked({}) == asked.sparql


def test_a_value_that_is_no_iri_is_refused():
    asked = question("partners-of-a-company")
    with pytest.raises(BadInput, match="angle brackets"):
        asked.asked({"company": "<a> } DROP ALL {"})
    with pytest.raises(NotFound, match="company"):
        asked.asked({"person": "<https://example.org/a>"})
