"""The command that measures the network."""

import json
import sys
from argparse import Namespace

import kg
from kg.analysis.answers import answer
from kg.analysis.findings import TOO_LITTLE
from kg.analysis.findings import table as tabled
from kg.analysis.measures import MEASURES, measured
from kg.analysis.network import organizations
from kg.cli import opened_data
from kg.cli.terminal import bold, say, table
from kg.export.graph_files import numbers


def network(given: Namespace) -> int:
    """Print the findings of some measures, or the list of measures."""
    if not given.measures:
        for each in MEASURES.values():
            print(f"{bold(each.name)} ({each.about})\n   {each.meaning}")
        return 0
    with opened_data.store(given) as store:
        whole = kg.network.graph(store)
    part = organizations(whole, given.level, given.family)
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
        print(table(columns, [[*row[:-1], str(len(row[-1].split()))] for row in rows]))
    if not all(each.rankable for each in found):
        say(TOO_LITTLE)
    return 0
