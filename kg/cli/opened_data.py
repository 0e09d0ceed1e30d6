"""The folder or the service that a command reads."""

import os
from argparse import Namespace
from pathlib import Path

import kg
from kg.errors import BadInput
from kg.workspace.workspace import chosen


def named(given: Namespace) -> Path | None:
    """The data folder that the user names, by option or environment."""
    place = getattr(given, "data", None) or os.environ.get("KG_DATA")
    return Path(place) if place else None


def folder(given: Namespace) -> Path:
    """The folder that every command reads: the one named, else the user's own, else the shipped."""
    return chosen(named(given))


def service(given: Namespace) -> str | None:
    """The address of the service that the user names instead; an option beats the environment."""
    address: str | None = getattr(given, "store", None)
    if address and getattr(given, "data", None):
        raise BadInput("--data is a folder and --store a service; give one of them")
    return address or (None if named(given) else os.environ.get("KG_STORE") or None)


def store(given: Namespace) -> kg.Store:
    """The store of that folder, or the service that the user names instead."""
    address = service(given)
    return kg.open(store=address) if address else kg.open(folder(given))
