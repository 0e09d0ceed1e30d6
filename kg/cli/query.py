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
from kg.query.saved_questions import question
from kg.query.saved_questions import questions as saved
from kg.store import sparql_text
from kg.store.local import Store

# What `--format` stands for, in rows and in triples; the usual one first.
ROWS = {"table": "json", "csv": "csv", "tsv": "tsv", "json": "json", "xml": "xml"}
TRIPLES = {"turtle": "turtle", "ntriples": "ntriples", "json": "jsonld", "xml": "rdfxml"}


def query(given: Namespace) -> int:
    """Run one query and print its answer."""
    text = _text(given)
    kind = sparql_text.form(text)
    offers = TRIPLES if kind in {"CONSTRUCT", "DESCRIBE"} else ROWS
    chosen = given.format or next(iter(offers))
    if chosen not in offers:
        say(f"kg query: {kind} has no answer as {chosen}; choose one of {', '.join(offers)}")
        return 2
    with terminal.store(given) as store:
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
    """List the saved questions by topic."""
    del given
    for topic, asked in groupby(saved(), key=lambda each: each.topic):
        if topic:
            print(bold(topic))
        for each in asked:
            print(f"{each.number} {each.name}\n   {each.text}")
    return 0


def _text(given: Namespace) -> str:
    if given.question is not None:
        return question(given.question).sparql
    if given.file is None:
        return str(given.sparql)
    try:
        if str(given.file) == "-":
            return sys.stdin.read()
        return str(given.file.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError) as error:
        raise BadInput(f"{given.file} cannot be read: {error}") from error


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
