"""A knowledge graph of tech partnerships that can be cross-examined.

    import kg

    with kg.open() as store:
        pairs = store.select("SELECT ?a ?b WHERE { ?a tp:partnersWith ?b }").frame()
        triples = store.graph()
        network = kg.network.graph(store)

`kg.open()` opens the shipped data, `kg.open(FOLDER)` a folder of your own.
"""

from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from rdflib import Graph

    from kg import export, network
    from kg.model import Claim, Entity, Passage, Quantity, Source
    from kg.store import Store
    from kg.store import open as open  # noqa: A004  (kg.open, as in gzip.open)

__version__ = "0.1.0"

__all__ = [
    "Claim",
    "Entity",
    "Passage",
    "Quantity",
    "Source",
    "Store",
    "__version__",
    "export",
    "graph",
    "home",
    "network",
    "open",
]

# Read on first use, so that `kg --help` and `import kg` need no database library.
_MODULES = ("export", "network")
_NAMES = {
    "Claim": "kg.model",
    "Entity": "kg.model",
    "Passage": "kg.model",
    "Quantity": "kg.model",
    "Source": "kg.model",
    "Store": "kg.store",
    "open": "kg.store",
}


def home(name: str) -> Path:
    """Where `data` or `ontology` lies: inside the installed package, or beside it in a checkout."""
    package = Path(__file__).parent
    inside = package / name
    return inside if inside.is_dir() else package.parent / name


def graph(data: Path | None = None, level: str = "stated") -> "Graph":
    """All triples of a data folder (the shipped one by default) as one rdflib graph."""
    with __getattr__("open")(data) as store:
        found: Graph = store.graph(level)
    return found


def __getattr__(name: str) -> Any:
    if name in _MODULES:
        return import_module(f"kg.{name}")
    if name in _NAMES:
        return getattr(import_module(_NAMES[name]), name)
    raise AttributeError(f"module 'kg' has no attribute {name!r}; there are: {', '.join(__all__)}")


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
