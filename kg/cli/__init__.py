"""The command line, `kg`: it asks, calls and prints."""

import os
import sys
from collections.abc import Sequence
from importlib import import_module

from kg.cli.arguments import parser
from kg.errors import KgError

__all__ = ["main"]


def main(arguments: Sequence[str] | None = None) -> int:
    """Carry out one command; 0 is good, 1 the data or query is at fault, 2 wrong usage."""
    given = parser().parse_args(arguments)
    module, _, function = given.run.partition(":")
    try:
        # Loaded now, so that `kg --help` does not wait for a database library.
        code: int = getattr(import_module(f"kg.cli.{module}"), function)(given)
        sys.stdout.flush()
    except KgError as error:
        from kg.cli.terminal import say  # noqa: PLC0415  (it loads the database library)

        say(f"kg: {error}")
        return 1
    except KeyboardInterrupt:
        return 130
    except BrokenPipeError:
        # The reader, such as `head`, has seen enough; Python would complain at its exit.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    return code
