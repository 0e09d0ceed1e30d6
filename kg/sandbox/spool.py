"""Where an answer is written until it is complete: in memory, and on disk if it is large."""

import os
import shutil
import sys
import tempfile
from pathlib import Path
from typing import IO, Self

__all__ = ["Spool"]

_SMALL = 2**20  # bytes that stay in memory


class Spool:
    """A place for one answer, which another process of this user can write to by its path.

    A file on disk takes longer to make and to remove than a short query takes to answer.
    """

    def __init__(self) -> None:
        self._folder: tempfile.TemporaryDirectory[str] | None = None
        self._memory: IO[bytes] | None = None
        if sys.platform == "linux":
            self._memory = os.fdopen(os.memfd_create("kg-answer"), "rb")
            self.path = Path(f"/proc/{os.getpid()}/fd/{self._memory.fileno()}")
        else:
            self._folder = tempfile.TemporaryDirectory(prefix="kg-answer-")
            self.path = Path(self._folder.name) / "answer"

    def __enter__(self) -> Self:
        """The spool itself; what it holds goes when the block ends, unless it is taken."""
        return self

    def __exit__(self, *_: object) -> None:
        """Let go."""
        if self._memory is not None:
            self._memory.close()
        if self._folder is not None:
            self._folder.cleanup()

    def taken(self) -> IO[bytes]:
        """The complete answer, which is the caller's from now on."""
        if self._memory is None:
            # Opened before its folder goes: the file then lives as long as it is open.
            return self.path.open("rb")
        memory, self._memory = self._memory, None
        if os.fstat(memory.fileno()).st_size <= _SMALL:
            return memory
        with memory:
            disk = tempfile.TemporaryFile(prefix="kg-answer-")  # noqa: SIM115  (the caller closes it)
            shutil.copyfileobj(memory, disk, _SMALL)
            disk.seek(0)
        return disk
