"""Mails, PDF and Word files: all of their words, and each once."""

import io

import docx
import pytest
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls

from kg.errors import BadInput
from kg.intake.documents import document, pasted
from kg.intake.file_parsers import _flowed, _unwrapped, _without_furniture

WORDS = "Müller kauft das Café für 3 Mio. €, „gut so“."


def mail(kind: str, body: bytes) -> bytes:
    head = f"From: a@b.example\nMIME-Version: 1.0\nContent-Type: {kind}\n"
    return head.encode() + b"Content-Transfer-Encoding: 8bit\n\n" + body


@pytest.mark.parametrize("codec", ["utf-8", "windows-1252"])
@pytest.mark.parametrize("meta", ["utf-8", "windows-1252", "iso-8859-1"])
def test_the_charset_of_a_mails_part_wins_over_its_pages(codec, meta):
    page = f'<html><head><meta charset="{meta}"></head><body><p>{WORDS}</p></body></html>'
    read = document("a.eml", mail(f"text/html; charset={codec}", page.encode(codec)))
    assert read.text == WORDS


def test_a_mail_that_says_latin_1_keeps_its_quotes_and_its_euro():
    body = WORDS.encode("cp1252")
    assert document("a.eml", mail("text/plain; charset=iso-8859-1", body)).text == WORDS


def test_a_page_in_a_mail_says_its_charset_where_the_part_does_not():
    page = f'<meta charset="windows-1252"><p>{WORDS}</p>'.encode("cp1252")
    assert document("a.eml", mail("text/html", page)).text == WORDS


def test_flowed_lines_of_a_mail_are_one_paragraph_and_quotes_stay_apart():
    body = b"Acme has agreed to \nbuy Bell.\n\n> It was \n> said.\nBest,\n-- \nJane\n"
    read = document("a.eml", mail("text/plain; charset=utf-8; format=flowed", body))
    assert read.text == "Acme has agreed to buy Bell.\n\n> It was said.\nBest,\n--\nJane"
    assert _flowed("Don \nau\n", joined=True) == "Donau"
    plain = document("a.eml", mail("text/plain; charset=utf-8", body))
    assert "agreed to \nbuy" in plain.text


def test_a_sentence_over_two_pages_is_one_and_running_lines_are_not_in_it():
    pages = [
        ["The Paper", "Acme said that the directors of the", "7 June 2021 - page 1 of 2"],
        ["The Paper", "two firms had agreed to the deal.", "7 June 2021 - page 2 of 2"],
    ]
    assert _unwrapped(_without_furniture(pages)) == (
        "Acme said that the directors of the two firms had agreed to the deal."
    )


def test_page_numbers_alone_go_and_figures_in_the_text_stay():
    pages = [["Acme paid", "12", "million.", "- 1 -"], ["Bell paid nothing at all.", "2"]]
    assert _without_furniture(pages) == [["Acme paid", "12", "million."], [pages[1][0]]]


@pytest.mark.parametrize(
    ("first", "second", "whole"),
    [
        ("The two com-", "panies met.", "The two companies met."),
        ("A state-", "owned firm.", "A state-owned firm."),
        ("It is long-", "term.", "It is long-term."),
        ("The price of a price-", "setting panel.", "The price of a price-setting panel."),
        ("This is under-", "standing. Their understanding grew.",
         "This is understanding. Their understanding grew."),
        ("Both long- and", "short-term.", "Both long- and short-term."),
        ("Both long-", "and short-term.", "Both long- and short-term."),
    ],
)  # fmt: skip
def test_a_hyphen_at_the_end_of_a_line_stays_in_a_compound_only(first, second, whole):
    assert _unwrapped([[first, second]]) == whole


def word(*parts: str) -> bytes:
    """A Word file whose body holds these pieces of XML."""
    made = docx.Document()
    for part in parts:
        made.element.body.insert(
            len(made.element.body) - 1,
            parse_xml(part.replace(">", f" {nsdecls('w')}>", 1)),
        )
    out = io.BytesIO()
    made.save(out)
    return out.getvalue()


def run(text: str) -> str:
    return f'<w:r><w:t xml:space="preserve">{text}</w:t></w:r>'


def test_inserted_words_are_read_and_deleted_ones_are_left_out_and_said():
    change = 'w:id="1" w:author="A" w:date="2021-01-01T00:00:00Z"'
    read = document(
        "a.docx",
        word(
            f"<w:p>{run('Acme buys Bell for $')}<w:ins {change}>{run('18')}</w:ins>"
            f"<w:del {change}><w:r><w:delText>81</w:delText></w:r></w:del>{run(' million.')}</w:p>"
        ),
    )
    assert read.text == "Acme buys Bell for $18 million."
    assert read.notes == ("changes are tracked in the file: what they delete is left out (1)",)


def test_a_text_box_is_a_paragraph_of_its_own_and_read_once():
    box = f"<w:txbxContent><w:p>{run('In the box.')}</w:p></w:txbxContent>"
    mc = 'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"'
    either = (
        f"<mc:AlternateContent {mc}><mc:Choice Requires='wps'>{box}</mc:Choice>"
        f"<mc:Fallback><w:pict>{box}</w:pict></mc:Fallback></mc:AlternateContent>"
    )
    read = document("a.docx", word(f"<w:p><w:r>{either}</w:r>{run('Acme buys Bell.')}</w:p>"))
    assert read.text == "Acme buys Bell.\n\nIn the box."


def test_content_controls_are_read_and_hidden_words_are_not():
    held = f"<w:sdt><w:sdtContent><w:p>{run('Bell serves Cargo.')}</w:p></w:sdtContent></w:sdt>"
    inner = f"<w:sdt><w:sdtContent>{run('Dart')}</w:sdtContent></w:sdt>"
    hidden = "<w:r><w:rPr><w:vanish/></w:rPr><w:t>no</w:t></w:r>"
    paragraph = f"<w:p>{run('Acme buys ')}{inner}{hidden}{run('.')}</w:p>"
    read = document("a.docx", word(held, paragraph))
    assert read.text == "Bell serves Cargo.\n\nAcme buys Dart."
    assert read.notes == ("words that the file hides are left out",)


def test_what_is_attached_to_a_mail_is_named_as_left_out():
    parts = "--A\nContent-Type: text/plain\n\nAcme buys Bell.\n"
    older = "--A\nContent-Type: message/rfc822\n\nSubject: Older\n\nAcme sold Core.\n--A--\n"
    head = 'Subject: Deal\nMIME-Version: 1.0\nContent-Type: multipart/mixed; boundary="A"\n\n'
    read = document("a.eml", (head + parts + older).encode())
    assert read.text == "Acme buys Bell."
    assert read.notes == ("what is attached to the mail is left out (1)",)


def test_a_line_break_of_a_word_file_does_not_end_a_sentence():
    broken = f"<w:p>{run('Acme buys')}<w:r><w:br/></w:r>{run('Bell.')}</w:p>"
    assert document("a.docx", word(broken)).text == "Acme buys Bell."


def test_a_merged_cell_is_read_once():
    made = docx.Document()
    table = made.add_table(3, 3)
    table.cell(0, 0).merge(table.cell(0, 2)).text = "Acme has bought two firms."
    table.cell(1, 0).merge(table.cell(2, 0)).text = "Acme"
    table.cell(1, 1).text, table.cell(2, 1).text = "Bell", "Cargo"
    out = io.BytesIO()
    made.save(out)
    text = document("a.docx", out.getvalue()).text
    assert text.count("Acme has bought two firms.") == 1
    assert " ".join(text.split()) == "Acme has bought two firms. Acme Bell Cargo"


def test_soft_hyphens_and_zero_width_characters_go_and_are_said():
    read = pasted("Acme has soft\u00adware,\u200b and\u200d Bell\ufeff.")
    assert read.text == "Acme has software, and\u200d Bell."
    assert read.notes == (
        "soft hyphens are left out: 1",
        "zero-width spaces are left out: 1",
        "byte order marks are left out: 1",
    )
    assert document("a.txt", b"\xef\xbb\xbfAcme").notes == ()


def test_the_encoding_of_a_text_is_said_and_can_be_chosen():
    data = "compró ayer la compañía española Niño Móvil".encode("cp1252")
    read = document("a.txt", data)
    assert (read.text, read.encoding) == (data.decode("cp1252"), "cp1252")
    assert "Windows-1252" in read.notes[0]
    assert document("a.txt", data, encoding="cp1250").text == data.decode("cp1250")
    with pytest.raises(BadInput, match="no encoding 'nonsense'"):
        document("a.txt", data, encoding="nonsense")
    with pytest.raises(BadInput, match="no encoding to choose"):
        document("a.pdf", b"%PDF-1.4", encoding="cp1252")
