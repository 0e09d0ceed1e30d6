"""The arguments of each command, and its help."""

from pathlib import Path
from typing import Any

from kg.cli.options import add_level, add_store, add_timeout, command, port

__all__ = ["EXPORTS", "RESULTS", "adding", "asking", "checking", "serving"]

# What `kg query` and `kg export` can write.
RESULTS = ("table", "csv", "tsv", "json", "xml", "turtle", "ntriples")
EXPORTS = ("turtle", "trig", "nquads", "jsonld", "rdfxml", "graphml", "gexf", "csv")
# Where `kg add` and `kg import` put things.
SAVED = """\
Saved in the folder that --data or else $KG_DATA names, else in your own, which is
made at its first use, which every command reads from then on, and whose place is printed.
"""


def asking(commands: Any) -> None:
    """What asks the graph."""
    query = command(
        commands,
        "query",
        "asking:query",
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
        "--format",
        choices=RESULTS,
        help="table (default) or csv, tsv, json, xml for rows; turtle (default), ntriples or "
        "json for triples",
    )
    add_timeout(query, 60.0)
    add_level(query)
    add_store(query)
    command(commands, "questions", "asking:questions", "list the questions that ship with kg")
    _network(commands)
    _export(commands)


def _network(commands: Any) -> None:
    network = command(
        commands,
        "network",
        "analysing:network",
        "measure the network of organizations; csv and json name the claims behind each number",
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
    add_level(network, "all")
    add_store(network)


def _export(commands: Any) -> None:
    export = command(
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
    add_store(export)


def checking(commands: Any) -> None:
    """What looks after data folders."""
    check = command(
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
    new = command(
        commands,
        "new",
        "data:new",
        "start the folder of a new source",
        "  kg new my-article                 in ./workspace, for files kept by hand\n"
        "  kg new my-article --data deals    in ./deals\n\n"
        "kg add and kg import save into your own folder instead: kg add --help\n",
    )
    new.add_argument("slug", metavar="SLUG", help="a short name: lower-case words and hyphens")
    anchor = command(
        commands,
        "anchor",
        "data:anchor",
        "fill in where the quotes of a source stand in its text",
        "  kg anchor workspace/sources/my-article\n",
    )
    anchor.add_argument("folder", type=Path, metavar="DIR", help="the folder of one source")


def serving(commands: Any) -> None:
    """What keeps running."""
    app = command(
        commands,
        "app",
        "serving:app",
        "explore the graph in the browser",
        "  kg app\n  kg app --port 0 --data workspace\n"
        "  kg app --store https://example.org/sparql\n",
    )
    app.add_argument("--port", type=port, metavar="N", help="default 8501; 0 for a free one")
    app.add_argument("--no-browser", action="store_true", help="print the address only")
    add_store(app)
    _serve(commands)


def _serve(commands: Any) -> None:
    serve = command(
        commands,
        "serve",
        "serving:serve",
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
    add_timeout(serve, 10.0)
    add_store(serve)
    publish = command(
        commands,
        "publish",
        "serving:publish",
        "upload the graph to a SPARQL service, by the Graph Store Protocol",
        "  kg publish http://127.0.0.1:7878/store\n"
        "  KG_STORE_USER=me KG_STORE_PASSWORD=… kg publish https://example.org/sparql-graph-crud\n",
    )
    publish.add_argument("url", metavar="URL", help="where the service takes graphs")


def adding(commands: Any) -> None:
    """What brings new sources into a workspace."""
    add = command(
        commands,
        "add",
        "adding:add",
        "add an article to your workspace",
        '  kg add article.pdf --title "Acme and Example join forces" --date 2026-01-31\n\n' + SAVED,
    )
    add.add_argument("file", metavar="FILE", help="txt, md, eml, html, pdf or docx; - for stdin")
    for name in ("title", "publisher", "date", "author", "address"):
        add.add_argument(f"--{name}", help="default: as the file says, if it does")
    add.add_argument("--slug", help="its short name (default: made from the title)")
    add.add_argument(
        "--cited", action="store_true", help="the text may not be kept: record only the rest"
    )
    propose = command(
        commands,
        "propose",
        "proposing:propose",
        "list what the rules read in a source; a help, not a reader, and nothing is saved",
        "  kg propose my-article\n  kg propose my-article --format json\n",
    )
    propose.add_argument(
        "--llm",
        action="store_true",
        help="ask the language model that KG_LLM_MODEL names as well: the whole text is sent to it",
    )
    propose.add_argument("slug", metavar="SLUG", help="the short name of a source with a text")
    propose.add_argument("--format", choices=("text", "json"), default="text")
    _tables(commands)


def _tables(commands: Any) -> None:
    """What brings a table of deals into a workspace."""
    bring = command(
        commands,
        "import",
        "adding:bring",
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
        "--preview", action="store_true", help="show mapping and report, and save nothing"
    )
    bring.add_argument(
        "--report", action="store_true", help="a line also on each row that is there already"
    )
