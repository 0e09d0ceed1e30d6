"""The commands that compute on the whole graph or write it: network and export."""

import json
import sys
from argparse import Namespace

import kg
from kg import export as exports
from kg.analysis.answers import answer
from kg.analysis.findings import TOO_LITTLE
from kg.analysis.findings import table as tabled
from kg.analysis.measures import MEASURES, measured
from kg.analysis.network import organizations, unreviewed_words
from kg.cli import terminal
from kg.cli.terminal import aligned, bold, say
from kg.errors import BadInput
from kg.export.graph_files import numbers


def network(given: Namespace) -> int:
    """Print the findings of some measures, or the list of measures."""
    if not given.measures:
        for each in MEASURES.values():
            print(f"{bold(each.name)} ({each.about})\n   {each.meaning}")
        return 0
    with terminal.store(given) as store:
        whole = kg.network.graph(store, unreviewed=given.with_unreviewed)
    part = organizations(whole, given.level, given.family)
    if given.with_unreviewed:
        say(unreviewed_words(part) or "no proposal of `kg read` waits for review here")
    found = measured(part, given.measures)
    columns, rows = tabled(found, whole)
    for name in given.measures:
        say(answer(name, part, [each for each in found if each.measure == name]))
    if given.format == "json":
        print(json.dumps([each.record() for each in found], indent=2, ensure_ascii=False))
    elif given.format == "csv":
        sys.stdout.write(numbers(found, whole))
    else:
        # On a screen the number of claims; csv and json name them.
        print(aligned(columns, [[*row[:-1], str(len(row[-1].split()))] for row in rows]))
    if not all(each.rankable for each in found):
        say(TOO_LITTLE)
    return 0


def export(given: Namespace) -> int:
    """Write the graph in one format, to a file or the standard output."""
    if given.output is None and given.format == "csv" and sys.stdout.isatty():
        say("kg export: csv is a zip of tables, nothing for a terminal; name a file with -o")
        return 2
    with terminal.store(given) as store:
        # Complete before the file is touched: what goes wrong leaves the old file as it was.
        body = exports.data(
            store, given.format, source=given.source, texts=not given.without_texts,
            unreviewed=given.with_unreviewed,
        )  # fmt: skip
    if given.output is None:
        sys.stdout.buffer.write(body)
        return 0
    try:
        given.output.write_bytes(body)
    except OSError as error:
        raise BadInput(f"{given.output} cannot be written: {error.strerror}") from error
    return 0
