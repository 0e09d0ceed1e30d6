"""Entities, sources and claims of a store as values, and as data frames with the right types."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import fields
from datetime import date, datetime
from decimal import Decimal
from typing import TYPE_CHECKING, Any, Self, TypeVar

from kg.errors import BadInput, NotFound
from kg.model import triples
from kg.model.claims import LEVELS, QUANTITIES, Claim, Entity, Quantity, Source, named_by
from kg.model.names import SEPARATOR
from kg.model.ontology import vocabulary
from kg.model.turtle import Figure, Index
from kg.model.vocab import ENTITY, SOURCE, TP

if TYPE_CHECKING:
    import pandas as pd

Value = TypeVar("Value", Claim, Entity, Source)
_EXACT = re.compile(r"\d{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\d|3[01])")
_QUANTITIES = {field.name for field in QUANTITIES}
_MOST = 2**63  # beyond it pandas knows no integer


class Values(tuple[Value, ...]):
    """Values in the order of their IRIs."""

    kind: type[Value]

    @classmethod
    def of(cls, kind: type[Value], values: Iterable[Value]) -> Self:
        """The values of one kind, of which there may be none."""
        found = cls(sorted(values, key=lambda value: value.iri))
        found.kind = kind
        return found

    def frame(self) -> pd.DataFrame:
        """The values as a pandas data frame, a row each, with a column for each field.

        Several values of a field are one text, joined by " | ". A passage is `quote`,
        `quote_start` and `quote_end`; an amount or duration is its wording, and beside it
        `amount_value`, `amount_unit`, `amount_bound` and `amount_upper`; of the claims of a
        source their number.
        """
        rows = [dict(_cells(self.kind, value)) for value in self]
        names = [name for name, _ in _cells(self.kind, None)]
        return data_frame({name: [row[name] for row in rows] for name in names})


def index_of(rows: Iterable[tuple[str | None, ...]]) -> Index:
    """Statements by subject and property; the values of quantities as figures."""
    figures, found = {str(TP.value), str(TP.upperValue)}, Index()
    for node, link, value in rows:
        if node is not None and link is not None and value is not None:
            text = Figure(value) if link in figures else value
            found.setdefault(node, {}).setdefault(link, []).append(text)
    return found


def chosen_claims(stated: Index, wanted: Mapping[str, str | None], level: str) -> Iterator[Claim]:
    """The claims that pass every filter that is given, as firm as the level asks."""
    known = vocabulary()
    if level not in LEVELS:
        raise BadInput(f"no level is called {level!r}; there are: {', '.join(LEVELS)}")
    for name, names in (
        ("relation", known.relations),
        ("modality", known.firmness),
        ("polarity", known.values["Polarity"]),
    ):
        if wanted[name] is not None and wanted[name] not in names:
            raise BadInput(f"no {name} is called {wanted[name]!r}; there are: {', '.join(names)}")
    steps = known.steps[: LEVELS.index(level) + 1]
    source, entity, speaker = (
        _iri(wanted["source"], str(SOURCE)),
        _iri(wanted["entity"], str(ENTITY)),
        _iri(wanted["speaker"], str(ENTITY)),
    )
    for claim in triples.claims(stated):
        if (
            known.firmness.get(claim.modality, "suggested") in steps
            and source in (None, claim.source)
            and (entity is None or entity in mentioned(claim))
            and speaker in (None, claim.attributed_to)
            and all(
                wanted[name] in (None, getattr(claim, name))
                for name in ("relation", "modality", "polarity")
            )
        ):
            yield claim


def mentioned(claim: Claim) -> tuple[str, ...]:
    """The entities that a claim is about, who says it left aside."""
    return tuple(iri for field, iri in named_by(claim) if field.name != "attributed_to")


def of_class(entities: Iterable[Entity], kind: str | None) -> Iterator[Entity]:
    """The entities of a class or of one below it; all where none is named."""
    classes = vocabulary().classes
    if kind is not None and kind not in classes:
        raise NotFound(f"no class is called {kind!r}; there are: {', '.join(classes)}")
    for entity in entities:
        names = [iri.rpartition("#")[2] for iri in entity.classes]
        above = {name for own in names if own in classes for name in (own, *classes[own].supers)}
        if kind is None or kind in above:
            yield entity


def _iri(name: str | None, start: str) -> str | None:
    """The IRI that a slug stands for, or the IRI itself."""
    return name if name is None or ":" in name else start + name


def _cells(kind: type[Claim | Entity | Source], value: Any) -> Iterator[tuple[str, Any]]:
    """The columns of a value with what stands in them; of none, nothing."""
    for field in fields(kind):
        found = getattr(value, field.name, None)
        if field.name == "passage":
            yield "quote", found and found.exact
            yield "quote_start", found and found.start
            yield "quote_end", found and found.end
        elif field.name in _QUANTITIES:
            quantity: Quantity | None = found
            yield field.name, quantity and quantity.wording
            for part in ("value", "unit", "bound", "upper"):
                yield f"{field.name}_{part}", quantity and getattr(quantity, part)
        elif field.name == "claims":
            yield "claims", len(found or ())
        else:
            yield field.name, SEPARATOR.join(found) if isinstance(found, tuple) else found


def data_frame(columns: Mapping[str, Sequence[Any]]) -> pd.DataFrame:
    """Columns of plain values as a pandas data frame.

    Counts and years become integers, numbers floats, booleans booleans; with values missing they
    are `Int64`, `float64` with NaN, and `boolean`. A column of nothing but whole dates becomes
    `datetime64`; where one of them is vague (2016, 2016-01) it stays text, as does all else.
    """
    import pandas as pd  # noqa: PLC0415  (slow to import, and most callers need none)

    made: dict[str, Any] = {}
    for name, values in columns.items():
        kind: Any = _dtype(values)
        made[name] = pd.Series(list(values), dtype=object)
        if kind == "date":
            zoned = any(isinstance(value, datetime) and value.tzinfo for value in values)
            made[name] = pd.to_datetime(made[name], utc=zoned)
        elif kind:
            made[name] = made[name].astype(kind)
    return pd.DataFrame(made, columns=list(columns))


def _dtype(values: Sequence[Any]) -> str:
    """The type of a column; empty where it stays as it is."""
    known = [value for value in values if value is not None]
    whole, kinds = len(known) == len(values), {type(value) for value in known}
    found = ""
    if kinds == {bool}:
        found = "bool" if whole else "boolean"
    elif kinds == {int} and all(-_MOST <= value < _MOST for value in known):
        found = "int64" if whole else "Int64"
    elif kinds & {float, Decimal} and kinds <= {int, float, Decimal}:
        found = "float64"
    elif _are_days(known, kinds):
        found = "date"
    return found


def _are_days(known: Sequence[Any], kinds: set[type]) -> bool:
    if kinds == {datetime}:
        return len({value.tzinfo is None for value in known}) == 1
    return kinds == {date} or (kinds == {str} and all(map(_is_day, known)))


def _is_day(text: str) -> bool:
    try:
        return bool(_EXACT.fullmatch(text) and date.fromisoformat(text))
    except ValueError:
        return False
