"""A text that was added keeps its hash, and a change is noticed."""

import hashlib
import json
import shutil
from pathlib import Path

from kg.resources import home
from kg.validation.report import file_problems


def test_a_text_that_changed_after_it_was_added_is_noticed(tmp_path: Path) -> None:
    copy = Path(shutil.copytree(home("data"), tmp_path / "data"))
    place = copy / "sources" / "alicloud-nvidia"
    text = (place / "article.txt").read_bytes()
    record = place / "record.json"
    record.write_text(json.dumps({"sha256": hashlib.sha256(text).hexdigest()}))
    assert file_problems(copy)[0] == []
    (place / "article.txt").write_bytes(text + b" ")
    (changed,) = file_problems(copy)[0]
    assert changed.file == "sources/alicloud-nvidia/article.txt"
    assert changed.wrong == "the text has changed since it was added"
    record.write_text("[1")
    (unread,) = file_problems(copy)[0]
    assert unread.file == "sources/alicloud-nvidia/record.json"
