"""The folder or the service that a command reads, by the rule of `kg.store.opening.place`."""

import os
from argparse import Namespace
from pathlib import Path

import kg
from kg.store import opening


def named(given: Namespace) -> Path | None:
    """The data folder that the user names, by option or environment."""
    place = getattr(given, "data", None) or os.environ.get("KG_DATA")
    return Path(place) if place else None


def folder(given: Namespace) -> Path:
    """The folder that every command reads."""
    return opening.folder(getattr(given, "data", None))


def service(given: Namespace) -> str | None:
    """The address of the service that is asked instead of a folder."""
    found = opening.place(getattr(given, "data", None), getattr(given, "store", None))
    return found if isinstance(found, str) else None


def store(given: Namespace) -> kg.Store:
    """The store of that folder or service."""
    return kg.open(getattr(given, "data", None), getattr(given, "store", None))
