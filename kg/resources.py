"""The version of the package, and where its shipped files lie."""

from pathlib import Path

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
