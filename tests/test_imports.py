"""The shape of the code: who may import whom, where heavy libraries live, how long things get."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import networkx as nx
import pytest

ROOT = Path(__file__).parent.parent
PACKAGE = ROOT / "kg"

# A room imports only rooms above it; inside a room there are no circles.
ROOMS = (
    "errors",
    "resources",
    "confinement",
    "model",
    "validation",
    "workspace",
    "intake",
    "extraction",
    "store",
    "query",
    "comparison",
    "analysis",
    "presentation",
    "export",
    "endpoint",
    "cli",
    "ui",
)

# Where a library that is heavy, or should stay replaceable, may be imported.
HOMES = {
    "cleanco": {"model/names"},
    "datasketch": {"intake/documents"},
    "docx": {"intake/file_parsers"},
    "justext": {"intake/file_parsers"},
    "networkit": {"analysis"},
    "openpyxl": {"intake/spreadsheets"},
    "pydantic_ai": {"extraction/language_model"},
    # In model and validation as a parser only: rdflib takes forty times as long.
    "pyoxigraph": {
        "store",
        "query",
        "export",
        "model/derivation",
        "model/turtle",
        "model/input_values",
        "validation/triple_rules",
    },
    "pypdf": {"intake/file_parsers"},
    "pyshacl": {"validation/report"},
    "pyspark": {"intake/archives"},
    "pyvis": {"presentation/drawing"},
    "rapidfuzz": {"model/names"},
    "scipy": {"analysis"},
    "starlette": {"endpoint", "ui"},
    "streamlit": {"ui"},
    "trafilatura": {"intake/web_pages"},
    "uvicorn": {"endpoint"},
    "warcio": {"intake/archives"},
}

# Tests of no single module: of a group of them, or of the whole from outside.
FOLDERS_OF_TESTS = {"browser", "ontology", "servers"}

MOST_FILES = 150

# Function names in several modules, and why they mean the same there. Commands of the command line
# (kg/cli) and measures by name (analysis/measures) are called as the function that does the work.
SAME_NAMES = {
    "show": "draw a page or one part of it",
    "current": "the state of a page, from its address",
    "go": "make a state the current one, through the address",
    "main": "the entry of a program",
    "routes": "the addresses that a room serves",
    "graph": "the graph of some data: kg.graph for rdflib, kg.network.graph for networkx",
    "folder": "the data folder, by the one rule of kg.store.opening",
    "store": "the store of that folder or service",
    "service": "the address of the service that is asked instead of a folder",
    "judgements": "the user's judgements on claims of several sources",
    "mismatch": "a difference and its correction, or None",
    "claim_sentence": "a claim as a sentence; a page knows its names",
    "details": "further details of a claim; a page knows its names",
    "save": "save a change of a workspace; a page says so",
    "speaker": "a claim's speaker in words; a page knows its names",
    "turtle": "the Turtle of something",
    "read": "what lies in a folder, read",
    "waiting": "proposals that nobody has decided about",
}

MOST_LINES = {"function": 40, "file": 450, "script": 300}

# What is longer than the limit, and why that is better than cutting it in two.
LONGER: dict[str, str] = {}

IRI = re.compile(r"""["']https?://(?!127\.0\.0\.1|localhost)""")
SPARQL = re.compile(r"\b(SELECT|CONSTRUCT|ASK|DESCRIBE)\b[^\"']*\{")


def modules() -> list[Path]:
    """Every Python file of the package."""
    return sorted(PACKAGE.rglob("*.py"))


def room_of(path: Path) -> str:
    """The room of a file."""
    return path.relative_to(PACKAGE).parts[0].removesuffix(".py")


def place_of(path: Path) -> str:
    """The path of a file inside the package, without its ending."""
    return path.relative_to(PACKAGE).with_suffix("").as_posix()


def imported(tree: ast.AST) -> Iterator[str]:
    """The dotted names that a file imports."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, "imports are absolute here"
            yield str(node.module)
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def upward(room: str, source: str) -> list[str]:
    """The rooms that this text imports although they are not above its own."""
    height = {name: number for number, name in enumerate(ROOMS)}
    wanted = {n.split(".")[1] for n in imported(ast.parse(source)) if n.startswith("kg.")}
    return sorted(r for r in (wanted & set(height)) - {room} if height[r] >= height[room])


def circles(sources: dict[str, str]) -> list[list[str]]:
    """The circles in which modules, by their dotted names, import each other."""
    graph: nx.DiGraph[str] = nx.DiGraph()
    for name, source in sources.items():
        found = set(imported(ast.parse(source))) & set(sources)
        graph.add_edges_from((name, other) for other in found - {name})
    return [sorted(part) for part in nx.strongly_connected_components(graph) if len(part) > 1]


def homeless(place: str, source: str) -> list[str]:
    """The heavy libraries that this text imports outside their homes."""
    wanted = {name.split(".")[0] for name in imported(ast.parse(source))}
    here = {place, place.split("/", maxsplit=1)[0]}
    return sorted(name for name in wanted if not here & HOMES.get(name, here))


def too_long(name: str, source: str) -> list[str]:
    """Functions and files longer than the limit in this text."""
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


def test_every_module_stands_in_a_room():
    assert {room_of(path) for path in modules()} == {*ROOMS, "__init__"}


@pytest.mark.parametrize("path", modules(), ids=place_of)
def test_a_room_imports_only_rooms_above_it(path):
    if room_of(path) != "__init__":
        assert upward(room_of(path), path.read_text()) == []


def test_no_modules_import_each_other_in_a_circle():
    names = {f"kg.{place_of(path).replace('/', '.')}": path.read_text() for path in modules()}
    assert circles(names) == []


@pytest.mark.parametrize("path", modules(), ids=place_of)
def test_a_heavy_library_stays_at_home(path):
    assert homeless(place_of(path), path.read_text()) == []


def test_an_import_from_below_or_beside_is_caught():
    assert upward("model", "from kg.store.opening import open") == ["store"]
    assert upward("ui", "import kg.cli") == []
    assert upward("cli", "from kg import ui") == ["ui"]
    assert upward("store", "from kg.model.claims import Claim") == []


def test_a_circle_is_caught():
    both = {"kg.store.a": "from kg.store import b", "kg.store.b": "from kg.store.a import c"}
    assert circles(both) == [["kg.store.a", "kg.store.b"]]


def test_a_library_away_from_home_is_caught():
    assert homeless("analysis/network", "import pyoxigraph as ox") == ["pyoxigraph"]
    assert homeless("intake/tables", "import openpyxl") == ["openpyxl"]
    assert homeless("store/local", "from pyoxigraph import Store") == []


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
    assert too_long("x.py", "\n" * 451) == ["x.py"]


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
        if SPARQL.search(text) and room_of(path) != "cli"
    }
    assert strays == {}
    assert SPARQL.search("SELECT ?a WHERE { ?a ?b ?c }")


def untested(path: str, known: set[str]) -> bool:
    """Tell that the name is neither ROOM/test_MODULE.py nor ROOM/test_MODULE_topic.py."""
    *room, name = path.removesuffix(".py").split("/")
    words = name.removeprefix("test_").split("_")
    names = ("/".join([*room, "_".join(words[:n])]) for n in range(len(words), 0, -1))
    # `export/test_export.py` tests the names that the room itself offers.
    return not any(n in known or n == f"{room[0]}/{room[0]}" for n in names)


def test_each_file_of_tests_stands_where_its_module_stands():
    tests = ROOT / "tests"
    known = {place_of(path) for path in modules()}
    paths = [path.relative_to(tests).as_posix() for path in tests.rglob("test_*.py")]
    inside = [path for path in paths if "/" in path and path.split("/")[0] not in FOLDERS_OF_TESTS]
    assert len(inside) > 60
    lost = sorted(path for path in inside if untested(path, known))
    assert lost == [], "name it after its module: tests/ROOM/test_MODULE.py, test_MODULE_topic.py"


def test_a_file_of_tests_without_its_module_is_caught():
    known = {"model/names", "export/__init__"}
    assert untested("model/test_gone.py", known)
    assert untested("intake/test_names.py", known)
    assert not untested("model/test_names_of_firms.py", known)
    assert not untested("export/test_export_files.py", known)


def timed(source: str) -> list[int]:
    """The lines that assert how long something took, which a busy machine makes fail."""
    clocks = {"time", "monotonic", "perf_counter", "process_time", "thread_time"}
    return [
        check.lineno
        for check in ast.walk(ast.parse(source))
        if isinstance(check, ast.Assert)
        for step in ast.walk(check.test)
        if isinstance(step, ast.BinOp)
        and isinstance(step.op, ast.Sub)
        and isinstance(step.left, ast.Call)
        and ast.unparse(step.left.func).removeprefix("time.") in clocks
    ]


def test_no_test_asserts_how_long_something_took():
    paths = (ROOT / "tests").rglob("*.py")
    assert {path.name: found for path in paths if (found := timed(path.read_text()))} == {}


def test_a_timed_assertion_is_caught():
    assert timed("import time\nassert time.monotonic() - start < 2") == [2]
    assert timed("assert time.monotonic() < deadline") == []


def function_names(sources: dict[str, str]) -> dict[str, list[str]]:
    """The places of each public function's name that stands in several modules."""
    found: dict[str, list[str]] = {}
    for place, source in sorted(sources.items()):
        # A command or a measure has the name of the function that does its work.
        if place.startswith("cli/") or place == "analysis/measures":
            continue
        for node in ast.parse(source).body:
            if isinstance(node, ast.FunctionDef) and not node.name.startswith("_"):
                found.setdefault(node.name, []).append(place)
    return {name: places for name, places in found.items() if len(places) > 1}


def test_no_function_shares_its_name_with_one_of_another_meaning():
    shared = function_names({place_of(path): path.read_text() for path in modules()})
    assert {name: places for name, places in shared.items() if name not in SAME_NAMES} == {}


def test_a_name_that_two_functions_share_is_caught():
    both = {"store/a": "def kinds(): ...", "query/b": "def kinds(): ...\ndef _own(): ..."}
    assert function_names(both) == {"kinds": ["query/b", "store/a"]}


def test_the_package_is_small():
    assert len(modules()) <= MOST_FILES


def test_no_module_is_a_lumber_room():
    names = {path.stem for path in modules()}
    assert not names & {"utils", "common", "helpers", "services", "manager", "base", "misc"}
