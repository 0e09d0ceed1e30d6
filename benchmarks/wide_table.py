"""A generated wide table of acquisitions, and its import measured: seconds, memory, rows.

python -m benchmarks.wide_table 50000            measures `kg import` and `kg check` of so many rows
python -m benchmarks.wide_table 18968 FILE.csv   writes the table only
"""

from __future__ import annotations

import csv
import os
import random
import subprocess
import sys
import tempfile
import time
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


def measured(*command: str | Path) -> str:
    """Seconds and the most memory that a command of `kg` takes, run as a process of its own."""
    began = time.perf_counter()
    run = [sys.executable, "-m", "kg.cli", *map(str, command)]
    with subprocess.Popen(run, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as process:
        _, status, used = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
    seconds = time.perf_counter() - began
    worked = used.ru_utime + used.ru_stime
    return (
        f"kg {command[0]}: {seconds:.1f} s ({worked:.1f} s of a processor), "
        f"{used.ru_maxrss / 1024:,.0f} MB, exit {process.returncode}"
    )


def main(rows: int) -> None:
    """Measure the import of a table, and the check of what it brought."""
    with tempfile.TemporaryDirectory() as place:
        table, folder = Path(place) / "wide.csv", Path(place) / "mine"
        write(table, rows)
        load = os.getloadavg()[0]
        print(f"{rows:,} rows of {len(COLUMNS)} columns; load {load:.1f} on {os.cpu_count()}")
        print(measured("import", table, "--data", folder, "--yes"))
        print(measured("check", "--data", folder))


if __name__ == "__main__":
    if len(sys.argv) > 2:
        write(Path(sys.argv[2]), int(sys.argv[1]))
    else:
        main(int(sys.argv[1]))
