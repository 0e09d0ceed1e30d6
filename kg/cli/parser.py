"""What the command line accepts, and what its help says."""

from argparse import SUPPRESS, ArgumentParser, ArgumentTypeError, RawDescriptionHelpFormatter
from pathlib import Path
from typing import Any

from kg import __version__
from kg.model import LEVELS

__all__ = ["EXPORTS", "RESULTS", "parser"]

# What `kg query` and `kg export` can write.
RESULTS = ("table", "csv", "tsv", "json", "xml", "turtle", "ntriples")
EXPORTS = ("turtle", "trig", "nquads", "jsonld", "rdfxml", "graphml", "gexf", "csv")

ABOUT = """\
A knowledge graph of tech partnerships that can be cross-examined: every edge
says who said it, in which words, and how firmly."""

EXAMPLES = """\
examples:
  kg app                                       explore the graph in the browser
  kg questions                                 what the graph can be asked
  kg query --question who-partners-with-whom   one of those questions
  kg query "SELECT ?a ?b WHERE { ?a tp:partnersWith ?b }"
  kg query --level all "SELECT * WHERE { ?a tp:competesWith ?b }"
                                               what is only hinted at, too
  kg export --format turtle -o graph.ttl       all of it, for Protégé
  kg new my-article                            start a source of your own
  kg check workspace                           is all of it evidenced?

Results go to the standard output, messages to the standard error. The exit code
is 0 if all is well, 1 if the data or the query is at fault, 2 for wrong usage.
`kg COMMAND --help` tells more about each command."""


def parser() -> ArgumentParser:
    """The parser of `kg`; each command's `run` names the function that carries it out."""
    whole = _Parser(prog="kg", description=ABOUT, epilog=EXAMPLES)
    whole.add_argument("--version", action="version", version=f"kg {__version__}")
    _add_data(whole)
    commands = whole.add_subparsers(title="commands", metavar="COMMAND", required=True)
    for add in (_asking, _data, _serving):
        add(commands)
    return whole


class _Parser(ArgumentParser):
    """Keeps the line breaks of our texts, and never guesses what a shortened option means."""

    def __init__(self, **options: Any) -> None:
        super().__init__(formatter_class=RawDescriptionHelpFormatter, allow_abbrev=False, **options)


def _command(commands: Any, name: str, run: str, about: str, examples: str = "") -> ArgumentParser:
    """A command with its help; `run` is MODULE:FUNCTION within this package."""
    epilog = f"examples:\n{examples}" if examples else None
    command: ArgumentParser = commands.add_parser(
        name, help=about, description=f"{about[0].upper()}{about[1:]}.", epilog=epilog
    )
    command.set_defaults(run=run)
    _add_data(command)
    return command


def _add_data(command: ArgumentParser) -> None:
    # Suppressed, so that a command's default does not overwrite what stood before its name.
    command.add_argument(
        "--data",
        type=Path,
        metavar="DIR",
        default=SUPPRESS,
        help="a data folder (default: $KG_DATA, or the data that ships with kg)",
    )


def _add_level(command: ArgumentParser, default: str = LEVELS[0]) -> None:
    command.add_argument(
        "--level",
        choices=LEVELS,
        default=default,
        help=f"how firmly a tie must be said, from stated as done to all (default {default})",
    )


def _asking(commands: Any) -> None:
    query = _command(
        commands,
        "query",
        "asking:query",
        "ask a question in SPARQL",
        '  kg query "SELECT ?who WHERE { entity:alicloud tp:partnersWith ?who }"\n'
        "  kg query --question who-partners-with-whom --format csv\n"
        "  kg query --file mine.rq --level all --format json\n",
    )
    what = query.add_mutually_exclusive_group(required=True)
    what.add_argument("sparql", nargs="?", metavar="SPARQL", help="the query itself")
    what.add_argument("--file", type=Path, metavar="F", help="a file that holds it; - for stdin")
    what.add_argument("--question", metavar="NAME", help="a saved question, see `kg questions`")
    query.add_argument(
        "--format",
        choices=RESULTS,
        help="table (default) or csv, tsv, json, xml for rows; turtle (default), ntriples or "
        "json for triples",
    )
    _add_timeout(query, 60.0)
    _add_level(query)
    _command(commands, "questions", "asking:questions", "list the questions that ship with kg")
    _network(commands)
    _export(commands)


def _network(commands: Any) -> None:
    network = _command(
        commands,
        "network",
        "analysing:network",
        "measure the network of organizations, with the claims behind each number",
        "  kg network                            what can be measured\n"
        "  kg network degree betweenness\n"
        "  kg network coopetition --level agreed --format json\n",
    )
    network.add_argument("measures", nargs="*", metavar="MEASURE", help="none: list them all")
    network.add_argument(
        "--family",
        action="append",
        metavar="NAME",
        help="only ties of this family, such as cooperation; may be repeated",
    )
    network.add_argument("--format", choices=("table", "csv", "json"), default="table")
    _add_level(network, "all")


def _export(commands: Any) -> None:
    export = _command(
        commands,
        "export",
        "asking:export",
        "write the graph to a file",
        "  kg export --format turtle -o graph.ttl\n"
        "  kg export --format gexf --source alicloud-nvidia -o article.gexf\n"
        "  kg export --format csv --without-texts -o tables.zip\n",
    )
    export.add_argument("--format", choices=EXPORTS, required=True)
    export.add_argument("--source", metavar="SLUG", help="only what this source says")
    export.add_argument(
        "--without-texts", action="store_true", help="leave the full texts out, keep the quotes"
    )
    export.add_argument(
        "-o", "--output", type=Path, metavar="FILE", help="default: standard output"
    )


def _data(commands: Any) -> None:
    check = _command(
        commands,
        "check",
        "data:check",
        "check ontology, shapes and evidence of a data folder",
        "  kg check\n  kg check workspace\n",
    )
    check.add_argument("folder", nargs="?", type=Path, metavar="DATA", help="default: as --data")
    check.add_argument(
        "--shacl", action="store_true", help="run the SHACL shapes on large data too (slow)"
    )
    new = _command(
        commands,
        "new",
        "data:new",
        "start the folder of a new source",
        "  kg new my-article                 in ./workspace\n"
        "  kg new my-article --data deals    in ./deals\n",
    )
    new.add_argument("slug", metavar="SLUG", help="a short name: lower-case words and hyphens")
    anchor = _command(
        commands,
        "anchor",
        "data:anchor",
        "fill in where the quotes of a source stand in its text",
        "  kg anchor workspace/sources/my-article\n",
    )
    anchor.add_argument("folder", type=Path, metavar="DIR", help="the folder of one source")


def _serving(commands: Any) -> None:
    app = _command(
        commands,
        "app",
        "serving:app",
        "explore the graph in the browser",
        "  kg app\n  kg app --port 0 --data workspace\n",
    )
    app.add_argument("--port", type=_port, metavar="N", help="default 8501; 0 for a free one")
    app.add_argument("--no-browser", action="store_true", help="print the address only")
    _serve(commands)


def _serve(commands: Any) -> None:
    serve = _command(
        commands,
        "serve",
        "serving:serve",
        "serve the graph to other programs, at /sparql",
        "  kg serve --port 8700\n"
        "  curl -d 'query=ASK {}' http://127.0.0.1:8700/sparql\n"
        "  KG_TOKEN=… kg serve --host 0.0.0.0\n",
    )
    serve.add_argument(
        "--port", type=_port, default=8700, metavar="N", help="default 8700; 0 for a free one"
    )
    serve.add_argument(
        "--host", default="127.0.0.1", help="where to listen (default: this machine only)"
    )
    serve.add_argument(
        "--token", help="what clients must show as a bearer token (default: $KG_TOKEN)"
    )
    serve.add_argument(
        "--public", action="store_true", help="anybody who reaches the address may ask"
    )
    _add_timeout(serve, 10.0)


def _add_timeout(command: ArgumentParser, seconds: float) -> None:
    command.add_argument(
        "--timeout",
        type=_seconds,
        default=seconds,
        metavar="S",
        help=f"seconds that a query may take (default {seconds:g})",
    )


def _port(text: str) -> int:
    if not text.isdecimal() or int(text) > 65535:
        raise ArgumentTypeError(f"{text!r} is not a port: give a number from 0 to 65535")
    return int(text)


def _seconds(text: str) -> float:
    try:
        number = float(text)
    except ValueError:
        number = 0.0
    if not 0 < number < float("inf"):
        raise ArgumentTypeError(f"{text!r} is not a time: give seconds, such as 2.5")
    return number
