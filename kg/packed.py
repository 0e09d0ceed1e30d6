"""What packed files may unpack to, and how a file that is none is told; for the reading process."""

import zipfile

__all__ = ["TooLarge", "Unreadable", "bounded"]

MOST_UNPACKED, MOST_ENTRIES = 100_000_000, 5_000


class Unreadable(Exception):
    """The file is not what its name says, or is locked."""


class TooLarge(Exception):
    """The file unpacks to more than may be read."""


def bounded(packed: zipfile.ZipFile) -> None:
    """Refuse what unpacks to more than it may, by counting what really comes out."""
    entries = packed.infolist()
    if len(entries) > MOST_ENTRIES or sum(e.file_size for e in entries) > MOST_UNPACKED:
        raise TooLarge(f"unpacks to more than {MOST_UNPACKED // 10**6} MB")
    total = 0
    for entry in entries:
        with packed.open(entry) as stream:
            while block := stream.read(1 << 20):
                total += len(block)
                if total > MOST_UNPACKED:
                    raise TooLarge(f"unpacks to more than {MOST_UNPACKED // 10**6} MB")
