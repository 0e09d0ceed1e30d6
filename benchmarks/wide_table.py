"""A generated wide table of acquisitions, and its import measured: time, memory, rows.

python -m benchmarks.wide_table 18968 acquisitions.csv
/usr/bin/time -v kg import acquisitions.csv --data wide
"""

from __future__ import annotations

import csv
import random
import sys
from pathlib import Path

COLUMNS = (
    "company_permalink", "company_name", "company_category_list", "company_market",
    "company_country_code", "company_state_code", "company_region", "company_city",
    "acquirer_permalink", "acquirer_name", "acquirer_category_list", "acquirer_market",
    "acquirer_country_code", "acquirer_state_code", "acquirer_region", "acquirer_city",
    "acquired_at", "acquired_month", "price_amount", "price_currency_code",
)  # fmt: skip
FIRST = (
    "Alder", "Birch", "Cedar", "Dogwood", "Elm", "Fir", "Ginkgo", "Hazel", "Juniper", "Larch",
    "Maple", "Oak", "Pine", "Rowan",
)  # fmt: skip
SECOND = (
    "Analytics", "Labs", "Media", "Networks", "Pay", "Robotics", "Systems", "Works", "Health",
    "Maps", "Cloud", "Games",
)  # fmt: skip
STATES = ("CA", "TX", "NY", "WA", "")


def write(place: Path, rows: int, seed: int = 1) -> None:
    """Write a table of so many acquisitions; few companies buy many."""
    chance = random.Random(seed)  # noqa: S311  (nothing secret)
    buyers = max(rows // 3, 1)
    with place.open("w", encoding="utf-8", newline="") as file:
        table = csv.writer(file)
        table.writerow(COLUMNS)
        for number in range(rows):
            buyer = int(buyers * chance.random() ** 3)
            table.writerow(_deal(chance, f"{number} Target", f"{buyer} Group"))


def _deal(chance: random.Random, target: str, buyer: str) -> list[str]:
    year, month, day = chance.randint(1995, 2015), chance.randint(1, 12), chance.randint(1, 28)
    price = str(chance.randint(1, 900) * 100_000) if chance.random() < 0.3 else ""
    return [
        *_company(chance, target),
        *_company(chance, buyer),
        f"{year}-{month:02}-{day:02}",
        f"{year}-{month:02}",
        price,
        "USD" if price else "",
    ]


def _company(chance: random.Random, mark: str) -> list[str]:
    number, _, tail = mark.partition(" ")
    first, second = FIRST[int(number) % len(FIRST)], SECOND[int(number) // 14 % len(SECOND)]
    name = f"{first} {second} {tail} {number}"
    return [
        f"/organization/{name.lower().replace(' ', '-')}", name, f"|{second}|Software|", second,
        "USA", chance.choice(STATES), "SF Bay Area", "San Jose",
    ]  # fmt: skip


if __name__ == "__main__":
    write(Path(sys.argv[2]), int(sys.argv[1]))
