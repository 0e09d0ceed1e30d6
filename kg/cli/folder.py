"""The commands that look after data folders: check, new, anchor."""

from argparse import Namespace
from pathlib import Path

from kg.cli.terminal import bold, counted, folder, named, say
from kg.extraction.overstatements import Doubt, doubts
from kg.model.folder import start
from kg.model.quotes import anchor_folder
from kg.validation.report import file_problems


def check(given: Namespace) -> int:
    """Print each problem of a data folder on a line of its own, then the folder's counts.

    Overstatements follow; they are not faults and do not change the exit code.
    """
    place = given.folder or folder(given)
    doubted: list[Doubt] = []
    problems, contents = file_problems(
        place, given.shacl or None, lambda source: doubted.extend(doubts([source]))
    )
    for problem in problems:
        print(problem)
    found = counted(len(problems), "problem") if problems else "no problems"
    print(bold(f"{contents}: {found}"))
    _second_look(sorted(doubted))
    return 1 if problems else 0


def _second_look(found: list[Doubt]) -> None:
    """Print the claims that their own words make one doubt."""
    if found:
        one, many = "claim sounds firmer than its words", "claims sound firmer than their words"
        print(bold(f"worth a second look: {counted(len(found), one, many)}"))
    for doubt in found:
        print(doubt)


def new(given: Namespace) -> int:
    """Create a source's folder and print the next step."""
    place = start(named(given) or Path("workspace"), given.slug)
    print(place)
    say(f"Put the text into {place / 'article.txt'}, its claims into {place / 'claims.ttl'};")
    say(f"then `kg anchor {place}` and `kg check {place.parent.parent}`.")
    return 0


def anchor(given: Namespace) -> int:
    """Place the quotes of a source in its text."""
    placed = anchor_folder(given.folder)
    say(f"{counted(placed, 'quote')} placed in {given.folder / 'claims.ttl'}")
    return 0
