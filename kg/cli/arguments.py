"""The arguments of each command, and the help of `kg`."""

from argparse import SUPPRESS, ArgumentParser, ArgumentTypeError, RawDescriptionHelpFormatter
from pathlib import Path
from typing import Any

from kg.model.claims import LEVELS
from kg.resources import __version__


def subcommand(
    commands: Any, name: str, run: str, about: str, examples: str = ""
) -> ArgumentParser:
    """A command with its help; `run` is MODULE:FUNCTION within this package."""
    epilog = f"examples:\n{examples}" if examples else None
    command: ArgumentParser = commands.add_parser(
        name, help=about, description=f"{about[0].upper()}{about[1:]}.", epilog=epilog
    )
    command.set_defaults(run=run)
    add_data(command)
    return command


def add_data(command: ArgumentParser) -> None:
    """Add `--data`, before or after the command's name."""
    # Suppressed, so that a command's default does not overwrite what stood before its name.
    command.add_argument(
        "--data",
        type=Path,
        metavar="DIR",
        default=SUPPRESS,
        help="a data folder (default: $KG_DATA, else your own, else the shipped example)",
    )


def add_store(command: ArgumentParser) -> None:
    """`--store`: a service instead of a folder."""
    command.add_argument(
        "--store",
        metavar="URL",
        help="a SPARQL 1.1 service to ask instead (default: $KG_STORE, or none)",
    )


def add_level(command: ArgumentParser, default: str = LEVELS[0]) -> None:
    """Add `--level`: the minimum firmness of ties."""
    command.add_argument(
        "--level",
        choices=LEVELS,
        default=default,
        help=f"how firmly a tie must be said, from stated as done to all (default {default})",
    )


def add_timeout(command: ArgumentParser, usual: float) -> None:
    """`--timeout`: how long a query may take."""
    command.add_argument(
        "--timeout",
        type=seconds,
        default=usual,
        metavar="S",
        help=f"seconds that a query may take (default {usual:g})",
    )


def port(text: str) -> int:
    """A port as the user writes it."""
    if not text.isdecimal() or int(text) > 65535:
        raise ArgumentTypeError(f"{text!r} is not a port: give a number from 0 to 65535")
    return int(text)


def seconds(text: str) -> float:
    """A time as the user writes it."""
    try:
        number = float(text)
    except ValueError:
        number = 0.0
    if not 0 < number < float("inf"):
        raise ArgumentTypeError(f"{text!r} is not a time: give seconds, such as 2.5")
    return number


# What `kg query` and `kg export` can write.
RESULTS = ("table", "csv", "tsv", "json", "xml", "turtle", "ntriples")
EXPORTS = ("turtle", "trig", "nquads", "jsonld", "rdfxml", "graphml", "gexf", "csv")
# Where `kg add` and `kg import` put things.
SAVED = """\
Saved in the folder that --data or else $KG_DATA names, else in your own, which is
made at its first use, which every command reads from then on, and whose place is printed.
"""


def asking(commands: Any) -> None:
    """Commands that query the graph."""
    query = subcommand(
        commands,
        "query",
        "query:query",
        "ask a question in SPARQL",
        '  kg query "SELECT ?who WHERE { entity:alicloud tp:partnersWith ?who }"\n'
        "  kg query --question who-works-with-whom --format csv\n"
        "  kg query --file mine.rq --level all --format json\n",
    )
    what = query.add_mutually_exclusive_group(required=True)
    what.add_argument("sparql", nargs="?", metavar="SPARQL", help="the query itself")
    what.add_argument("--file", type=Path, metavar="F", help="a file that holds it; - for stdin")
    what.add_argument("--question", metavar="NAME", help="a saved question, see `kg questions`")
    query.add_argument(
        "--given",
        action="append",
        default=[],
        metavar="NAME=VALUE",
        help="what a saved question is asked about, such as company=nvidia or source=all",
    )
    query.add_argument(
        "--format",
        choices=RESULTS,
        help="table (default) or csv, tsv, json, xml for rows; turtle (default), ntriples or "
        "json for triples",
    )
    add_timeout(query, 60.0)
    add_level(query)
    add_store(query)
    listed = subcommand(
        commands,
        "questions",
        "query:questions",
        "list the questions that the data can be asked",
    )
    add_store(listed)
    _network(commands)
    _export(commands)


def _network(commands: Any) -> None:
    network = subcommand(
        commands,
        "network",
        "network:network",
        "measure the network of organizations; csv and json name the claims behind each number",
        "  kg network                            what can be measured\n"
        "  kg network degree betweenness\n"
        "  kg network coopetition --level agreed --format json\n"
        "  kg network amount --rate euro=1.1 --from 2023 --by-year 1\n"
        "  kg network degree --spark spark://HOST:7077 --ties ties.parquet\n",
    )
    network.add_argument("measures", nargs="*", metavar="MEASURE", help="none: list them all")
    only = "only ties of this family, such as cooperation; may be repeated"
    network.add_argument("--family", action="append", metavar="NAME", help=only)
    _years_and_money(network)
    network.add_argument("--spark", metavar="MASTER", help="let a Spark cluster measure it, as csv")
    ties = "measure this Parquet file's ties instead of the graph's; its first two columns"
    network.add_argument("--ties", metavar="FILE", help=ties)
    network.add_argument("--format", choices=("table", "csv", "json"), default="table")
    _add_unreviewed(network)
    add_level(network, "all")
    add_store(network)


def _add_unreviewed(command: ArgumentParser) -> None:
    words = "with unreviewed proposals: what `kg read` found and nobody has looked at yet"
    command.add_argument("--with-unreviewed", action="store_true", help=words)


def _years_and_money(network: ArgumentParser) -> None:
    for name, what in ("from", "only what is of this year or later"), ("to", "… or earlier"):
        network.add_argument(f"--{name}", type=int, dest=f"{name}_year", metavar="YEAR", help=what)
    each = "changes and measures by year: of all up to each, or of the last N years"
    network.add_argument("--by-year", nargs="?", const="cumulative", metavar="N", help=each)
    weigh = "weigh ties by amounts in this currency: dollar"
    network.add_argument("--amounts-in", metavar="CURRENCY", help=weigh)
    worth = "what one of another currency is worth, such as euro=1.1; may be repeated"
    network.add_argument("--rate", action="append", default=[], metavar="RATE", help=worth)


def _export(commands: Any) -> None:
    export = subcommand(
        commands,
        "export",
        "network:export",
        "write the graph to a file",
        "  kg export --format turtle -o graph.ttl\n"
        "  kg export --format gexf --source alicloud-nvidia -o article.gexf\n"
        "  kg export --format csv --without-texts -o tables.zip\n",
    )
    export.add_argument("--format", choices=EXPORTS, required=True)
    export.add_argument("--source", metavar="SLUG", help="only what this source says")
    quotes = "leave the full texts out, keep the quotes"
    export.add_argument("--without-texts", action="store_true", help=quotes)
    _add_unreviewed(export)
    export.add_argument("-o", "--output", type=Path, metavar="FILE", help="default: standard out")
    add_store(export)


def checking(commands: Any) -> None:
    """Commands that check and prepare data folders."""
    check = subcommand(
        commands,
        "check",
        "folder:check",
        "check ontology, shapes and evidence of a data folder",
        "  kg check\n  kg check workspace\n",
    )
    check.add_argument("folder", nargs="?", type=Path, metavar="DATA", help="default: as --data")
    check.add_argument("--shacl", action="store_true", help="run the SHACL shapes as well (slow)")
    new = subcommand(
        commands,
        "new",
        "folder:new",
        "start the folder of a new source",
        "  kg new my-article                 in ./workspace, for files kept by hand\n"
        "  kg new my-article --data deals    in ./deals\n\n"
        "kg add and kg import save into your own folder instead: kg add --help\n",
    )
    new.add_argument("slug", metavar="SLUG", help="a short name: lower-case words and hyphens")
    anchor = subcommand(
        commands,
        "anchor",
        "folder:anchor",
        "fill in where the quotes of a source stand in its text",
        "  kg anchor workspace/sources/my-article\n",
    )
    anchor.add_argument("folder", type=Path, metavar="DIR", help="the folder of one source")


def serving(commands: Any) -> None:
    """Commands that keep running."""
    app = subcommand(
        commands,
        "app",
        "serve:app",
        "explore the graph in the browser",
        "  kg app\n  kg app --port 0 --data workspace\n"
        "  kg app --store https://example.org/sparql\n",
    )
    _add_port(app)
    _add_proxied(app)
    add_store(app)
    _serve(commands)


def _add_port(parser: ArgumentParser) -> None:
    parser.add_argument("--port", type=port, metavar="N", help="default 8501; 0 for a free one")
    parser.add_argument("--no-browser", action="store_true", help="print the address only")


def _add_proxied(parser: ArgumentParser) -> None:
    """The options of a server that stands behind a proxy."""
    parser.add_argument(
        "--base-path",
        metavar="PATH",
        help="serve below this path, such as /kg (default: $KG_BASE_PATH, else none)",
    )
    parser.add_argument(
        "--allow-host",
        action="append",
        metavar="NAME",
        help="answer to this host name too; may be repeated (default: $KG_HOSTS, with commas)",
    )


def _serve(commands: Any) -> None:
    serve = subcommand(
        commands,
        "serve",
        "serve:serve",
        "serve the graph to other programs, at /sparql",
        "  kg serve --port 8700\n"
        "  curl -d 'query=ASK {}' http://127.0.0.1:8700/sparql\n"
        "  KG_TOKEN=… kg serve --host 0.0.0.0\n",
    )
    serve.add_argument(
        "--port", type=port, default=8700, metavar="N", help="default 8700; 0 for a free one"
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
    _add_proxied(serve)
    add_timeout(serve, 10.0)
    add_store(serve)
    publish = subcommand(
        commands,
        "publish",
        "serve:publish",
        "upload the graph to a SPARQL service, by the Graph Store Protocol",
        "  kg publish http://127.0.0.1:7878/store\n"
        "  KG_STORE_USER=me KG_STORE_PASSWORD=… kg publish https://example.org/sparql-graph-crud\n",
    )
    publish.add_argument("url", metavar="URL", help="where the service takes graphs")


def adding(commands: Any) -> None:
    """Commands that add sources to a workspace."""
    add = subcommand(
        commands,
        "add",
        "folder:add",
        "add an article to your workspace",
        '  kg add article.pdf --title "Acme and Example join forces" --date 2026-01-31\n\n' + SAVED,
    )
    add.add_argument("file", metavar="FILE", help="txt, md, eml, html, pdf or docx; - for stdin")
    for name in ("title", "publisher", "date", "author", "address"):
        add.add_argument(f"--{name}", help="default: as the file says, if it does")
    add.add_argument("--encoding", help="such as cp1252 (default: the likeliest)")
    add.add_argument("--slug", help="its short name (default: made from the title)")
    add.add_argument(
        "--cited", action="store_true", help="the text may not be kept: record only the rest"
    )
    remove = subcommand(
        commands,
        "remove",
        "folder:remove",
        "delete a source of your workspace, with the names that only it had",
        "  kg remove my-article\n\nThe Add page of `kg app` offers to undo it.\n",
    )
    remove.add_argument("slug", metavar="SLUG", help="the short name of the source")
    _reading(commands)
    _example(add, _tables(commands))


def _reading(commands: Any) -> None:
    """Commands that find in texts what these may claim."""
    propose = subcommand(
        commands,
        "propose",
        "folder:propose",
        "list the statements that the rules find in a source, to be checked; nothing is saved",
        "  kg propose my-article\n  kg propose my-article --format json\n",
    )
    propose.add_argument(
        "--llm",
        action="store_true",
        help="ask the language model that KG_LLM_MODEL names as well: the whole text is sent to it",
    )
    propose.add_argument("slug", metavar="SLUG", help="the short name of a source with a text")
    propose.add_argument("--format", choices=("text", "json"), default="text")
    read = subcommand(
        commands,
        "read",
        "folder:read",
        "read an archive of texts into your workspace: proposals, for people to review",
        "  kg read releases/ --open\n  kg read articles.jsonl --column text=story\n\n"
        "What was read before is passed over, so a reading that was stopped goes on.\n",
    )
    about = "a folder, or a zip, mbox, csv, tsv, jsonl, parquet or warc file"
    read.add_argument("archive", type=Path, metavar="ARCHIVE", help=about)
    part = "the column of text, title, date, address, publisher or creator; may be repeated"
    read.add_argument("--column", action="append", default=[], metavar="PART=NAME", help=part)
    many = "how many read at once (default: one a core)"
    read.add_argument("--processes", type=int, metavar="N", help=many)
    cluster = "let a Spark cluster read a parquet file, such as spark://HOST:7077 (extra: [spark])"
    read.add_argument("--spark", metavar="MASTER", help=cluster)
    read.add_argument("--out", type=Path, metavar="DIR", help="the workspace, as --data names it")
    then = "then open the map of what was found in the browser, as `kg app` does"
    read.add_argument("--open", action="store_true", help=then)
    _add_port(read)


def _tables(commands: Any) -> ArgumentParser:
    """Commands that import a table of deals."""
    bring = subcommand(
        commands,
        "import",
        "folder:bring",
        "import a table of deals into your workspace",
        "  kg import deals.csv --preview\n  kg import deals.xlsx --sheet Deals\n\n" + SAVED,
    )
    bring.add_argument("file", type=Path, metavar="FILE", help="csv or xlsx")
    bring.add_argument(
        "--mapping", type=Path, metavar="F", help="which column is what, as JSON from --preview"
    )
    bring.add_argument("--sheet", metavar="NAME", help="of a workbook; else the likeliest")
    bring.add_argument(
        "--headings", type=int, metavar="ROW", help="where they stand; else the likeliest row"
    )
    bring.add_argument(
        "--encoding", metavar="NAME", help="of a csv file, such as cp1250; else the likeliest"
    )
    bring.add_argument(
        "--preview", action="store_true", help="show mapping and report, and save nothing"
    )
    bring.add_argument(
        "--yes", action="store_true", help="save without showing what the columns mean, or asking"
    )
    bring.add_argument(
        "--despite-doubts",
        action="store_true",
        help="save also where more than one row in five is doubtful, skipped or a repeat",
    )
    bring.add_argument(
        "--report", action="store_true", help="a line also on each row that is there already"
    )
    return bring


def _example(*commands: ArgumentParser) -> None:
    for one in commands:
        one.add_argument(
            "--example",
            action="store_true",
            help="begin a new folder with the shipped example; else it begins empty",
        )


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
    for add in (asking, checking, adding, serving):
        add(several)
    return whole


class _Parser(ArgumentParser):
    """Parser that keeps the line breaks of our texts and rejects abbreviated options."""

    def __init__(self, **options: Any) -> None:
        super().__init__(formatter_class=RawDescriptionHelpFormatter, allow_abbrev=False, **options)
