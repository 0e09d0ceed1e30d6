"""Transactions: several files of a folder are saved together or, after a crash, not at all."""

import fcntl
import json
import logging
import os
import shutil
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from kg.errors import BadData, BadInput

# Of a saving the new files are written first, then the journal that names them; from the
# journal's renaming on, the saving has happened: what is left to do are renamings, which need no
# room on the disk, and whoever meets the journal afterwards does them.
JOURNAL = ".saving"
DRAFT = ".saving.part"
STAGE = ".saving.files"
LOCK = ".lock"
MANY = 50  # files from which one sync of the disk is cheaper than one of each file

_LOG = logging.getLogger("kg")
# By name, the file in the stage in a list of one, or None for a deletion.
Moves = Mapping[str, list[str] | str | None]


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
        try:
            _carry_out(folder)
        except OSError as error:
            raise BadInput(
                f"an earlier save into {folder} cannot be completed: {error.strerror}"
            ) from error
        yield


def fingerprint(path: Path) -> tuple[int, int, int] | None:
    """Inode, size and time of a file, of which every save creates a new one; None without it."""
    try:
        found = path.stat()
    except OSError:
        return None
    return found.st_ino, found.st_size, found.st_mtime_ns


def finish_saving(folder: Path) -> None:
    """Finish a saving that a crash interrupted, or warn; wait for one that is under way."""
    if not (folder / JOURNAL).exists():
        return
    try:
        with locked(folder):
            pass
    except BadData:
        raise
    except BadInput as error:
        _LOG.warning("kg: %s; until then, what is read may be older", error)


def commit(folder: Path, files: Mapping[str, str | None]) -> None:
    """Write all files, named from the folder on, or delete those given as None.

    The caller holds the lock. BadInput means that nothing was saved and nothing is left; a saved
    file that cannot be moved into place at once is logged, and the next reader or writer moves it.
    """
    draft = folder / DRAFT
    _check(folder, files)
    try:
        moves = _staged(folder, files)
        with draft.open("w", encoding="utf-8") as handle:
            json.dump(moves, handle)
            handle.flush()
            os.fsync(handle.fileno())
        draft.replace(folder / JOURNAL)
    except OSError as error:
        _discard(folder)
        raise BadInput(f"nothing was saved in {folder}: {error.strerror}") from error
    try:
        _sync(folder)
        _carry_out(folder)
    except OSError as error:
        _LOG.warning("kg: saved in %s; the next command will complete it (%s)", folder, error)


def _staged(folder: Path, files: Mapping[str, str | None]) -> Moves:
    """Write the new files beside their places, and say which is which."""
    stage = folder / STAGE
    stage.mkdir(exist_ok=True)
    moves: dict[str, list[str] | str | None] = {}
    for number, (name, content) in enumerate(files.items()):
        moves[name] = None
        if content is not None:
            moves[name] = [str(number)]
            (stage / str(number)).write_bytes(content.encode("utf-8"))
            if len(files) < MANY:
                _sync(stage / str(number))
    if len(files) >= MANY:
        os.sync()
    return moves


def _discard(folder: Path) -> None:
    """Take away what a saving has left that did not happen."""
    shutil.rmtree(folder / STAGE, ignore_errors=True)
    (folder / DRAFT).unlink(missing_ok=True)


def _carry_out(folder: Path) -> None:
    """Do what the journal says; doing it twice is as good as once."""
    journal = folder / JOURNAL
    if not journal.exists():
        _discard(folder)
        return
    try:
        moves: Moves = json.loads(journal.read_text(encoding="utf-8"))
    except ValueError as error:
        raise BadData(f"{journal} is damaged; nothing was saved, so delete it") from error
    # An earlier version kept the content itself in the journal.
    _check(folder, {n: c if isinstance(c, str) else None for n, c in moves.items()})
    for name, move in moves.items():
        path = folder / name
        if move is None:
            path.unlink(missing_ok=True)
            _prune(path.parent, folder)
            continue
        staged = folder / STAGE / (move[0] if isinstance(move, list) else "old")
        if isinstance(move, str):
            staged.parent.mkdir(exist_ok=True)
            staged.write_bytes(move.encode("utf-8"))
        if staged.exists():
            path.parent.mkdir(parents=True, exist_ok=True)
            staged.replace(path)
    _sync_all(folder, moves)
    journal.unlink()
    _sync(folder)
    _discard(folder)


def _check(folder: Path, files: Mapping[str, str | None]) -> None:
    """Refuse changes that could not be completed: a path outside the folder, invalid text."""
    for name, content in files.items():
        if Path(name).is_absolute() or ".." in Path(name).parts:
            raise BadData(f"{folder / JOURNAL} names a file outside the folder: {name}")
        try:
            (content or "").encode("utf-8")
        except UnicodeEncodeError as error:
            raise BadInput(f"{name}: character {error.start} is not Unicode") from error


def _prune(place: Path, folder: Path) -> None:
    """Remove folders that a deletion left empty."""
    while (
        folder in place.parents
        and place.parent != folder
        and place.is_dir()
        and not any(place.iterdir())
    ):
        place.rmdir()
        place = place.parent


def _sync_all(folder: Path, files: Moves) -> None:
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
