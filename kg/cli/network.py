"""The commands that compute on the whole graph or write it: network and export."""

from __future__ import annotations

import csv
import json
import sys
from argparse import Namespace
from pathlib import Path
from tempfile import TemporaryDirectory

import networkx as nx
import pandas as pd

import kg
from kg import export as exports
from kg.analysis.answers import answer, labels
from kg.analysis.findings import TOO_LITTLE
from kg.analysis.findings import table as tabled
from kg.analysis.measures import MEASURES, measure, measured, ranking
from kg.analysis.network import directed, in_money, organizations, unreviewed_words
from kg.analysis.sparse import cluster_measures
from kg.analysis.windows import CHANGES, by_year, changed, in_years, series, undated
from kg.cli import terminal
from kg.cli.terminal import aligned, bold, say
from kg.errors import BadInput
from kg.export.csv_tables import csv_file, safe
from kg.export.graph_files import numbers
from kg.model.quantities import exchange_rates
from kg.model.wording import counted
from kg.workspace.workspace import judgements


def network(given: Namespace) -> int:
    """Print the findings of some measures, or the list of measures."""
    if given.spark or given.ties:
        return _on_cluster(given)
    if not given.measures and not given.by_year:
        for each in MEASURES.values():
            print(f"{bold(each.name)} ({each.about})\n   {each.meaning}")
        return 0
    for name in given.measures:
        measure(name)  # says which there are before anything is read
    whole = _whole(given)
    if given.amounts_in or given.rate or (given.by_year and "amount" in given.measures):
        whole = in_money(whole, given.amounts_in or "", exchange_rates(given.rate))
        rest = whole.graph["left_out"]
        say(f"Ties weigh by the amounts in {whole.graph['currency']} that are named; others do "
            f"not count{f', nor do {rest}' if rest else ''}")  # fmt: skip
    part = organizations(whole, given.level, given.family)
    if given.with_unreviewed:
        say(unreviewed_words(part) or "no proposal of `kg read` waits for review here")
    if given.by_year:
        return _by_year(given, part)
    if given.from_year or given.to_year:
        part = in_years(part, given.from_year, given.to_year)
    return _findings(given, part, whole)


def _whole(given: Namespace) -> nx.MultiDiGraph[str]:
    judged = {} if terminal.service(given) else judgements(terminal.folder(given))
    with terminal.store(given) as store:
        whole = kg.network.graph(store, unreviewed=given.with_unreviewed, judged=judged)
    if (given.from_year or given.to_year or given.by_year) and (lost := undated(whole)):
        say(f"{counted(lost, 'statement')} without a date {'is' if lost == 1 else 'are'} left out")
    return whole


def _findings(given: Namespace, part: nx.MultiDiGraph[str], whole: nx.MultiDiGraph[str]) -> int:
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


def _on_cluster(given: Namespace) -> int:
    """Print as CSV what a Spark cluster measures: of a file of ties, or of the graph's own."""
    if not given.spark:
        raise BadInput("--ties is a file for a cluster; say which: --spark spark://HOST:7077")
    with TemporaryDirectory() as kept:
        place = given.ties
        if not place:
            place = str(Path(kept, "ties.parquet"))
            part = organizations(_whole(given), given.level, given.family)
            arcs = [*directed(part).edges(), *((node, node) for node in part)]
            pd.DataFrame(arcs, columns=["a", "b"], dtype=str).to_parquet(place)
        out = csv.writer(sys.stdout, lineterminator="\n")
        for number, row in enumerate(cluster_measures(given.spark, place, given.measures)):
            if not number:
                out.writerow(("measure", "node", "value"))
            out.writerow(map(safe, map(str, row)))
    return 0


def _by_year(given: Namespace, part: nx.MultiDiGraph[str]) -> int:
    """Print who enters and leaves in each year, and each measure of the ten largest."""
    if given.by_year != "cumulative" and not given.by_year.isdecimal():
        raise BadInput(f"--by-year takes a number of years, or nothing; not {given.by_year!r}")
    width = None if given.by_year == "cumulative" else int(given.by_year)
    years = by_year(part, given.from_year, given.to_year, width)
    names = labels(part)
    changes = [["year", *CHANGES], *([str(y.year), *map(str, changed(y))] for y in years)]
    tables = [changes]
    for name in given.measures:
        followed = series(years, ranking(MEASURES[name])).items()
        lines = [[names[node], *map(_figure, values)] for node, values in followed]
        tables.append([[name, *(str(year.year) for year in years)], *lines])
    if given.format == "json":
        print(json.dumps([[dict(zip(t[0], row, strict=True)) for row in t[1:]] for t in tables],
                         indent=2, ensure_ascii=False))  # fmt: skip
        return 0
    for head, *rows in tables:
        if given.format == "csv":
            sys.stdout.write(csv_file([head, *rows]).decode("utf-8-sig"))
        else:
            print(aligned(head, rows))
        print()
    return 0


def _figure(value: float) -> str:
    return f"{abs(value):,.4f}".rstrip("0").rstrip(".")


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
