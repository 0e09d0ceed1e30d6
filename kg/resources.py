"""The version of the package, and where its shipped files lie."""

from pathlib import Path

__version__ = "0.1.0"


def home(name: str) -> Path:
    """Where `data` or `ontology` lies: inside the installed package, or beside it in a checkout."""
    package = Path(__file__).parent
    inside = package / name
    return inside if inside.is_dir() else package.parent / name
