import json
import subprocess
import sys
from pathlib import Path

import pytest

from kg.errors import BadData, BadInput
from kg.model import journal


def test_all_files_of_a_saving_are_written_and_deleted(tmp_path: Path) -> None:
    (tmp_path / "old" / "deep").mkdir(parents=True)
    (tmp_path / "old" / "deep" / "gone.txt").write_text("x")
    with journal.locked(tmp_path):
        journal.commit(tmp_path, {"a.txt": "é\r\n", "deep/b.txt": "b", "old/deep/gone.txt": None})
    assert (tmp_path / "a.txt").read_bytes() == "é\r\n".encode()
    assert (tmp_path / "deep" / "b.txt").read_text() == "b"
    assert not (tmp_path / "old" / "deep").exists()
    assert not (tmp_path / journal.JOURNAL).exists()


def test_many_files_are_saved_as_few_are(tmp_path: Path) -> None:
    files: dict[str, str | None] = {f"{n}.txt": str(n) for n in range(journal.MANY + 1)}
    with journal.locked(tmp_path):
        journal.commit(tmp_path, files)
    assert all((tmp_path / name).read_text() == text for name, text in files.items())


def test_an_interrupted_saving_is_finished_by_whoever_comes_next(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("old")
    (tmp_path / journal.JOURNAL).write_text(json.dumps({"a.txt": "new", "b.txt": "new"}))
    journal.finish_saving(tmp_path)
    assert (tmp_path / "a.txt").read_text() == "new"
    assert (tmp_path / "b.txt").read_text() == "new"
    assert not (tmp_path / journal.JOURNAL).exists()


def test_a_saving_that_never_was_confirmed_has_not_happened(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("old")
    (tmp_path / journal.DRAFT).write_text('{"a.txt": "new')
    journal.finish_saving(tmp_path)
    assert (tmp_path / "a.txt").read_text() == "old"


@pytest.mark.parametrize("name", ["../out.txt", "/tmp/out.txt", "a/../../out.txt"])
def test_a_journal_cannot_write_outside_its_folder(tmp_path: Path, name: str) -> None:
    inner = tmp_path / "inner"
    inner.mkdir()
    (inner / journal.JOURNAL).write_text(json.dumps({name: "evil"}))
    with pytest.raises(BadData, match="outside the folder"):
        journal.finish_saving(inner)
    assert not (tmp_path / "out.txt").exists()


def test_text_that_is_not_unicode_is_refused_before_anything_is_written(tmp_path: Path) -> None:
    with (
        journal.locked(tmp_path),
        pytest.raises(BadInput, match="is not Unicode"),
    ):
        journal.commit(tmp_path, {"a.txt": "a", "b.txt": "\ud800"})
    assert not (tmp_path / "a.txt").exists()
    assert not (tmp_path / journal.JOURNAL).exists()


def test_a_folder_that_is_not_there_cannot_be_saved_into(tmp_path: Path) -> None:
    with (
        pytest.raises(BadInput, match="cannot be written to"),
        journal.locked(tmp_path / "missing"),
    ):
        pass


def test_a_full_disk_saves_nothing_and_leaves_nothing(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("old")
    script = (
        "import resource, sys, pathlib\n"
        "from kg.errors import BadInput\n"
        "from kg.model import journal\n"
        "resource.setrlimit(resource.RLIMIT_FSIZE, (1000, 1000))\n"
        "place = pathlib.Path(sys.argv[1])\n"
        "with journal.locked(place):\n"
        "    try:\n"
        "        journal.commit(place, {'b.txt': 'b', 'a.txt': 'x' * 5000})\n"
        "    except BadInput as error:\n"
        "        print(error)\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", script, str(tmp_path)], capture_output=True, text=True, check=True
    )
    assert done.stdout.startswith("nothing was saved in")
    journal.finish_saving(tmp_path)
    assert {path.name for path in tmp_path.iterdir()} == {"a.txt", journal.LOCK}
    assert (tmp_path / "a.txt").read_text() == "old"


def test_what_is_saved_and_in_nobodys_place_yet_is_completed_later(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    (tmp_path / "deep").write_text("in the way of a folder")
    with journal.locked(tmp_path):
        journal.commit(tmp_path, {"a.txt": "a", "deep/b.txt": "b"})
    assert "the next command will complete it" in caplog.text
    journal.finish_saving(tmp_path)
    assert "cannot be completed" in caplog.text
    (tmp_path / "deep").unlink()
    journal.finish_saving(tmp_path)
    assert (tmp_path / "deep" / "b.txt").read_text() == "b"
    assert {path.name for path in tmp_path.iterdir()} == {"a.txt", "deep", journal.LOCK}
