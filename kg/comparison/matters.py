"""Matters: the claims of several sources on one question, with what differs between them."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from kg.comparison.agreement import VERDICTS, YEAR, Comparison, rank
from kg.model import wording
from kg.model.claims import FIELDS, Claim, Field, Quantity, values

Named = Callable[[str], str]


@dataclass(frozen=True)
class Matter:
    """The claims that sources make on one question, and the comparisons that tie them."""

    claims: tuple[Claim, ...]
    comparisons: tuple[Comparison, ...]

    @property
    def verdict(self) -> str:
        """The gravest verdict on any two of the claims: conflict, differ or agree."""
        return max((row.verdict for row in self.comparisons), key=VERDICTS.index)

    @property
    def judgement(self) -> str:
        """The user's judgement, where it is the same on all of the comparisons."""
        found = {row.judgement for row in self.comparisons}
        return found.pop() if len(found) == 1 else ""

    @property
    def sources(self) -> tuple[str, ...]:
        """The sources that speak of it."""
        return tuple(dict.fromkeys(claim.source for claim in self.claims))

    @property
    def reasons(self) -> tuple[str, ...]:
        """The reasons why claims exclude one another, or what explains that they differ."""
        told = [claim for claim in self.claims if claim.amount]
        periods = tuple(dict.fromkeys(c.when for c in told if c.when and YEAR.search(c.when)))
        figures = {_figure(claim.amount) for claim in told if claim.amount}
        found = [row.reason for row in self.comparisons if row.verdict == "conflict"]
        if not found and len(periods) > 1 and len(figures) > 1:
            silent = any(not claim.when for claim in told)
            rest = "; not every source states one" if silent else ""
            found.append(f"the periods differ ({', '.join(periods)}){rest}")
        found += [row.reason for row in self.comparisons if row.verdict == "agree"]
        return tuple(dict.fromkeys(filter(None, found)))

    def about(self, iri: str) -> bool:
        """Check if the matter concerns an entity or a claim."""
        return any(iri in (c.iri, c.subject, c.object, *c.jointly_with) for c in self.claims)


def matters(rows: Iterable[Comparison]) -> list[Matter]:
    """The matters that comparisons are about: claims compared with one another share one.

    What the user has dismissed stands apart from the rest.
    """
    group: dict[tuple[str, bool], tuple[str, bool]] = {}

    def first(key: tuple[str, bool]) -> tuple[str, bool]:
        while group.setdefault(key, key) != key:
            group[key] = key = group[group[key]]
        return key

    kept = [(row, row.judgement == "dismissed") for row in rows]
    for row, dismissed in kept:
        group[first((row.first.iri, dismissed))] = first((row.second.iri, dismissed))
    tied: dict[tuple[str, bool], list[Comparison]] = {}
    for row, dismissed in kept:
        tied.setdefault(first((row.first.iri, dismissed)), []).append(row)
    return [_matter(together) for together in tied.values()]


def _matter(rows: list[Comparison]) -> Matter:
    claims = {claim.iri: claim for row in rows for claim in (row.first, row.second)}
    return Matter(tuple(sorted(claims.values(), key=rank)), tuple(rows))


def spread(matter: Matter) -> tuple[str, list[Claim]] | None:
    """The unit and the claims of a matter whose figures are of one kind and not all the same."""
    told = [c for c in matter.claims if c.amount is not None and c.amount.value is not None]
    units = {c.amount.unit for c in told if c.amount and c.amount.unit}
    values = {c.amount.value for c in told if c.amount}
    if len(units) != 1 or len(values) < 2:
        return None
    return units.pop(), told


# The fields of a claim that are the columns of a card; the speaker is named on each row.
COLUMNS = [
    field for field in FIELDS
    if (field.compared or field.name in ("subject", "object")) and field.name != "attributed_to"
]  # fmt: skip


def field_words(claim: Claim, field: Field, named: Named) -> str:
    """The values of a field in a claim's own words, the names as people read them."""
    words: dict[str, Callable[[Any], str]] = {
        "entity": named,
        "relation": wording.relation_label,
        "quantity": lambda quantity: str(quantity.wording),
        "claim": lambda _: "conditional",
    }
    if field.kind == "answer":
        if field.name == "modality":
            return wording.modality(claim.modality)
        return wording.term(field.range, getattr(claim, field.name))
    return ", ".join(words.get(field.kind, str)(value) for value in values(claim, field))


def card_columns(matter: Matter, named: Named) -> dict[str, tuple[list[str], bool]]:
    """The columns of a card: what each claim says, and whether the sources differ in it.

    What all of them share is left out, but for the amount. A detail that only some sources give is
    no difference, except with whom a thing is done and in which field.
    """
    found = {}
    for field in COLUMNS:
        cells = [field_words(claim, field, named) for claim in matter.claims]
        if len(set(cells)) > 1 or (field.name == "amount" and any(cells)):
            found[field.label] = cells, _differ(field, matter, cells)
    return found


def _differ(field: Field, matter: Matter, cells: Sequence[str]) -> bool:
    if field.kind == "quantity":
        told = [getattr(claim, field.name) for claim in matter.claims]
        return len({_figure(quantity) for quantity in told if quantity}) > 1
    silent = field.name in ("jointly_with", "field")
    return len({one for one in cells if one or silent}) > 1


def claim_rows(matter: Matter, named: Named) -> list[dict[str, str]]:
    """Every claim of a matter with all that is compared, for a table to take away."""
    shared = {"verdict": matter.verdict, "reason": "; ".join(matter.reasons)}
    shared["judgement"] = matter.judgement
    found = []
    for claim in matter.claims:
        figure = claim.amount and claim.amount.value
        told = {field.label: field_words(claim, field, named) for field in COLUMNS}
        told |= {
            "value": "" if figure is None else f"{figure:f}",
            "unit": (claim.amount.unit or "") if claim.amount else "",
            "bound": claim.amount.bound if claim.amount else "",
            "upper value": f"{upper:f}" if (upper := claim.amount and claim.amount.upper) else "",
            "said by": named(claim.attributed_to),
            "form": wording.term("Form", claim.form),
            "source": claim.source,
            "claim": claim.iri,
            "words": claim.passage.exact if claim.passage else claim.summary or "",
        }
        found.append(shared | told)
    return found


def _figure(quantity: Quantity) -> tuple[Decimal | None, Decimal | None, str, str]:
    words = quantity.wording if quantity.value is None else ""
    return quantity.value, quantity.upper, quantity.bound, words
