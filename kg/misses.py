"""Why a query found nothing, in words: what was asked, and where there may be more."""

from __future__ import annotations

from collections.abc import Sequence

from kg import sandbox, sparql
from kg.errors import KgError
from kg.faults import labelled
from kg.model import LEVELS
from kg.store import Remote, Store

__all__ = ["missed"]

_SECONDS = 2.0  # that may be spent on finding out whether a weaker level has rows
_LARGE = 16_000_000  # bytes of an answer, beyond which it is not counted
_ASKED = {
    "stated": "among what is stated as done",
    "agreed": "among what is agreed or firmer",
    "intended": "among what is intended or firmer",
}


def missed(
    store: Store, query: str, level: str, default_graphs: Sequence[str] | None = None
) -> list[str]:
    """What to say of an answer without rows: at which level it was asked, and what is at all."""
    return [_scope(store, query, level, chosen=default_graphs is not None), *labelled(query)]


def _scope(store: Store, query: str, level: str, *, chosen: bool) -> str:
    if sparql.has_dataset(query):
        return "No rows: nothing in the graphs that the query names with FROM fits it."
    if chosen:
        return "No rows: nothing in the chosen sources fits this query."
    if level == LEVELS[-1]:
        return "No rows: nothing in the data fits this query."
    more = _weaker(store, query)
    if more == 0:
        return "No rows: nothing in the data fits this query, not at the level “all” either."
    words = f"No rows {_ASKED[level]}"
    if more is None:
        return f"{words}; ask at the level “all” to include plans and hints."
    rows = "1 row" if more == 1 else f"{more:,} rows"
    return f"{words}; {rows} at the level “all”, which includes plans and hints."


def _weaker(store: Store, query: str) -> int | None:
    """How many rows there are at the weakest level; None where it cannot be said quickly."""
    triples = sparql.form(query) in {"CONSTRUCT", "DESCRIBE"}
    accept = "ntriples" if triples else "json"
    # A service goes on with what it has begun, so that it is not asked twice.
    if isinstance(store, Remote):
        return None
    try:
        answer = sandbox.run(store, query, accept, level=LEVELS[-1], seconds=_SECONDS)
    except KgError:
        return None
    if answer.size > _LARGE:
        return None
    return len(answer.body().splitlines()) if triples else len(answer.rows())
