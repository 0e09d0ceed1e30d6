"""Which data a command is about."""

import os
from argparse import Namespace
from pathlib import Path

import kg
from kg.errors import BadInput

__all__ = ["folder", "service", "store"]


def folder(given: Namespace) -> Path | None:
    """The data folder that the user names, by option or environment; None is the shipped one."""
    named = getattr(given, "data", None) or os.environ.get("KG_DATA")
    return Path(named) if named else None


def service(given: Namespace) -> str | None:
    """The address of the service that the user names instead; an option beats the environment."""
    named: str | None = getattr(given, "store", None)
    if named and getattr(given, "data", None):
        raise BadInput("--data is a folder and --store a service; give one of them")
    return named or (None if folder(given) else os.environ.get("KG_STORE") or None)


def store(given: Namespace) -> kg.Store:
    """The store of that folder, or the service that the user names instead."""
    address = service(given)
    return kg.open(store=address) if address else kg.open(folder(given))
