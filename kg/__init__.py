"""A knowledge graph of tech partnerships that can be cross-examined.

    import kg

    with kg.open() as store:
        pairs = store.select("SELECT ?a ?b WHERE { ?a tp:partnersWith ?b }").frame()
        triples = store.graph()
        network = kg.network.graph(store)

`kg.open()` opens what the app and the command line show, `kg.open(FOLDER)` another folder.
"""

from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any

from kg.model.claims import LEVELS
from kg.resources import __version__, home

if TYPE_CHECKING:
    from rdflib import Graph

    from kg import analysis, export
    from kg.analysis import network
    from kg.model.claims import Claim, Entity, Passage, Quantity, Source
    from kg.store.local import Store
    from kg.store.opening import open as open  # noqa: A004  (kg.open, as in gzip.open)

__all__ = [
    "Claim",
    "Entity",
    "Passage",
    "Quantity",
    "Source",
    "Store",
    "__version__",
    "analysis",
    "export",
    "graph",
    "home",
    "network",
    "open",
]

# Read on first use, so that `kg --help` and `import kg` need no database library.
_MODULES = {"analysis": "kg.analysis", "export": "kg.export", "network": "kg.analysis.network"}
_NAMES = {
    "Claim": "kg.model.claims",
    "Entity": "kg.model.claims",
    "Passage": "kg.model.claims",
    "Quantity": "kg.model.claims",
    "Source": "kg.model.claims",
    "Store": "kg.store.local",
    "open": "kg.store.opening",
}


def graph(data: Path | str | None = None, level: str = LEVELS[0]) -> "Graph":
    """All triples of a data folder, by default of what `kg.open()` opens, as one rdflib graph."""
    with __getattr__("open")(data) as store:
        found: Graph = store.graph(level)
    return found


def __getattr__(name: str) -> Any:
    if name in _MODULES:
        return import_module(_MODULES[name])
    if name in _NAMES:
        return getattr(import_module(_NAMES[name]), name)
    raise AttributeError(f"module 'kg' has no attribute {name!r}; there are: {', '.join(__all__)}")


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
