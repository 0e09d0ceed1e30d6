"""Turns at the workers: no client from elsewhere has all of them at once."""

import asyncio
import contextlib
from collections.abc import AsyncIterator
from ipaddress import ip_address
from weakref import WeakValueDictionary

from kg.errors import Busy
from kg.sandbox import Limits

__all__ = ["Turns"]


class Turns:
    """Leaves a worker to the others; programs of this machine may have them all."""

    def __init__(self, limits: Limits) -> None:
        self._each = max(1, limits.at_once - 1)
        self._wait = limits.wait
        # An address is forgotten once nobody there has a turn or waits for one.
        self._taken: WeakValueDictionary[str, asyncio.Semaphore] = WeakValueDictionary()

    @contextlib.asynccontextmanager
    async def turn(self, client: str) -> AsyncIterator[None]:
        """A turn of the client at this address; Busy if its others do not end in time."""
        if _is_here(client):
            yield
            return
        taken = self._taken.setdefault(client, asyncio.Semaphore(self._each))
        try:
            async with asyncio.timeout(self._wait):
                await taken.acquire()
        except TimeoutError as error:
            raise Busy(
                f"{client} has all turns that one client may have ({self._each}); "
                "try again in a moment"
            ) from error
        try:
            yield
        finally:
            taken.release()


def _is_here(client: str) -> bool:
    try:
        return ip_address(client).is_loopback
    except ValueError:
        return not client  # a socket file has no address; any other name is one client
