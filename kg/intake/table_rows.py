"""Rows of a table as claims of cited sources, each in the light of the rows before it."""

import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from urllib.parse import urlsplit

from kg.errors import BadInput
from kg.intake.cell_values import date, price, unfit
from kg.intake.column_mapping import Mapping as Columns
from kg.intake.tables import Table
from kg.model.claims import Claim, Entity, Quantity, Source
from kg.model.input_values import web_address
from kg.model.names import index, linked, normal, slug
from kg.model.ontology import vocabulary
from kg.model.vocab import ENTITY, SOURCE, TP
from kg.workspace.workspace import State


@dataclass(frozen=True)
class Row:
    """The result of importing one row of the table."""

    number: int  # as a reader of the file counts
    status: str  # claim, doubtful, duplicate, there already, skipped
    reason: str = ""
    claim: str | None = None  # IRI


def source_slug(address: str, table: Table) -> str:
    """The folder name of the source at an address, or of the table if it has no address."""
    if not address:
        return f"table-{slug(Path(table.name).stem)}"[:80].strip("-")
    parts = urlsplit(address)
    host = parts.netloc.rpartition("@")[2].partition(":")[0].removeprefix("www.")
    mark = hashlib.sha256(address.encode()).hexdigest()[:8]
    return f"{slug(f'{host} {parts.path}')[:60].strip('-')}-{mark}"


def is_address(value: str) -> bool:
    """Check if a cell contains the address of a page."""
    try:
        return value.startswith("http") and bool(web_address(value))
    except BadInput:
        return False


class Reading:
    """The rows read so far: their claims, and the data that later rows are compared with."""

    def __init__(self, table: Table, columns: Columns, known: State) -> None:
        self.table, self.columns, self.known = table, columns, known
        self.new: dict[str, Entity] = {}
        self.sources: dict[str, Source] = dict(known.sources)
        self.claims: dict[str, dict[str, Claim]] = {}
        self.issued: set[str] = set()
        self.earlier = {c.iri: c for source in known.sources.values() for c in source.claims}
        self.seen: dict[tuple[object, ...], int] = {}
        self.named = dict(index(known.entities.values()))

    def row(self, number: int, cells: Mapping[str, str]) -> Row:
        """Read one row and return its result."""
        columns = self.columns
        who, whom = (" ".join(cells[end].split()) for end in (columns.who, columns.whom))
        if (who, whom) == (columns.who, columns.whom):
            return Row(number, "skipped", "it repeats the headings")
        reason = unfit(who, columns.who) or unfit(whom, columns.whom)
        kind = cells[columns.kind] if columns.kind else ""
        relation = columns.kinds.get(kind, "") if columns.kind else columns.relation
        if not reason and not relation:
            reason = f"the kind “{kind}” is given no relation" if kind else "its kind is empty"
        if not reason and normal(who) == normal(whom):
            reason = f"both sides are {who}"
        if reason:
            return Row(number, "skipped", reason)
        if relation.startswith("<"):
            relation, who, whom = relation[1:], whom, who
        doubts: list[str] = []
        claim = self._claim(number, cells, (who, relation, whom), doubts)
        same = (claim.subject, relation, claim.object, claim.when, claim.amount, claim.modality)
        if same in self.seen:
            return Row(number, "duplicate", f"says the same as row {self.seen[same]}")
        self.seen[same] = number
        return self._entered(number, claim, doubts)

    def finished(self) -> Iterator[Source]:
        """The sources that the rows brought, each with its claims."""
        for iri, claims in self.claims.items():
            old = [c for c in self.sources[iri].claims if c.iri not in claims]
            yield replace(self.sources[iri], claims=(*old, *claims.values()))

    def _claim(
        self, number: int, cells: Mapping[str, str], tie: tuple[str, str, str], doubts: list[str]
    ) -> Claim:
        columns = self.columns
        who, relation, whom = tie
        subject, object_ = (
            self._entity(who, columns.who_class),
            self._entity(whom, columns.whom_class),
        )
        address = cells[columns.address] if columns.address else ""
        source = self._source(address, cells)
        dated = cells[columns.date] if columns.date else ""
        paid = cells[columns.amount] if columns.amount else ""
        when, amount = date(dated, columns.dates, doubts), price(paid, columns.unit, doubts)
        status = columns.statuses.get(cells[columns.status], "") if columns.status else ""
        modality = status or columns.modality
        name = f"{slug(who)[:30]}-{slug(relation)}-{slug(whom)[:30]}".replace("--", "-")
        return Claim(
            iri=self._free(f"{source}/claim/{name.strip('-')}", when),
            source=source,
            subject=subject,
            relation=relation,
            object=object_,
            attributed_to=source,
            form="narration",
            modality="fact" if modality == "denied" else modality,
            polarity="denied" if modality == "denied" else "affirmed",
            evidence="cited",
            amount=amount,
            when=when,
            summary=_told(tie, amount, when, modality),
            notes=self._notes(number, cells, source, doubts),
        )

    def _notes(
        self, number: int, cells: Mapping[str, str], source: str, doubts: list[str]
    ) -> tuple[str, ...]:
        columns = self.columns
        address = cells[columns.address] if columns.address else ""
        notes = [f"Row {number} of {self.table.name}."]
        if address and self.sources[source].address != address:
            notes.append(f"The table points to {address}")
        if columns.quote and cells[columns.quote]:
            notes.append(f"The table quotes: “{cells[columns.quote][:1000]}”")
        return tuple(sorted([*notes, *(f"In doubt: {doubt}." for doubt in doubts)]))

    def _entered(self, number: int, claim: Claim, doubts: list[str]) -> Row:
        if earlier := self.earlier.get(claim.iri):
            edited = replace(earlier, notes=()) != replace(claim, notes=())
            reason = "as somebody has edited it since" if edited else ""
            return Row(number, "there already", reason, claim.iri)
        self.claims.setdefault(claim.source, {})[claim.iri] = claim
        return Row(number, "doubtful" if doubts else "claim", "; ".join(doubts), claim.iri)

    def _free(self, iri: str, when: str | None) -> str:
        """A new IRI for the claim; the date distinguishes it from other deals of the same
        parties.
        """
        if iri in self.issued and when:
            iri = f"{iri}-{slug(when)}"
        free, number = iri, 1
        while free in self.issued:
            number += 1
            free = f"{iri}-{number}"
        self.issued.add(free)
        return free

    def _entity(self, name: str, kind: str) -> str:
        iri = self.columns.names.get(name) or linked(name, self.named)
        if iri:
            return iri
        iri, number = str(ENTITY[slug(name)]), 1
        while iri in self.known.entities or iri in self.new:
            number += 1
            iri = str(ENTITY[f"{slug(name)}-{number}"])
        self.new[iri] = Entity(iri, " ".join(name.split()), (str(TP[kind]),))
        for key, iris in index((self.new[iri],)).items():
            self.named[key] = (*self.named.get(key, ()), *iris)
        return iri

    def _source(self, address: str, cells: Mapping[str, str]) -> str:
        columns = self.columns
        own = columns.per_address and is_address(address)
        iri = str(SOURCE[source_slug(address if own else "", self.table)])
        if iri not in self.sources and own:
            title = (cells[columns.title] if columns.title else "") or address
            self.sources[iri] = Source(iri, title, address=web_address(address))
        elif iri not in self.sources:
            self.sources[iri] = Source(
                iri,
                f"Table {self.table.name}",
                publisher=columns.publisher or None,
                address=web_address(columns.source_address or f"urn:sha256:{self.table.sha256}"),
            )
        return iri


def _told(tie: tuple[str, str, str], amount: Quantity | None, when: str | None, how: str) -> str:
    """A row in our words."""
    who, relation, whom = tie
    parts = [f"{who} {vocabulary().relations[relation].label} {whom}"]
    parts += [f"for {amount.wording}"] if amount and amount.value is not None else []
    parts += [f"({when})"] if when else []
    open_ = f"; amount: {amount.wording}" if amount and amount.value is None else ""
    return f"{' '.join(parts)}{'' if how == 'fact' else f', told as {how}'}{open_}."
