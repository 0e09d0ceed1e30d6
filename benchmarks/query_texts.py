"""Time a byte that the endpoint takes to look through hostile query texts, which must be linear.

    python -m benchmarks.query_texts [SEED]

Each text is made of a few pieces, drawn at random and repeated up to the most that is looked
through, and once to a quarter of it. Ends with 1 where a text takes more than the bound a byte, or
a byte of the long one takes several times a byte of the short one.
"""

import random
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import suppress

from kg.errors import KgError
from kg.query.evaluation import MOST
from kg.store import sparql_text

PIECES = (
    "\\", "\\u", "\\u0041", "\\U0001F600", "'", '"', "'''", '"""', "<", ">", "#", "\n", ".", "..",
    "a.", "a:", ":%41", "%", "_:", "?", "$x", "@en", "@en-", "1", "1.", "e", "1e", "-", "(", "{",
    "}", "SELECT ", "SELECT *", "CONSTRUCT ", "PREFIX ", "SERVICE ", "FROM ", "é", "\u203f", "\t",
)  # fmt: skip
LENGTH = MOST  # characters of a query, beyond which it is refused unread
BOUND = 10e-6  # seconds of the processor a byte, for all that is asked of a text
GROWTH = 3.0  # a quadratic look takes four times as long a byte at four times the length
TEXTS = 60


def look(text: str) -> None:
    """Ask a text all that is asked of a request before it is answered."""
    for ask in (
        sparql_text.names_decoded,
        sparql_text.form,
        sparql_text.star,
        sparql_text.check_query,
        sparql_text.has_dataset,
        sparql_text.declared_prefixes,
    ):
        with suppress(KgError):
            ask(text)


def texts(seed: int) -> Iterator[str]:
    """One piece alone again and again, each in turn, and then several at random."""
    chance = random.Random(seed)  # noqa: S311  (nothing secret)
    yield from PIECES
    for _ in range(TEXTS):
        yield "".join(chance.choices(PIECES, k=chance.randint(2, 6)))


def a_byte(work: Callable[[str], object], text: str) -> float:
    """Seconds of this process for each byte of a text."""
    start = time.process_time()
    work(text)
    return (time.process_time() - start) / len(text.encode())


def verdict(work: Callable[[str], object], unit: str, length: int = LENGTH) -> tuple[float, bool]:
    """The seconds a byte of the long text, and if they are linear and within the bound."""
    short, long = (a_byte(work, unit * (size // len(unit))) for size in (length // 4, length))
    return long, long <= BOUND and long <= GROWTH * short


def main() -> int:
    """Print the slowest texts, and how many are too slow."""
    seed = int(sys.argv[1]) if sys.argv[1:] else 1
    found = sorted(((*verdict(look, unit), unit) for unit in texts(seed)), reverse=True)
    for seconds, right, unit in found:
        if not right or seconds == found[0][0]:
            print(f"{seconds * 1e9:8.0f} ns a byte{'' if right else ', too slow'}: {unit!r}")
    wrong = sum(not right for _, right, _ in found)
    print(f"{wrong} of {len(found)} texts are too slow (seed {seed})")
    return int(wrong > 0)


if __name__ == "__main__":
    sys.exit(main())
