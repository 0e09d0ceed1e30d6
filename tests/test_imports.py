"""The shape of the code: who may import whom, where heavy libraries live, how long things get."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
PACKAGE = ROOT / "kg"

# A module imports only from rows above its own; a package counts as one module.
LADDER = (
    {"errors"},
    {"vocab", "model"},
    {"statements"},
    {"values"},
    # Parts of the model, and notations.
    {
        "terms",
        "triples",
        "quantities",
        "names",
        "dates",
        "formats",
        "journal",
        "rows",
        "sparql",
        "turtle",
    },
    {"packed"},
    {"sheets"},
    {"extraction"},
    {"documents"},
    {"tables"},
    {"columns"},
    {"cells"},
    # Data folders.
    {"sources"},
    {"evidence", "questions", "starter"},
    {"asking", "recipes", "completion"},
    {"faults"},
    {"validation"},
    {"proposals"},
    {"llm", "doubts"},
    {"workspace"},
    {"edits", "deals"},
    {"saving", "drafts"},
    {"suggestions"},
    {"importing"},
    # The store, and what is read from it.
    {"store"},
    {"sandbox"},
    {"network", "stored", "misses"},
    {"views"},
    {"engines", "findings", "agreement", "ledger"},
    {"analysis"},
    {"summary"},
    # What is seen and taken along.
    {"boxes"},
    {"shapes", "packing"},
    {"scene", "finder", "layout", "connections", "citation", "codebook", "reading"},
    {"address", "legend", "invitation"},
    {"picture"},
    {"answers"},
    {"sketch"},
    {"export"},
    {"endpoint"},
    {"cli", "ui"},
)

# Where a library that is heavy, or should stay replaceable, may be imported.
HOMES = {
    "bs4": {"extraction"},
    "docx": {"extraction"},
    "networkit": {"engines", "analysis"},
    "openpyxl": {"sheets"},
    "pydantic_ai": {"llm"},
    # In statements as a parser only: rdflib takes forty times as long.
    "pyoxigraph": {"store", "sandbox", "export", "statements"},
    "pypdf": {"extraction"},
    "pyshacl": {"validation"},
    "pyvis": {"picture"},
    "rapidfuzz": {"names"},
    "scipy": {"engines", "analysis"},
    "starlette": {"endpoint", "ui"},
    "streamlit": {"ui"},
    "uvicorn": {"endpoint"},
}

MOST_LINES = {"function": 40, "file": 250, "script": 300}

# What is longer than the limit, and why that is better than cutting it in two.
LONGER: dict[str, str] = {}

IRI = re.compile(r"""["']https?://(?!127\.0\.0\.1|localhost)""")
SPARQL = re.compile(r"\b(SELECT|CONSTRUCT|ASK|DESCRIBE)\b[^\"']*\{")


def modules() -> list[Path]:
    """Every Python file of the package."""
    return sorted(PACKAGE.rglob("*.py"))


def row_of(path: Path) -> str:
    """The module or package on the ladder that a file belongs to."""
    return path.relative_to(PACKAGE).parts[0].removesuffix(".py")


def imported(tree: ast.AST) -> Iterator[str]:
    """The dotted names that a file imports."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, "imports are absolute here"
            yield str(node.module)
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def upward(row: str, source: str) -> list[str]:
    """The modules that this text imports against the ladder."""
    height = {name: number for number, names in enumerate(LADDER) for name in names}
    wanted = {n.split(".")[1] for n in imported(ast.parse(source)) if n.startswith("kg.")}
    return sorted(m for m in (wanted & set(height)) - {row} if height[m] >= height[row])


def homeless(row: str, source: str) -> list[str]:
    """The heavy libraries that this text imports outside their homes."""
    wanted = {name.split(".")[0] for name in imported(ast.parse(source))}
    return sorted(name for name in wanted if row not in HOMES.get(name, {row}))


def too_long(name: str, source: str) -> list[str]:
    """What in this text is longer than agreed."""
    found = [name] if len(source.splitlines()) > MOST_LINES["file"] else []
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            assert node.end_lineno is not None
            if node.end_lineno - node.lineno + 1 > MOST_LINES["function"]:
                found.append(f"{name}:{node.name}")
    return found


def literals(source: str) -> list[str]:
    """The texts in this code, without its docstrings."""
    tree = ast.parse(source)
    documentation = {
        id(node.body[0].value)
        for node in ast.walk(tree)
        if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef)
        and node.body
        and isinstance(node.body[0], ast.Expr)
    }
    return [
        node.value
        for node in ast.walk(tree)
        if isinstance(node, ast.Constant)
        and isinstance(node.value, str)
        and id(node) not in documentation
    ]


def test_there_is_a_package_to_look_at():
    assert len(modules()) > 10


def test_every_module_has_its_place_on_the_ladder():
    known = set().union(*LADDER) | {"__init__"}
    assert {row_of(path) for path in modules()} <= known


@pytest.mark.parametrize("path", modules(), ids=lambda path: str(path.relative_to(PACKAGE)))
def test_a_module_imports_only_from_above(path):
    if row_of(path) != "__init__":
        assert upward(row_of(path), path.read_text()) == []


@pytest.mark.parametrize("path", modules(), ids=lambda path: str(path.relative_to(PACKAGE)))
def test_a_heavy_library_stays_at_home(path):
    assert homeless(row_of(path), path.read_text()) == []


def test_an_import_from_below_or_beside_is_caught():
    assert upward("model", "from kg.store import open") == ["store"]
    assert upward("ui", "import kg.cli") == ["cli"]
    assert upward("ui", "from kg import cli") == ["cli"]
    assert upward("store", "from kg.model import Claim") == []


def test_a_library_away_from_home_is_caught():
    assert homeless("network", "import pyoxigraph as ox") == ["pyoxigraph"]
    assert homeless("store", "from pyoxigraph import Store") == []


def test_functions_and_files_are_short():
    folders = (PACKAGE, ROOT / "tests", ROOT / "ontology", ROOT / "benchmarks", ROOT / "docs")
    files = [ROOT / "app.py", *(path for folder in folders for path in folder.rglob("*.py"))]
    found = [
        long for path in files for long in too_long(str(path.relative_to(ROOT)), path.read_text())
    ]
    assert sorted(found) == sorted(LONGER)


def test_scripts_for_the_browser_are_short():
    scripts = [
        path for path in (ROOT / "frontend").rglob("*.js") if "node_modules" not in path.parts
    ]
    assert scripts
    long = [p.name for p in scripts if len(p.read_text().splitlines()) > MOST_LINES["script"]]
    assert long == []


def test_a_long_function_is_caught():
    body = "\n".join(["    pass"] * 40)
    assert too_long("x.py", f"def f():\n{body}") == ["x.py:f"]
    assert too_long("x.py", "\n" * 251) == ["x.py"]


def test_iris_are_written_in_vocab_only():
    strays = {
        str(path.relative_to(PACKAGE)): text
        for path in modules()
        if path.name != "vocab.py"
        for text in literals(path.read_text())
        if re.match(r"https?://[\w.-]*(w3|w3id|purl|schema|xmlns)\.org", text)
    }
    assert strays == {}


def test_sparql_is_written_in_query_files_only():
    strays = {
        str(path.relative_to(PACKAGE)): text
        for path in modules()
        for text in literals(path.read_text())
        if SPARQL.search(text) and row_of(path) != "cli"
    }
    assert strays == {}
    assert SPARQL.search("SELECT ?a WHERE { ?a ?b ?c }")


def test_no_module_is_a_lumber_room():
    names = {path.stem for path in modules()}
    assert not names & {"utils", "common", "helpers", "services", "manager", "base", "misc"}
