"""What the command line accepts, and what its help says."""

from argparse import ArgumentParser, RawDescriptionHelpFormatter
from typing import Any

from kg import __version__
from kg.cli import commands
from kg.cli.options import add_data

__all__ = ["parser"]

ABOUT = """\
A knowledge graph of tech partnerships that can be cross-examined: every edge
says who said it, in which words, and how firmly."""

EXAMPLES = """\
examples:
  kg app                                       explore the graph in the browser
  kg questions                                 what the graph can be asked
  kg query --question who-works-with-whom      one of those questions
  kg query "SELECT ?a ?b WHERE { ?a tp:partnersWith ?b }"
  kg query --level all "SELECT * WHERE { ?a tp:competesWith ?b }"
                                               what is only hinted at, too
  kg export --format turtle -o graph.ttl       all of it, for Protégé
  kg network degree                            who has most ties, and on which claims
  kg add article.pdf                           bring an article of your own
  kg import deals.csv                          or a table of deals
  kg check                                     is all of it evidenced?

Results go to the standard output, messages to the standard error. The exit code
is 0 if all is well, 1 if the data or the query is at fault, 2 for wrong usage.
`kg COMMAND --help` tells more about each command."""


def parser() -> ArgumentParser:
    """The parser of `kg`; each command's `run` names the function that carries it out."""
    whole = _Parser(prog="kg", description=ABOUT, epilog=EXAMPLES)
    whole.add_argument("--version", action="version", version=f"kg {__version__}")
    add_data(whole)
    several = whole.add_subparsers(title="commands", metavar="COMMAND", required=True)
    for add in (commands.asking, commands.checking, commands.adding, commands.serving):
        add(several)
    return whole


class _Parser(ArgumentParser):
    """Keeps the line breaks of our texts, and never guesses what a shortened option means."""

    def __init__(self, **options: Any) -> None:
        super().__init__(formatter_class=RawDescriptionHelpFormatter, allow_abbrev=False, **options)
