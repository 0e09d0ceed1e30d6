"""Answers wait in memory while they are small, on disk when they are not, and leave nothing."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from kg.query.evaluation import Spool


@pytest.mark.parametrize("size", [0, 10, 2**20, 2**20 + 1, 5 * 2**20])
def test_what_another_process_writes_is_read_whole(size, tmp_path, monkeypatch):
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    before = len(list(Path("/proc/self/fd").iterdir()))
    with Spool() as spool:
        code = f"open({str(spool.path)!r}, 'wb').write(b'ab' * {size // 2} + b'c' * {size % 2})"
        subprocess.run([sys.executable, "-c", code], check=True)
        file = spool.taken()
    assert os.fstat(file.fileno()).st_size == size
    assert file.read() == b"ab" * (size // 2) + b"c" * (size % 2)
    file.close()
    assert not list(tmp_path.iterdir())
    assert len(list(Path("/proc/self/fd").iterdir())) == before


def test_what_nobody_takes_goes():
    before = len(list(Path("/proc/self/fd").iterdir()))
    with Spool() as spool:
        spool.path.write_bytes(b"half an ans")
    assert not spool.path.exists()
    assert len(list(Path("/proc/self/fd").iterdir())) == before


def test_without_memory_files_an_answer_is_in_a_folder_that_goes(tmp_path, monkeypatch):
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    monkeypatch.setattr("sys.platform", "darwin")
    with Spool() as spool:
        assert spool.path.is_relative_to(tmp_path)
        spool.path.write_bytes(b"answer")
        file = spool.taken()
    assert file.read() == b"answer"
    file.close()
    assert not list(tmp_path.iterdir())
