"""The version of the package, and where its shipped files lie."""

from pathlib import Path

__version__ = "0.1.0"


def home(name: str) -> Path:
    """The folder of the shipped `data` or `ontology`: inside the installed package, or in a
    checkout.
    """
    package = Path(__file__).parent
    inside = package / name
    return inside if inside.is_dir() else package.parent / name
