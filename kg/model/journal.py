"""Transactions: several files of a folder are saved together or, after a crash, not at all."""

import fcntl
import json
import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from kg.errors import BadData, BadInput

# Of a saving the journal is written first; from its renaming on, the saving has happened, and
# whoever meets the journal afterwards carries it out.
JOURNAL = ".saving"
DRAFT = ".saving.part"
LOCK = ".lock"
MANY = 50  # files from which one sync of the disk is cheaper than one of each file


@contextmanager
def locked(folder: Path) -> Iterator[None]:
    """Nobody else saves into the folder inside this block; an interrupted saving is finished."""
    try:
        handle = (folder / LOCK).open("a")
    except OSError as error:
        raise BadInput(
            f"{folder} cannot be written to ({error.strerror}); choose a folder of your own"
        ) from error
    with handle:
        fcntl.flock(handle, fcntl.LOCK_EX)
        _carry_out(folder)
        yield


def settle(folder: Path) -> None:
    """Finish a saving that a crash interrupted; wait for one that is under way."""
    if (folder / JOURNAL).exists():
        with locked(folder):
            pass


def commit(folder: Path, files: Mapping[str, str | None]) -> None:
    """Write all files, named from the folder on, or delete those given as None.

    The caller holds the lock.
    """
    draft = folder / DRAFT
    _check(folder, files)
    try:
        with draft.open("w", encoding="utf-8") as handle:
            json.dump(dict(files), handle)
            handle.flush()
            os.fsync(handle.fileno())
        draft.replace(folder / JOURNAL)
        _sync(folder)
        _carry_out(folder)
    except OSError as error:
        raise BadInput(f"{folder} cannot be saved: {error.strerror}") from error


def _carry_out(folder: Path) -> None:
    """Apply the journal; applying it twice has the same result as once."""
    journal = folder / JOURNAL
    if not journal.exists():
        return
    try:
        files: dict[str, str | None] = json.loads(journal.read_text(encoding="utf-8"))
    except ValueError as error:
        raise BadData(f"{journal} is damaged; nothing was saved, so delete it") from error
    _check(folder, files)
    for name, content in files.items():
        path = folder / name
        if content is None:
            path.unlink(missing_ok=True)
            _prune(path.parent, folder)
        else:
            path.parent.mkdir(parents=True, exist_ok=True)
            partial = path.with_name(f".{path.name}.part")
            partial.write_bytes(content.encode("utf-8"))
            if len(files) < MANY:
                _sync(partial)
            partial.replace(path)
    _sync_all(folder, files)
    journal.unlink()
    _sync(folder)


def _check(folder: Path, files: Mapping[str, str | None]) -> None:
    """Refuse changes that could not be completed: a path outside the folder, invalid text."""
    for name, content in files.items():
        if Path(name).is_absolute() or ".." in Path(name).parts:
            raise BadData(f"{folder / JOURNAL} names a file outside the folder: {name}")
        try:
            (content or "").encode("utf-8")
        except UnicodeEncodeError as error:
            raise BadInput(f"{name}: character {error.start} is no character of Unicode") from error


def _prune(place: Path, folder: Path) -> None:
    """Remove folders that a deletion left empty."""
    while place.parent != folder and place.is_dir() and not any(place.iterdir()):
        place.rmdir()
        place = place.parent


def _sync_all(folder: Path, files: Mapping[str, str | None]) -> None:
    if len(files) < MANY:
        for place in {(folder / name).parent for name in files}:
            if place.is_dir():
                _sync(place)
    else:
        os.sync()


def _sync(path: Path) -> None:
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
