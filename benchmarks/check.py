"""Time and memory of `kg check` on a table of deals: `python -m benchmarks.check [claims]`."""

import os
import subprocess
import sys
import time
from decimal import Decimal
from pathlib import Path
from tempfile import TemporaryDirectory

from kg.model.claims import Claim, Entity, Quantity, Source
from kg.model.triples import entity_triples, source_triples
from kg.model.turtle import written
from kg.model.vocab import ENTITY, PREFIXES, SOURCE, TP

CLAIMS = 19_000
# The most memory of the process alone; what the system tells of a child counts its parent too.
RUN = """import sys
from kg.cli import main
code = main(["check", sys.argv[1]])
print(next(line.split()[1] for line in open("/proc/self/status") if line.startswith("VmHWM")))
raise SystemExit(code)"""
SECONDS, MEGABYTES = 10, 300  # the targets for so many


def folder(place: Path, claims: int) -> Path:
    """A data folder with one source, a table of acquisitions with their dates and prices."""
    source = str(SOURCE["table-deals"])
    home = place / "sources" / "table-deals"
    home.mkdir(parents=True)
    firms = [
        Entity(str(ENTITY[f"firm-{n}"]), f"Firm {n} Systems", (str(TP.Company),))
        for n in range(claims)
    ]
    told = tuple(_claim(source, number, claims) for number in range(claims))
    table = Source(source, "Table deals.csv", address=f"urn:sha256:{'0' * 64}", claims=told)
    (place / "entities.ttl").write_text(written(entity_triples(firms), PREFIXES), encoding="utf-8")
    (home / "claims.ttl").write_text(written(source_triples(table), PREFIXES), encoding="utf-8")
    return place


def _claim(source: str, number: int, claims: int) -> Claim:
    buyer, target, price = number // 3, (number * 7 + 1) % claims, 10 + number % 900
    return Claim(
        iri=f"{source}/claim/deal-{number}",
        source=source,
        subject=str(ENTITY[f"firm-{buyer}"]),
        relation="acquires",
        object=str(ENTITY[f"firm-{target if target != buyer else target + 1}"]),
        attributed_to=source,
        form="narration",
        modality="fact",
        evidence="cited",
        amount=Quantity(f"${price} million", "exactly", Decimal(price * 1_000_000), "dollar"),
        when=f"2014-{1 + number % 12:02d}-02",
        summary=f"Firm {buyer} acquires firm {target} for ${price} million (2014-"
        f"{1 + number % 12:02d}-02).",
        notes=(f"Row {number + 2} of deals.csv.",),
    )


def main() -> int:
    """Measure once and say what came of it; 1 if a target is missed."""
    claims = int(sys.argv[1]) if len(sys.argv) > 1 else CLAIMS
    with TemporaryDirectory() as place:
        folder(Path(place), claims)
        begun = time.monotonic()
        command = [sys.executable, "-c", RUN, place]
        done = subprocess.run(command, check=False, text=True, stdout=subprocess.PIPE)
        seconds = time.monotonic() - begun
    megabytes = int(done.stdout.split()[-1]) / 1024
    print(
        f"kg check of {claims:,} claims: {seconds:.1f} s (target {SECONDS}), {megabytes:.0f} MB "
        f"at most (target {MEGABYTES}), load {os.getloadavg()[0]:.1f}"
    )
    return int(done.returncode != 0 or seconds > SECONDS or megabytes > MEGABYTES)


if __name__ == "__main__":
    raise SystemExit(main())
