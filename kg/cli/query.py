"""The commands that ask the graph: query and questions."""

import sys
from argparse import Namespace
from itertools import groupby

from rdflib import URIRef
from rdflib.term import Node

from kg.cli import terminal
from kg.cli.terminal import aligned, bold, prefixed_name, say
from kg.errors import BadInput, BadQuery
from kg.model.wording import counted
from kg.query import evaluation
from kg.query.diagnostics import absent, fault, missed, misspelt
from kg.query.evaluation import Answer
from kg.query.saved_questions import (
    askable,
    fitted,
    is_example,
    not_askable,
    question,
    values_named,
)
from kg.store import sparql_text
from kg.store.local import Store

# What `--format` stands for, in rows and in triples; the usual one first.
ROWS = {"table": "json", "csv": "csv", "tsv": "tsv", "json": "json", "xml": "xml"}
TRIPLES = {"turtle": "turtle", "ntriples": "ntriples", "json": "jsonld", "xml": "rdfxml"}


def query(given: Namespace) -> int:
    """Run one query and print its answer."""
    with terminal.store(given) as store:
        text = _text(given, store)
        kind = sparql_text.form(text)
        offers = TRIPLES if kind in {"CONSTRUCT", "DESCRIBE"} else ROWS
        chosen = given.format or next(iter(offers))
        if chosen not in offers:
            say(f"kg query: {kind} has no answer as {chosen}; choose one of {', '.join(offers)}")
            return 2
        answer = _answer(store, text, offers[chosen], given)
        for hint in [*misspelt(text), *absent(text, store.graphs())]:
            say(f"kg query: {hint}")
        if chosen == "table":
            if not _show(answer):
                for words in missed(store, text, given.level):
                    say(words)
        else:
            _copy(answer)
    return 0


def questions(given: Namespace) -> int:
    """List the saved questions that the data can be asked, by topic."""
    with terminal.store(given) as store:
        sources = _sources(store)
    asking, example = askable(sources), is_example(sources)
    for topic, asked in groupby(asking, key=lambda each: each.topic):
        if topic:
            print(bold(topic))
        for each in asked:
            names = "".join(f" --given {name}=…" for name in each.given)
            words = each.text if example or not each.general else each.general
            print(f"{each.number} {each.name}{names}\n   {words}")
    if left := not_askable(sources):
        say(left)
    return 0


def _sources(store: Store) -> list[str]:
    return [str(row[0]) for row in store.named("page_sources")]


def _asked(given: Namespace, store: Store) -> str:
    """The saved question of the data that are open, and in a line what it is asked about."""
    one, sources = question(given.question), _sources(store)
    wrong = [part for part in given.given if "=" not in part]
    if wrong:
        raise BadInput(f"--given {wrong[0]}: write NAME=VALUE, such as company=nvidia")
    wanted = dict(part.split("=", 1) for part in given.given)
    about = fitted(one, store, sources) | values_named(one, wanted, store)
    values = {name: about.get(name, value.strip("<>")) for name, value in one.given.items()}
    if len(sources) > 1 and values:
        _say_whom(values, len(sources))
    return one.asked({name: iri and f"<{iri}>" for name, iri in about.items()})


def _say_whom(values: dict[str, str], sources: int) -> None:
    """Say what a question is asked about, and how it is asked about something else."""
    told = {n: f"about {n} {prefixed_name(iri)}" for n, iri in values.items() if iri}
    if source := values.get("source"):
        told["source"] = f"of {prefixed_name(source)} alone, one of {sources} sources"
    elif "source" in values:
        told["source"] = f"of all {sources} sources"
    ways = " ".join(f"--given {name}=…" for name in values)
    say(f"asked {', '.join(told.values())}; choose with {ways}")


def _text(given: Namespace, store: Store) -> str:
    if given.question is not None:
        return _asked(given, store)
    if given.given:
        raise BadInput("--given is for a saved question: name it with --question")
    if given.file is None:
        return str(given.sparql)
    try:
        if str(given.file) == "-":
            return sys.stdin.read()
        return str(given.file.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError) as error:
        words = getattr(error, "strerror", None) or error
        raise BadInput(f"{given.file} cannot be read: {words}") from error


def _answer(store: Store, text: str, form: str, given: Namespace) -> Answer:
    try:
        return evaluation.run(store, text, form, level=given.level, seconds=given.timeout)
    except BadQuery as error:
        wrong = fault(str(error), text)
        place = f"line {wrong.line}, column {wrong.column}: " if wrong.line else ""
        raise BadQuery(f"{place}{wrong.words}") from error


def _copy(answer: Answer) -> None:
    last = b""
    while chunk := answer.file.read(2**16):
        sys.stdout.buffer.write(chunk)
        last = chunk[-1:]
    if last not in {b"", b"\n"}:
        sys.stdout.buffer.write(b"\n")


def _show(answer: Answer) -> bool:
    """Print the answer; whether there was anything to print."""
    if answer.kind == "ask":
        print("yes" if answer.yes() else "no")
        return True
    rows = answer.rows()
    print(aligned(rows.variables, ([_shown(term) for term in row] for row in rows)))
    say(counted(len(rows), "row"))
    return len(rows) > 0


def _shown(term: Node | None) -> str:
    return (
        prefixed_name(str(term)) if isinstance(term, URIRef) else "" if term is None else str(term)
    )
