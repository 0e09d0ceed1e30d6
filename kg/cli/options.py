"""What several commands accept, and how a command is made."""

from argparse import SUPPRESS, ArgumentParser, ArgumentTypeError
from pathlib import Path
from typing import Any

from kg.model import LEVELS

__all__ = ["add_data", "add_level", "add_store", "add_timeout", "command", "port", "seconds"]


def command(commands: Any, name: str, run: str, about: str, examples: str = "") -> ArgumentParser:
    """A command with its help; `run` is MODULE:FUNCTION within this package."""
    epilog = f"examples:\n{examples}" if examples else None
    command: ArgumentParser = commands.add_parser(
        name, help=about, description=f"{about[0].upper()}{about[1:]}.", epilog=epilog
    )
    command.set_defaults(run=run)
    add_data(command)
    return command


def add_data(command: ArgumentParser) -> None:
    """`--data`, which may stand before or after the command's name."""
    # Suppressed, so that a command's default does not overwrite what stood before its name.
    command.add_argument(
        "--data",
        type=Path,
        metavar="DIR",
        default=SUPPRESS,
        help="a data folder (default: $KG_DATA, else your own, else the shipped data)",
    )


def add_store(command: ArgumentParser) -> None:
    """`--store`: a service instead of a folder."""
    command.add_argument(
        "--store",
        metavar="URL",
        help="a SPARQL 1.1 service to ask instead (default: $KG_STORE, or none)",
    )


def add_level(command: ArgumentParser, default: str = LEVELS[0]) -> None:
    """`--level`: how firmly a tie must be said."""
    command.add_argument(
        "--level",
        choices=LEVELS,
        default=default,
        help=f"how firmly a tie must be said, from stated as done to all (default {default})",
    )


def add_timeout(command: ArgumentParser, usual: float) -> None:
    """`--timeout`: how long a query may take."""
    command.add_argument(
        "--timeout",
        type=seconds,
        default=usual,
        metavar="S",
        help=f"seconds that a query may take (default {usual:g})",
    )


def port(text: str) -> int:
    """A port as the user writes it."""
    if not text.isdecimal() or int(text) > 65535:
        raise ArgumentTypeError(f"{text!r} is not a port: give a number from 0 to 65535")
    return int(text)


def seconds(text: str) -> float:
    """A time as the user writes it."""
    try:
        number = float(text)
    except ValueError:
        number = 0.0
    if not 0 < number < float("inf"):
        raise ArgumentTypeError(f"{text!r} is not a time: give seconds, such as 2.5")
    return number
