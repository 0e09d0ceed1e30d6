"""The version of the package, where its shipped files lie, and libraries that load late."""

from importlib import import_module
from pathlib import Path
from typing import Any

from kg.errors import BadInput

__version__ = "0.1.0"
SHIPPED = ("data", "ontology")


def home(name: str) -> Path:
    """The folder of the shipped `data` or `ontology`, in the installed package or a checkout.

    Raises `BadInput` for any other name.
    """
    if name not in SHIPPED:
        raise BadInput(f"nothing shipped is called {name!r}; there are: {', '.join(SHIPPED)}")
    package = Path(__file__).parent
    inside = package / name
    return inside if inside.is_dir() else package.parent / name


class Library:
    """A heavy library that is imported when something of it is first used."""

    def __init__(self, name: str) -> None:
        self._name = name

    def __getattr__(self, name: str) -> Any:
        """Import the library and find the name in it."""
        found = getattr(import_module(self._name), name)
        setattr(self, name, found)  # found at once from now on
        return found
