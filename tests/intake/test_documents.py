"""Files into text: decoded once, bounded, and nothing fetched."""

import hashlib
import io
import os
import signal
import subprocess
import sys
import time
import zipfile
import zlib
from contextlib import suppress

import docx
import psutil
import pytest
from pypdf import PdfReader, PdfWriter

from kg.errors import BadInput, TooMuch
from kg.intake import documents
from kg.intake.documents import MOST_BYTES, document, pasted, run_apart

WORDS = "Acme has teamed up with Bell."


def pdf(text: str, pages: int = 1) -> bytes:
    """The smallest PDF that shows a line of text on each page."""
    stream = f"BT /F1 12 Tf 72 700 Td ({text}) Tj ET".encode("latin-1")
    kids = " ".join(f"{3 + 2 * n} 0 R" for n in range(pages))
    font = 3 + 2 * pages
    objects = [
        b"<</Type/Catalog/Pages 2 0 R>>",
        f"<</Type/Pages/Kids[{kids}]/Count {pages}>>".encode(),
    ]
    for n in range(pages):
        objects += [
            f"<</Type/Page/Parent 2 0 R/MediaBox[0 0 612 792]/Contents {4 + 2 * n} 0 R"
            f"/Resources<</Font<</F1 {font} 0 R>>>>>>".encode(),
            b"<</Length %d>>stream\n%s\nendstream" % (len(stream), stream),
        ]
    objects.append(b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>")
    out, places = io.BytesIO(b""), []
    out.write(b"%PDF-1.4\n")
    for number, body in enumerate(objects, start=1):
        places.append(out.tell())
        out.write(b"%d 0 obj\n%s\nendobj\n" % (number, body))
    table = out.tell()
    out.write(b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1))
    out.write(b"".join(b"%010d 00000 n \n" % place for place in places))
    out.write(b"trailer<</Size %d/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF" % (len(objects) + 1, table))
    return out.getvalue()


def word(*paragraphs: str) -> bytes:
    made = docx.Document()
    for paragraph in paragraphs:
        made.add_paragraph(paragraph)
    made.core_properties.title = "A deal"
    out = io.BytesIO()
    made.save(out)
    return out.getvalue()


PAGE = f"""<html><head><title>Site | A deal</title><meta property="og:title" content="A deal">
<meta property="article:published_time" content="2016-01-20T10:00:00Z">
<meta property="og:site_name" content="The Paper"><script>alert("no")</script></head>
<body><nav>Home About</nav><h1>A deal</h1><article><p>{WORDS} It said
so.</p><p>Cargo is <b>no</b> part of it.</p></article><footer>© The Paper</footer></body></html>"""


def test_a_text_file_is_kept_as_it_is_and_both_hashes_are_told() -> None:
    data = WORDS.encode()
    found = document("deal.txt", data)
    assert found.text == WORDS
    assert found.sha256 == found.original_sha256 == hashlib.sha256(data).hexdigest()


def test_text_is_normalised_once_and_its_lines_end_one_way() -> None:
    found = document("deal.txt", "Cafe\u0301\r\nBar\rEnd".encode())
    assert found.text == "Café\nBar\nEnd"
    assert found.sha256 != found.original_sha256
    assert pasted(found.text).sha256 == found.sha256


def test_a_byte_order_mark_is_no_part_of_the_text() -> None:
    assert document("a.txt", b"\xef\xbb\xbf" + WORDS.encode()).text == WORDS
    assert document("a.txt", WORDS.encode("utf-16")).text == WORDS


def test_another_encoding_is_recognised() -> None:
    text = "Société Générale a racheté une filiale à Genève, près du lac, l’été passé. " * 5
    assert document("a.txt", text.encode("cp1252")).text == text


def test_a_web_page_gives_its_article_and_what_it_says_of_itself() -> None:
    found = document("deal.html", PAGE.encode())
    assert found.text == f"A deal\n\n{WORDS} It said so.\n\nCargo is no part of it."
    assert (found.title, found.publisher, found.date) == ("A deal", "The Paper", "2016-01-20")


def test_an_email_gives_its_text_subject_and_day() -> None:
    day = "Wed, 20 Jan 2016 10:00:00 +0000"
    mail = f"From: Jane <jane@example.org>\nSubject: A deal\nDate: {day}\n\n{WORDS}\n"
    found = document("deal.eml", mail.encode())
    assert (found.text.strip(), found.title, found.date) == (WORDS, "A deal", "2016-01-20")
    assert found.creator == "Jane <jane@example.org>"


def test_a_pdf_gives_the_text_of_its_pages() -> None:
    assert document("deal.pdf", pdf(WORDS, pages=2)).text == f"{WORDS}\n\n{WORDS}"


def test_a_word_file_gives_its_paragraphs_and_title() -> None:
    found = document("deal.docx", word(WORDS, "It said so."))
    assert (found.text, found.title) == (f"{WORDS}\n\nIt said so.", "A deal")


def test_only_the_last_part_of_a_path_is_a_name() -> None:
    assert document("../../etc/passwd/deal.txt", b"x y").name == "deal.txt"
    assert document("C:\\Users\\me\\deal.txt", b"x y").name == "deal.txt"


def test_a_script_in_a_text_is_text() -> None:
    assert pasted("<script>alert(1)</script>").text == "<script>alert(1)</script>"


@pytest.mark.parametrize(
    ("name", "data", "complaint"),
    [
        ("deal.exe", b"MZ", "those that can be are .txt, .md"),
        ("deal", b"text", "those that can be are .txt"),
        ("deal.txt", b"  \n", "is empty"),
        ("deal.txt", b"abc\0def", "bytes that no text has"),
        ("deal.md", bytes(range(256)) * 9, "bytes that no text has"),
        ("deal.pdf", b"not a pdf", "is not a PDF file"),
        ("deal.pdf", b"%PDF-1.4\nbroken", "is a damaged PDF"),
        ("deal.pdf", pdf(" "), "have the text recognised"),
        ("deal.docx", b"not a word file", "is not a Word file"),
        ("deal.docx", b"\xd0\xcf\x11\xe0 and so on", "locked with a password, or an old"),
        ("deal.html", b"<p>\0\0</p>", "is not a web page"),
        ("deal.html", b"<script>only()</script>", "holds no text"),
        ("deal.eml", b"no headers at all", "no e-mail headers"),
    ],
)
def test_what_cannot_be_read_is_told_with_what_would_be_right(
    name: str, data: bytes, complaint: str
) -> None:
    with pytest.raises(BadInput, match=complaint):
        document(name, data)


def test_a_locked_pdf_is_told_to_be_locked() -> None:
    writer = PdfWriter(PdfReader(io.BytesIO(pdf(WORDS))))
    writer.encrypt("secret", algorithm="RC4-128")
    out = io.BytesIO()
    writer.write(out)
    with pytest.raises(BadInput, match="locked with a password"):
        document("deal.pdf", out.getvalue())


def test_a_file_of_a_hundred_megabytes_is_refused_unread() -> None:
    with pytest.raises(TooMuch, match="100 MB; at most 20 MB"):
        document("deal.pdf", b" " * 100_000_000)
    assert MOST_BYTES < 100_000_000


def test_a_text_of_more_than_a_million_characters_is_refused() -> None:
    with pytest.raises(TooMuch, match="at most 1,000,000"):
        pasted("word " * 200_001)


def test_a_pdf_of_a_thousand_pages_is_refused() -> None:
    with pytest.raises(TooMuch, match="1000 pages; at most 300"):
        document("deal.pdf", pdf(WORDS, pages=1000))


def test_a_zip_bomb_in_a_word_file_is_not_unpacked() -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr("[Content_Types].xml", "<Types/>")
        for number in range(20):
            packed.writestr(f"word/{number}.xml", b"0" * 10_000_000)
    assert len(out.getvalue()) < 1_000_000
    with pytest.raises(TooMuch, match="unpacks to more than"):
        document("deal.docx", out.getvalue())


def test_an_entity_bomb_in_a_word_file_does_not_burst() -> None:
    levels = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 10))
    bomb = (
        f'<?xml version="1.0"?><!DOCTYPE d [<!ENTITY l0 "lol">{levels}]>'
        '<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main">'
        "<w:body><w:p><w:r><w:t>&l9;</w:t></w:r></w:p></w:body></w:document>"
    )
    kept = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(word(WORDS))) as old, zipfile.ZipFile(kept, "w") as new:
        for item in old.namelist():
            new.writestr(item, bomb if item == "word/document.xml" else old.read(item))
    with pytest.raises((BadInput, TooMuch)):
        document("deal.docx", kept.getvalue())


def test_a_page_that_unpacks_to_gigabytes_does_not_burst() -> None:
    packed = zlib.compress(b"0" * 300_000_000)
    head, rest = pdf("x").split(b"stream\n", 1)
    bomb = head.replace(b"<</Length", b"<</Filter/FlateDecode/Length") + b"stream\n" + packed
    with pytest.raises((BadInput, TooMuch)):
        document("deal.pdf", bomb + b"\nendstream" + rest.split(b"endstream", 1)[1])


def test_an_email_of_three_thousand_layers_is_refused() -> None:
    layers = "".join(
        f'Content-Type: multipart/mixed; boundary="b{n}"\n\n--b{n}\n' for n in range(3000)
    )
    with pytest.raises(TooMuch, match="nested too deeply"):
        document("deal.eml", f"From: a@b.c\nMIME-Version: 1.0\n{layers}\nend\n".encode())


def test_an_email_in_an_unknown_encoding_is_read_as_far_as_it_goes() -> None:
    mail = f'From: a@b.c\nMIME-Version: 1.0\nContent-Type: text/plain; charset="x-no"\n\n{WORDS}\n'
    assert document("deal.eml", mail.encode()).text.strip() == WORDS


def test_a_parser_that_takes_too_long_is_stopped() -> None:
    with pytest.raises(TooMuch, match="took longer than"):
        document("deal.html", b"<p>" + b"<b>x" * 2_000_000, seconds=0.2)


def test_a_page_nested_a_hundred_thousand_deep_is_read_or_refused_in_time() -> None:
    data = b"<div>" * 100_000 + WORDS.encode() + b"</div>" * 100_000
    with suppress(BadInput, TooMuch):
        assert WORDS in document("deal.html", data, seconds=5).text


ALIVE = "import time; parser = lambda name, *_: [str(time.sleep(60 if name == 'slow' else 0))]"


def test_a_parser_serves_file_after_file_and_one_that_ends_it_ends_alone() -> None:
    forks = "import os; parser = lambda name, *_: [str(os.kill(os.getpid(), int(name)))]"
    assert run_apart("0", forks, None, b"").read() == b"None\n"
    with pytest.raises(TooMuch, match="more memory or stack"):
        run_apart("9", forks, None, b"")
    hosts = [host.pid for host in documents._WAITING[os.getpid(), forks]]
    assert run_apart("0", forks, None, b"").read() == b"None\n"
    os.kill(hosts[0], signal.SIGKILL)
    assert run_apart("0", forks, None, b"").read() == b"None\n"
    assert hosts != [host.pid for host in documents._WAITING[os.getpid(), forks]]


def test_a_parser_that_takes_too_long_is_ended_and_the_next_file_is_read() -> None:
    with pytest.raises(TooMuch, match="longer than 1 seconds"):
        run_apart("slow", ALIVE, None, b"", seconds=1)
    assert run_apart("quick", ALIVE, None, b"").read() == b"None\n"


@pytest.mark.skipif(sys.platform != "linux", reason="asks the kernel for it")
def test_a_parser_ends_with_whoever_asked_it() -> None:
    program = f"from kg.intake.documents import run_apart; run_apart('slow', {ALIVE!r}, 0, b'')"
    with subprocess.Popen([sys.executable, "-c", program]) as asking:
        found: list[psutil.Process] = []
        while len(found) < 2:  # the one that waits for files, and its fork
            found = psutil.Process(asking.pid).children(recursive=True)
            time.sleep(0.05)
        asking.kill()
    assert psutil.wait_procs(found, timeout=30)[1] == []
