"""Rows of a table as claims of cited sources, each in the light of the rows before it."""

import hashlib
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from kg.errors import BadInput
from kg.intake.cell_values import (
    NOTHING,
    SECRET,
    addresses,
    date,
    decimal_comma,
    names,
    price,
    spanned,
    sums_up,
    unfit,
    unit_with,
)
from kg.intake.column_mapping import GENERAL, fallen_back
from kg.intake.column_mapping import Mapping as Columns
from kg.intake.tables import WORDS, Table, plain_heading
from kg.model.claims import Claim, Entity, Quantity, Source
from kg.model.input_values import web_address
from kg.model.names import linked, name_index, normal, slug
from kg.model.ontology import vocabulary
from kg.model.vocab import ENTITY, SOURCE, TP
from kg.model.wording import Statement, sentence
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


Tie = tuple[str, str, str]  # who, relation, whom


@dataclass(frozen=True)
class Said:
    """The date, amount and modality that a row gives its two sides."""

    when: str | None
    amount: Quantity | None
    modality: str
    doubts: list[str]
    valuation: Quantity | None = None  # of the company that is bought or backed


# Names come again and again in a table.
_normal = lru_cache(200_000)(normal)
_slug = lru_cache(200_000)(slug)


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
        self.named = dict(name_index(known.entities.values()))
        self.met: dict[str, str] = {}  # the entity of each name so far, as it is spelled
        amounts = (columns.amount, columns.amount_to, columns.valuation)
        self.comma = decimal_comma(value for each in amounts for value in table.values(each))
        self.shares = _shares(table, columns)
        self.own = str(SOURCE[source_slug("", table)])

    def row(self, number: int, cells: Mapping[str, str]) -> list[Row]:
        """Read one row; the answers say what became of it and of each statement in it."""
        columns, doubts = self.columns, list[str]()
        if (cells[columns.who], cells[columns.whom]) == (columns.who, columns.whom):
            return [Row(number, "skipped", "it repeats the headings")]
        if sums_up(cells[columns.who], cells[columns.whom]):
            return [Row(number, "skipped", SUM)]
        sides = [self._names(cells[end], end, doubts) for end in (columns.who, columns.whom)]
        sides[0] = self._with_others(sides[0], cells)
        ends = zip(sides, (columns.who, columns.whom), strict=True)
        if reason := next((r for side, end in ends for n in side if (r := unfit(n, end))), ""):
            return [Row(number, "skipped", reason)]
        relation, turned = self._relation(cells, doubts)
        if not relation:
            kind = cells[columns.kind or ""]
            return [Row(number, "skipped", f"the kind “{kind}” is given no relation")]
        sides = sides[::-1] if turned else sides
        said = self._said(cells, doubts)
        called = self._round(relation, cells, sides)
        found: list[Row] = []
        if called and not any(_normal(who) == _normal(sides[1][0]) for who in sides[0]):
            found += self._raised(number, cells, sides[0], (called, sides[1][0]), said)
        else:
            for tie in ((who, relation, whom) for who in sides[0] for whom in sides[1]):
                found += self._tied(number, cells, tie, sides[0], said)
        if relation in VALUING and len(sides[1]) == 1 and found[0].status != "skipped":
            found += self._valued(number, cells, sides[1][0], said)
        return found

    def _tied(
        self, number: int, cells: Mapping[str, str], tie: Tie, whos: tuple[str, ...], said: Said
    ) -> Iterator[Row]:
        """The outcome of one tie that a row tells; nobody is tied to itself."""
        if _normal(tie[0]) == _normal(tie[2]):
            reason = "; ".join([f"both sides are {tie[0]}", *said.doubts])
            yield Row(number, "skipped", reason)
        else:
            yield from self._statements(number, cells, tie, whos, said)

    def _valued(
        self, number: int, cells: Mapping[str, str], company: str, said: Said
    ) -> Iterator[Row]:
        """The worth of the company that a row's deal is about, a statement of its own."""
        if said.valuation and said.valuation.unit and said.modality != "denied":
            worth, tie = replace(said, amount=said.valuation), (company, "isValuedAt", "")
            yield from self._statements(number, cells, tie, (), worth, again=True)

    def _names(self, cell: str, column: str, doubts: list[str]) -> tuple[str, ...]:
        """The names in a cell: as the user says, else as commas and semicolons part them."""
        if cell in self.columns.parts:
            return tuple(self.columns.parts[cell])
        found, asked = names(cell, several=column in self.columns.several)
        if asked:
            doubts.append(f"{column} may name several: “{found[0][:60]}”")
        return found

    def _with_others(self, whos: tuple[str, ...], cells: Mapping[str, str]) -> tuple[str, ...]:
        """The names of a side and those of its further columns, each once."""
        found = [n for c in self.columns.also for n in names(cells[c], several=True)[0]]
        fit = [name for name in (*whos, *found) if not unfit(name, "")]
        return tuple({_normal(n): n for n in reversed(fit)}.values())[::-1] if found else whos

    def _round(
        self, relation: str, cells: Mapping[str, str], sides: Sequence[tuple[str, ...]]
    ) -> str:
        """The name of the funding round that a row tells of: Series B of Acme, 2024-04-03."""
        columns = self.columns
        if relation != "investsIn" or len(sides[1]) != 1:
            return ""
        called = cells[columns.round] if columns.round else ""
        kind = cells[columns.kind] if columns.kind else ""
        called = called or (kind if _ROUND.search(kind) else "")
        if called.lower() in NOTHING and len(sides[0]) < 2 and columns.who not in columns.several:
            return ""
        words = " ".join(re.sub(r"[-_]", " ", called).split()) or "funding round"
        words = words if _ROUND_ALONE.search(words) else f"{words} round"
        dated = cells[columns.date] if columns.date else ""
        when = date(dated, columns.dates, [])
        iri = self._entity(sides[1][0], columns.whom_class)
        company = {**self.known.entities, **self.new}[iri].label
        return f"{words[:1].upper()}{words[1:]} of {company}{f', {when}' if when else ''}"

    def _raised(
        self,
        number: int,
        cells: Mapping[str, str],
        whos: tuple[str, ...],
        raised: tuple[str, str],
        said: Said,
    ) -> Iterator[Row]:
        """The outcome of a funding round, which is one event whatever the number of investors.

        Its amount is the company's, once; where each row of a round names another amount, it is
        the investor's own.
        """
        called, company = raised
        shared = _round_key(self.columns, cells) in self.shares
        own = replace(said, amount=said.amount if shared else None)
        whole = replace(said, amount=None) if shared else said
        tie = (company, "raisesMoneyIn", called)
        yield from self._statements(number, cells, tie, (), whole, again=True)
        for who in whos:
            yield from self._statements(number, cells, (who, "takesPartInRound", called), (), own)
            tie = (who, "investsIn", company)
            yield from self._statements(number, cells, tie, whos, replace(said, amount=None))

    def _relation(self, cells: Mapping[str, str], doubts: list[str]) -> tuple[str, bool]:
        """The relation that a row tells, and whether its two sides change places."""
        columns = self.columns
        kind = cells[columns.kind] if columns.kind else ""
        relation = columns.kinds.get(kind, GENERAL) if kind else columns.relation
        if columns.kind and not kind:
            relation = GENERAL
            doubts.append("its kind is empty")
        turned, relation = relation.startswith("<"), relation.removeprefix("<")
        roles: dict[str, list[str]] = WORDS["roles"].get(relation, {"subject": [], "object": []})
        one, other = (
            cells[column].lower() if column else ""
            for column in (columns.who_role, columns.whom_role)
        )
        if one in roles["object"] or other in roles["subject"]:
            turned = one not in roles["subject"] and other not in roles["object"]
        elif one in roles["subject"] or other in roles["object"]:
            turned = False
        return relation, turned

    def _said(self, cells: Mapping[str, str], doubts: list[str]) -> Said:
        """The date, amount and modality of a row."""
        columns = self.columns
        dated = cells[columns.date] if columns.date else ""
        state = cells[columns.status] if columns.status else ""
        status = columns.statuses.get(state, "")
        if not (status or state.lower() in NOTHING or SECRET.fullmatch(state)):
            known = f"is not known, so it is told as a {columns.modality}"
            doubts.append(f"the status “{state[:40]}” {known}")
        when = date(dated, columns.dates, doubts)
        amount = self._amount(cells, doubts)
        worth = self._worth(cells, doubts)
        return Said(when, amount, status or columns.modality, doubts, worth)

    def _worth(self, cells: Mapping[str, str], doubts: list[str]) -> Quantity | None:
        """The valuation of a row, in the unit of its heading, else in that of the amount."""
        columns = self.columns
        if not columns.valuation:
            return None
        # Millions in the column of prices need not be millions here.
        plain = columns.unit if " " not in columns.unit else ""
        own = unit_with(columns.valuation, cells[columns.currency] if columns.currency else plain)
        return price(cells[columns.valuation], own, doubts, comma=self.comma)

    def _amount(self, cells: Mapping[str, str], doubts: list[str]) -> Quantity | None:
        """The amount of a row, in the currency that its column gives, or as its words have it."""
        columns = self.columns
        given, most = (cells[c] if c else "" for c in (columns.amount, columns.amount_to))
        bounded = columns.amount_to or _LEAST.search(plain_heading(columns.amount or ""))
        given = spanned(given, most) if bounded else given
        currency = cells[columns.currency] if columns.currency else ""
        unit = " ".join(filter(None, (columns.unit, currency))) if currency else columns.unit
        worded = cells[columns.wording] if columns.wording else ""
        told = price(worded, "", []) if worded else None
        if not given and told is not None:
            return told
        figure = price(given, unit, doubts, comma=self.comma)
        if told is None or told.value is None or figure is None or figure.value is None:
            return figure
        if told.value != figure.value:
            doubts.append(f"the amount is “{given[:60]}” and “{worded[:60]}”")
            return Quantity(given, "unstated")
        return told if told.unit else figure

    def _statements(
        self,
        number: int,
        cells: Mapping[str, str],
        tie: Tie,
        whos: tuple[str, ...],
        said: Said,
        *,
        again: bool = False,
    ) -> Iterator[Row]:
        """The outcome of a statement in each of the sources that its row cites.

        What several rows say `again` is no repeated row.
        """
        columns = self.columns
        cited = addresses(cells[columns.address]) if columns.address else ()
        links = [each for each in cited if columns.per_address and is_address(each)] or [""]
        together = () if tie[0] not in whos else tuple(who for who in whos if who != tie[0])
        for link in links:
            claim = self._claim(number, cells, tie, said, link)
            if together:
                joint = sorted(self._entity(who, columns.who_class) for who in together)
                claim = replace(claim, jointly_with=tuple(joint))
            ends: tuple[str, ...] = (claim.subject, claim.object or "")
            if vocabulary().relations[claim.relation].symmetric:
                ends = tuple(sorted(ends))
            same = (ends, claim.relation, claim.when, claim.amount, said.modality, claim.source)
            if same in self.seen:
                if not again:
                    yield Row(number, "duplicate", f"says the same as row {self.seen[same]}")
                continue
            self.seen[same] = number
            yield self._entered(number, claim, said.doubts)

    def finished(self) -> Iterator[Source]:
        """The sources that the rows brought, each with its claims."""
        for iri, claims in self.claims.items():
            old = [c for c in self.sources[iri].claims if c.iri not in claims]
            yield replace(self.sources[iri], claims=(*old, *claims.values()))

    def _claim(
        self, number: int, cells: Mapping[str, str], tie: Tie, said: Said, link: str
    ) -> Claim:
        columns = self.columns
        who, relation, whom = tie
        one, other = columns.who_class, columns.whom_class
        kinds = {"raisesMoneyIn": (other, "FundingRound"), "isValuedAt": (other, other)}
        kinds["takesPartInRound"] = (one, "FundingRound")
        one, other = kinds.get(relation, (one, other))
        subject, object_ = self._entity(who, one), self._entity(whom, other) if whom else None
        source = self._source(link, cells)
        tie_slug = _slug(re.split(r"[/#:]", relation)[-1])
        name = f"{_slug(who)[:30]}-{tie_slug}-{_slug(whom)[:30]}".replace("--", "-")
        denied = said.modality == "denied"
        return Claim(
            iri=self._free(f"{source}/claim/{name.strip('-')}", said.when),
            source=source,
            subject=subject,
            relation=relation,
            object=object_,
            attributed_to=source,
            form="narration",
            modality="fact" if denied else said.modality,
            polarity="denied" if denied else "affirmed",
            evidence="cited",
            amount=said.amount,
            when=said.when,
            summary=_told(tie, said.amount, said.when, said.modality),
            notes=self._notes(number, cells, link, said.doubts),
        )

    def _notes(
        self, number: int, cells: Mapping[str, str], link: str, doubts: list[str]
    ) -> tuple[str, ...]:
        columns = self.columns
        notes = [f"Row {number} of {self.table.name}."]
        if columns.address and cells[columns.address] and not link:
            notes.append(f"The table points to {cells[columns.address]}")
        if columns.paper and cells[columns.paper] and not link:
            notes.append(f"Published by {cells[columns.paper]}.")
        if columns.quote and cells[columns.quote]:
            notes.append(f"The table quotes: “{cells[columns.quote][:1000]}”")
        if columns.kind and cells[columns.kind] and fallen_back(columns, cells[columns.kind]):
            notes.append(f"The table calls it “{cells[columns.kind][:200]}”.")
        kept = (*columns.notes, *filter(None, [columns.valuation]))
        notes += [f"{each}: {cells[each][:1000]}" for each in kept if cells[each]]
        return tuple(sorted([*notes, *(f"In doubt: {doubt}." for doubt in doubts)]))

    def _entered(self, number: int, claim: Claim, doubts: list[str]) -> Row:
        if earlier := self.earlier.get(claim.iri):
            edited = replace(earlier, **_OURS) != replace(claim, **_OURS)
            reason = "as somebody has edited it since" if edited else ""
            return Row(number, "there already", reason, claim.iri)
        self.claims.setdefault(claim.source, {})[claim.iri] = claim
        return Row(number, "doubtful" if doubts else "claim", "; ".join(doubts), claim.iri)

    def _free(self, iri: str, when: str | None) -> str:
        """A new IRI for the claim; the date distinguishes it from other deals of the same
        parties.
        """
        if iri in self.issued and when:
            iri = f"{iri}-{_slug(when)}"
        free, number = iri, 1
        while free in self.issued:
            number += 1
            free = f"{iri}-{number}"
        self.issued.add(free)
        return free

    def _entity(self, name: str, kind: str) -> str:
        iri = self.met.get(name) or self.columns.names.get(name) or linked(name, self.named)
        if iri:
            self.met[name] = iri
            return iri
        iri, number = str(ENTITY[_slug(name)]), 1
        while iri in self.known.entities or iri in self.new:
            number += 1
            iri = str(ENTITY[f"{_slug(name)}-{number}"])
        self.new[iri] = Entity(iri, " ".join(name.split()), (str(TP[kind]),))
        for key, iris in name_index((self.new[iri],)).items():
            self.named[key] = (*self.named.get(key, ()), *iris)
        return iri

    def _source(self, address: str, cells: Mapping[str, str]) -> str:
        columns = self.columns
        iri = str(SOURCE[source_slug(address, self.table)]) if address else self.own
        if iri not in self.sources and address:
            title = (cells[columns.title] if columns.title else "") or address
            paper = (cells[columns.paper] if columns.paper else "") or None
            self.sources[iri] = Source(iri, title, publisher=paper, address=web_address(address))
        elif iri not in self.sources:
            self.sources[iri] = Source(
                iri,
                f"Table {self.table.name}",
                publisher=columns.publisher or None,
                address=web_address(columns.source_address or f"urn:sha256:{self.table.sha256}"),
            )
        return iri


# The relations of which the second side is a company that a valuation in the row is about.
VALUING = {"acquires", "investsIn", "holdsStakeIn", "investsThroughJointVentureIn"}
SUM = "it sums up the table"
_OURS: dict[str, Any] = {"notes": (), "summary": ""}  # the words of a claim that are ours
_LEAST = re.compile(r"\b(?:min|minimum|least|lower bound)\b")
_ROUND = re.compile(r"\b(?:round|series|seed|angel|venture|bridge|mezzanine)", re.IGNORECASE)
_ROUND_ALONE = re.compile(r"\b(?:round|series|financing|funding|finanzierung)", re.IGNORECASE)


def _round_key(columns: Columns, cells: Mapping[str, str]) -> tuple[str, ...]:
    return tuple(
        cells[c] if c else "" for c in (columns.whom, columns.round, columns.kind, columns.date)
    )


def _shares(table: Table, columns: Columns) -> set[tuple[str, ...]]:
    """The rounds of which several rows tell different amounts, so each is an investor's own."""
    if columns.amount is None:
        return set()
    told: dict[tuple[str, ...], set[str]] = {}
    for _, row in table.rows:
        cells = dict(zip(table.columns, row, strict=True))
        if cells[columns.amount].lower() not in NOTHING:
            told.setdefault(_round_key(columns, cells), set()).add(cells[columns.amount])
    return {key for key, amounts in told.items() if len(amounts) > 1}


def _told(tie: Tie, amount: Quantity | None, when: str | None, how: str) -> str:
    """A row in our words, which have its amount and date as the table writes them."""
    who, relation, whom = tie
    denied = how == "denied"
    modality, polarity = ("fact", "denied") if denied else (how, "affirmed")
    figure = amount.wording if amount and amount.value is not None else ""
    words = sentence(Statement(who, relation, whom, modality, polarity, figure))
    more = [when] if when and when not in whom else []
    if amount and amount.wording not in words:
        more.append(f"amount: {amount.wording}")
    return f"{words} ({'; '.join(more)})." if more else f"{words}."
