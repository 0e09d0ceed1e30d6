"""Which data a command is about."""

import os
from argparse import Namespace
from pathlib import Path

import kg

__all__ = ["folder", "store"]


def folder(given: Namespace) -> Path | None:
    """The data folder that the user names, by option or environment; None is the shipped one."""
    named = getattr(given, "data", None) or os.environ.get("KG_DATA")
    return Path(named) if named else None


def store(given: Namespace) -> kg.Store:
    """The store of that folder, or the service that the user names instead."""
    return kg.open(folder(given), getattr(given, "store", None))
