"""Archives: what is read of them, and what a hostile one cannot do."""

import json
import mailbox
import zipfile
from email.message import EmailMessage
from io import BytesIO
from pathlib import Path

import pyarrow as pa
import pytest
from pyarrow import parquet
from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

from kg.errors import BadInput
from kg.intake import archives
from kg.intake.archives import Piece, Unread, pieces

TEXT = "Acme bought Bell.\n\nCore is a rival of Acme."


def texts(place: Path, **columns: str) -> list[str]:
    found = list(pieces(place, columns))
    assert all(isinstance(one, Piece) for one in found), found
    return [one.read().text for one in found if isinstance(one, Piece)]


def reasons(place: Path) -> dict[str, str]:
    return {one.name: one.reason for one in pieces(place) if isinstance(one, Unread)}


def test_a_folder_is_read_in_order_and_what_is_no_text_is_named(tmp_path: Path) -> None:
    (tmp_path / "sub").mkdir()
    (tmp_path / "sub" / "b.txt").write_text(TEXT, encoding="utf-8")
    (tmp_path / "a.html").write_text(f"<html><body><p>{TEXT}</p></body></html>", encoding="utf-8")
    (tmp_path / "picture.png").write_bytes(b"\x89PNG")
    (tmp_path / "more.zip").write_bytes(b"PK")
    (tmp_path / "outside.txt").symlink_to("/etc/hostname")
    (tmp_path / ".hidden").write_text(TEXT, encoding="utf-8")
    found = [one.name for one in pieces(tmp_path) if isinstance(one, Piece)]
    assert found == ["a.html", "sub/b.txt"]
    told = reasons(tmp_path)
    assert "one of .txt" in told["picture.png"]
    assert "archive inside of an archive" in told["more.zip"]
    assert "not followed" in told["outside.txt"]


def test_a_hostile_zip_loses_only_its_hostile_files(tmp_path: Path) -> None:
    place = tmp_path / "all.zip"
    with zipfile.ZipFile(place, "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr("good.txt", TEXT)
        packed.writestr("../../slip.txt", TEXT)
        packed.writestr("bomb.txt", b"a" * 10_000_000)
        packed.writestr("deep/inner.zip", b"PK")
        packed.writestr("huge.txt", b"ab\n" * 8_000_000)
        packed.writestr("torn.txt", TEXT * 50)
        packed.writestr("last.txt", TEXT)
    raw = bytearray(place.read_bytes())
    with zipfile.ZipFile(BytesIO(bytes(raw))) as packed:
        torn = packed.getinfo("torn.txt")
        at = torn.header_offset + 30 + len(torn.filename)
    raw[at : at + 20] = b"\xff" * 20
    place.write_bytes(bytes(raw))
    found = {one.name for one in pieces(place) if isinstance(one, Piece)}
    assert found == {"good.txt", "last.txt"}
    told = reasons(place)
    assert "leads out of the archive" in told["../../slip.txt"]
    assert "200 times" in told["bomb.txt"]
    assert "at most 20 MB" in told["huge.txt"]
    assert "damaged" in told["torn.txt"]
    assert not list(tmp_path.rglob("slip.txt"))


def test_a_mailbox_gives_each_mail_with_its_subject(tmp_path: Path) -> None:
    box = mailbox.mbox(tmp_path / "list.mbox")
    for number in range(3):
        mail = EmailMessage()
        mail["Subject"], mail["From"] = f"News {number}", "wire@example.org"
        mail.set_content(f"{TEXT} Number {number}.")
        box.add(mail)
    box.close()
    read = [one.read() for one in pieces(tmp_path / "list.mbox") if isinstance(one, Piece)]
    assert [one.title for one in read] == ["News 0", "News 1", "News 2"]


def test_tables_of_texts_give_the_same_articles(tmp_path: Path) -> None:
    row = {"Headline": "Acme buys Bell", "published_at": "2020-03-04T10:00:00Z", "body": TEXT,
           "url": "https://example.org/1", "outlet": "Herald"}  # fmt: skip
    (tmp_path / "t.jsonl").write_text(json.dumps(row) + "\n", encoding="utf-8")
    quoted = ",".join(f'"{value}"' for value in row.values())
    (tmp_path / "t.csv").write_text(",".join(row) + f"\n{quoted}\n", encoding="utf-8")
    parquet.write_table(pa.Table.from_pylist([row]), tmp_path / "t.parquet")
    (tmp_path / "t16.csv").write_text(",".join(row) + f"\n{quoted}\n", encoding="utf-16")
    for name in ("t.jsonl", "t.csv", "t.parquet", "t16.csv"):
        (one,) = pieces(tmp_path / name)
        assert isinstance(one, Piece)
        read = one.read()
        assert (read.text, read.title, read.date) == (TEXT, "Acme buys Bell", "2020-03-04"), name
        assert (read.address, read.publisher) == ("https://example.org/1", "Herald")


def test_rows_that_cannot_be_read_take_no_other_along(tmp_path: Path) -> None:
    place = tmp_path / "t.jsonl"
    deep = "[" * 100_000
    place.write_text(
        f'{{"text": "One."}}\nno json\n{deep}\n7\n{{"text": ""}}\n{{"text": "Two."}}\n'
    )
    assert [one.read().text for one in pieces(place) if isinstance(one, Piece)] == ["One.", "Two."]
    assert len(reasons(place)) == 4


def test_a_column_of_texts_can_be_named_and_must_be_there(tmp_path: Path) -> None:
    place = tmp_path / "t.csv"
    place.write_text(f'id,prose\n1,"{TEXT}"\n', encoding="utf-8")
    with pytest.raises(BadInput, match="--column text=NAME"):
        list(pieces(place))
    assert texts(place, text="prose") == [TEXT]
    with pytest.raises(BadInput, match="no column 'porse'"):
        list(pieces(place, {"text": "porse"}))


# warcio's writer leaves its temporary files to the collector.
@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")
def test_the_pages_of_a_web_archive_keep_their_addresses(tmp_path: Path) -> None:
    page = f"<html><head><title>Deal</title></head><body><p>{TEXT}</p></body></html>".encode()
    kinds = (("text/html", "200 OK"), ("image/png", "200 OK"), ("text/html", "404 No"))
    with (tmp_path / "crawl.warc.gz").open("wb") as out:
        writer = WARCWriter(out, gzip=True)
        for kind, status in kinds:
            headers = StatusAndHeaders(status, [("Content-Type", kind)], protocol="HTTP/1.1")
            writer.write_record(writer.create_warc_record(
                "https://example.org/deal", "response", payload=BytesIO(page), http_headers=headers
            ))  # fmt: skip
    (one,) = pieces(tmp_path / "crawl.warc.gz")
    assert isinstance(one, Piece)
    assert (one.read().address, one.read().title) == ("https://example.org/deal", "Deal")
    whole = (tmp_path / "crawl.warc.gz").read_bytes()
    (tmp_path / "torn.warc.gz").write_bytes(whole[: len(whole) // 2])
    assert [type(one) for one in pieces(tmp_path / "torn.warc.gz")][-1:] in ([Unread], [Piece], [])


@pytest.mark.parametrize("name", ["a.rar", "a.zip", "a.parquet", "a.mbox", "a.jsonl"])
def test_what_is_no_archive_is_refused_with_a_reason(tmp_path: Path, name: str) -> None:
    (tmp_path / name).write_bytes(b"nothing of the kind\n")
    if name == "a.jsonl":
        (tmp_path / name).write_bytes(b"")
    with pytest.raises(BadInput, match="a\\."):
        list(pieces(tmp_path / name))


def test_an_archive_is_opened_in_a_process_of_its_own(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "list.csv").write_text("title,text\nOne,Acme bought Bell.\n")
    monkeypatch.setattr(archives, "_csv", None)
    assert texts(tmp_path / "list.csv") == ["Acme bought Bell."]


def test_an_archive_that_ends_its_reader_is_named_with_what_was_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "list.csv").touch()
    dies = """import os; print('{"name": "One", "reason": "is one"}', flush=True); os._exit(9)"""
    monkeypatch.setattr(archives, "PARSE", dies)
    found = reasons(tmp_path / "list.csv")
    assert found["One"] == "is one"
    assert "after 1 text " in found["list.csv"]
    assert "the rest was not read" in found["list.csv"]
