"""Web pages: the text of the article, and what the page says about itself."""

import json

import pytest

from kg.intake.documents import document
from kg.intake.web_pages import page

STORY = "<p>Acme has bought Bell for 3 million dollars, it said on Monday.</p>"
SAID = "Acme has bought Bell for 3 million dollars, it said on Monday."


def text(body: str) -> str:
    return page(f"<html><body>{body}</body></html>".encode())["text"]


def test_cards_below_the_article_are_not_taken_for_it_and_are_said():
    cards = "".join(
        f"<article class='card'><a href='/{n}'><h3>Cargo opens plant {n} in the far north and"
        " hires two hundred people there</h3></a></article>"
        for n in range(3)
    )
    read = page(
        f"<h1>A deal</h1><div>{STORY}<p>Bell runs four ports.</p></div>"
        f"<section><h2>More stories</h2>{cards}</section>".encode()
    )
    assert read["text"] == f"A deal\n\n{SAID}\n\nBell runs four ports."
    assert "words beside the article are left out, from “More stories" in read["note"]


def test_a_form_around_the_whole_page_does_not_take_its_text_along():
    body = f"<form><div>{STORY}<input value='q'><button>Search</button></div></form>"
    assert text(body) == SAID


@pytest.mark.parametrize("how", ["hidden", "style='display: none'", "aria-hidden='true'"])
def test_what_no_reader_sees_is_not_read(how):
    assert text(f"<article>{STORY}<p {how}>Bell denies it.</p></article>") == SAID


def test_words_that_a_page_hides_are_counted_and_a_hidden_body_is_shown():
    read = page(f"<article>{STORY}<p hidden>Bell denies it.</p></article>".encode())
    assert "words that the page hides are left out: 3" in read["note"]
    # Some pages hide their body until a script has run.
    shown = page(f"<html><body style='visibility:hidden'><p>{SAID}</p></body></html>".encode())
    assert shown["text"] == SAID


def test_a_line_break_is_white_space_and_two_part_paragraphs():
    assert text("<article><p>Acme buys<br>Bell.</p></article>") == "Acme buys Bell."
    assert text("<div>Acme buys Bell.<br> <br/>Bell runs<br>ports.</div>") == (
        "Acme buys Bell.\n\nBell runs ports."
    )


def test_footnote_marks_go_and_raised_figures_of_measures_stay_figures():
    body = (
        "<article><p>Acme will sell Bell<sup><a href='#n1'>1</a></sup> to Works<sup>[2]</sup>.</p>"
        "<p>It makes 3 m<sup>3</sup>, or 10<sup>6</sup> drops, on the 2<sup>nd</sup> day.</p>"
        "</article>"
    )
    assert text(body) == (
        "Acme will sell Bell to Works.\n\nIt makes 3 m³, or 10⁶ drops, on the 2nd day."
    )
    assert "footnote marks are left out: 2" in page(body.encode())["note"]


def test_short_pages_captions_lists_tables_and_quotes_keep_their_words():
    body = (
        f"<article>{STORY}<blockquote>We stay.</blockquote><ul><li>One</li><li>Two</li></ul>"
        "<table><tr><td>Acme</td><td>Bell</td></tr></table></article>"
    )
    assert text(body) == f"{SAID}\n\nWe stay.\n\nOne\n\nTwo\n\nAcme\n\nBell"


def linked_data(**facts: object) -> str:
    return f'<script type="application/ld+json">{json.dumps(facts)}</script>'


def test_json_ld_says_date_publisher_author_title_and_address():
    article = {
        "@type": "NewsArticle",
        "headline": "A deal",
        "datePublished": "2022-11-09T08:00:00Z",
        "publisher": {"name": "The Paper"},
        "author": [{"name": "A. Writer"}, "B. Writer"],
        "mainEntityOfPage": {"@id": "https://paper.example/a-deal"},
    }
    graph = {"@graph": [{"@type": "WebSite", "name": "Site"}, article]}
    link = '<link rel="canonical" href="../a-deal">'
    read = page(f"<title>A deal | Site</title>{link}{linked_data(**graph)}{STORY}".encode())
    assert {key: read[key] for key in ("title", "publisher", "creator", "date", "address")} == {
        "title": "A deal",
        "publisher": "The Paper",
        "creator": "A. Writer, B. Writer",
        "date": "2022-11-09",
        "address": "https://paper.example/a-deal",
    }


def test_a_publisher_named_by_the_address_of_another_node_has_its_name():
    paper = {"@type": "Organization", "@id": "#org", "name": "The Paper"}
    for publisher, name in (({"@id": "#org"}, "The Paper"), ({"@id": "#nobody"}, "")):
        article = {"@type": "NewsArticle", "headline": "A deal", "publisher": publisher}
        graph = {"@graph": [article, paper]}
        assert page(f"{linked_data(**graph)}{STORY}".encode())["publisher"] == name


def test_a_whole_address_wins_over_a_relative_one_and_a_base_makes_one_whole():
    own = '<meta property="og:url" content="/deals/1">'
    whole = '<link rel="canonical" href="https://paper.example/deals/1">'
    assert page(f"{own}{whole}{STORY}".encode())["address"] == "https://paper.example/deals/1"
    base = '<base href="https://paper.example/x/">'
    assert page(f"{base}{own}{STORY}".encode())["address"] == "https://paper.example/deals/1"
    assert page(f"{own}{STORY}".encode())["address"] == ""


def test_a_date_in_words_is_passed_over_for_one_that_can_be_read():
    metas = '<meta name="date" content="9 Nov 2022"><meta name="pubdate" content="2022-11-09">'
    assert page(f"{metas}{STORY}".encode())["date"] == "2022-11-09"


def test_broken_json_ld_says_nothing_and_stops_nothing():
    assert page(f'<script type="application/ld+json">{{"a":</script>{STORY}'.encode())["text"]


def test_a_page_that_says_latin_1_is_read_as_browsers_read_it():
    meta = '<meta http-equiv="Content-Type" content="text/html; charset=iso-8859-1">'
    words = "“We buy Söhne for €4 million,” said Zephyr’s chair – today…"
    assert document("a.html", f"{meta}<p>{words}</p>".encode("cp1252")).text == words


def test_the_bytes_win_over_a_page_that_says_another_encoding_and_it_is_said():
    words = "Müller kauft Café Nero."
    read = document("a.html", f'<meta charset="windows-1252"><p>{words}</p>'.encode())
    assert (read.text, read.encoding) == (words, "utf-8")
    assert "is read as UTF-8" in read.notes[0]
    wrong = document("a.html", f'<meta charset="utf-8"><p>{words}</p>'.encode("cp1252"))
    assert (wrong.text, wrong.encoding) == (words, "cp1252")
    assert "says that it is in utf-8, and it is not" in wrong.notes[0]


def test_the_encoding_of_a_page_can_be_chosen():
    data = "<p>Яндекс купил Лавку</p>".encode("koi8-r")
    assert document("a.html", data, encoding="koi8-r").text == "Яндекс купил Лавку"
