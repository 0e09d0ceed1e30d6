"""Everything that can go wrong, as one small tree.

KgError
├── BadInput          the user: a file, value or address that cannot be used as it is
│   ├── BadData       the user: a source, claim or entity breaks the evidence contract
│   ├── BadQuery      the user: the SPARQL text does not parse, or asks for something not allowed
│   └── NotFound      the user: nothing goes by that name
├── Closed            the coder: the store has been closed; open it again
├── Conflict          the user: somebody else saved in between; load again and repeat
├── TooMuch           the operator: a limit was reached (memory, size, and the two below)
│   ├── Busy          the operator: too many at once; try again in a moment
│   └── OutOfTime     the operator: it took longer than it may
└── StoreUnavailable  the operator: the store or service does not answer, or answers wrongly
"""

from dataclasses import dataclass


class KgError(Exception):
    """Anything this package reports on purpose; its text is written for a reader."""


class BadInput(KgError):
    """A file, value or address cannot be used as it is."""


class BadData(BadInput):
    """A source, claim or entity breaks the evidence contract."""


class BadQuery(BadInput):
    """The SPARQL text does not parse, or asks for something not allowed."""


class NotFound(BadInput):
    """Nothing goes by that name."""


class Closed(KgError):
    """The store has been closed."""


class Conflict(KgError):
    """Somebody else saved in between."""


class TooMuch(KgError):
    """A limit was reached: time, memory, size or queries at once."""


class Busy(TooMuch):
    """Too many want something at once; try again in a moment."""


class OutOfTime(TooMuch):
    """It took longer than it may."""


class StoreUnavailable(KgError):
    """The store or service does not answer, or answers wrongly."""


@dataclass(frozen=True, order=True)
class Problem:
    """One fault in the data: its place, the fault, and the correct form."""

    file: str
    claim: str  # slug of the claim, entity or source; empty where the whole file is meant
    wrong: str
    right: str

    def __str__(self) -> str:
        """The problem as one line."""
        place = f"{self.file}: {self.claim}" if self.claim else self.file
        return " ".join(f"{place}: {self.wrong}; {self.right}".split())
