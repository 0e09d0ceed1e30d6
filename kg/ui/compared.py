"""What sources make of each other, in words: the same statement elsewhere, and what differs."""

from __future__ import annotations

from collections.abc import Callable, Iterable

import streamlit as st

from kg import address, agreement, ledger
from kg.agreement import Comparison, Difference
from kg.model import Claim, Source
from kg.terms import vocabulary
from kg.ui.opened import Opened
from kg.ui.opened import claim as whole_claim
from kg.ui.words import escaped, modality

__all__ = ["HEADS", "also_said", "known", "lines", "support", "voices"]

Name = Callable[[str], str]
HEADS = {"agree": "Also said by", "differ": "Differs from", "conflict": "Conflicts with"}
LINKED = ("who", "whom", "speaker", "field", "jointly with", "audience")
SPOKEN = {
    "who": "who", "whom": "whom or what", "relation": "how related", "speaker": "said by",
    "field": "in respect of", "audience": "for", "deadline": "by the year",
    "modality": "how firmly", "condition": "condition", "polarity": "said or denied",
}  # fmt: skip
MOST = 40  # claims compared with one


def also_said(here: Opened, claim: Claim) -> None:
    """Who else says it, and who says it otherwise, with what differs in bold."""
    rows = agreement.about(claim.iri, _near(here, claim))
    for verdict in ("conflict", "differ", "agree"):
        found = [row for row in rows if row.verdict == verdict]
        if found:
            st.markdown(f"**{HEADS[verdict]}**")
        for row in found:
            st.markdown(_told(here, claim, row))
    if rows:
        st.caption("Suggested by rule. The Add page is where it is confirmed or dismissed.")


def _near(here: Opened, claim: Claim) -> list[Comparison]:
    """The comparisons of a claim with those that share a name with it."""
    ends = {claim.subject, claim.object} - {None}
    units = agreement.units(_units(here, ends))
    ends |= {other for end in ends for other in units.get(str(end), ())}
    near = [
        iri for iri, row in here.claims.items()
        if not row["retracted"] and row["subject"] in ends and iri != claim.iri
    ]  # fmt: skip
    claims = [claim, *(whole_claim(here, iri) for iri in sorted(near)[:MOST])]
    return agreement.comparisons(claims, units)


def _units(here: Opened, ends: Iterable[str | None]) -> list[Claim]:
    """The claims that make one of these a unit of another organization."""
    rows = [
        (a, b) for end in ends if end in here.network
        for a, b, said in [*here.network.out_edges(end, data=True),
                           *here.network.in_edges(end, data=True)]
        if said["relation"] == "isUnitOf" and said["polarity"] == "affirmed"
    ]  # fmt: skip
    return [Claim("", "", a, "isUnitOf", "", "", "", object=b) for a, b in dict.fromkeys(rows)]


def _told(here: Opened, claim: Claim, row: Comparison) -> str:
    other = row.second if row.first.iri == claim.iri else row.first
    about = here.sources[other.source]
    who = about["publisher"] or about["title"]
    where = "its own text" if row.inside else who
    link = f"/?claim={address.short(other.iri)}"
    first, second = ("this", "there") if row.first.iri == claim.iri else ("there", "this")
    said = "; ".join(lines(row, lambda iri: _name(here, iri), first, second))
    reason = f": {escaped(row.reason)}" if row.reason else ""
    return f"- [{escaped(where)}]({link}){reason}{': ' + said if said else ''}"


def _name(here: Opened, iri: str) -> str:
    if iri in here.network:
        return str(here.network.nodes[iri]["label"])
    return str(here.sources[iri]["title"]) if iri in here.sources else iri


def lines(row: Comparison, name: Name, first: str, second: str) -> list[str]:
    """What differs, a line of Markdown each; what only one says is told as an addition."""
    found = []
    first, second = escaped(first), escaped(second)
    for one in row.differences:
        words = SPOKEN.get(one.what, one.what)
        here, there = _values(one, one.first, name), _values(one, one.second, name)
        if one.first and one.second:
            found.append(f"{words}: **{here}** ({first}), **{there}** ({second})")
        else:
            whose, value = (first, here) if one.first else (second, there)
            found.append(f"{words}: **{value}** (only {whose})")
    return found


def _values(one: Difference, values: tuple[str, ...], name: Name) -> str:
    relations = vocabulary().relations
    if one.what in LINKED:
        shown = [name(value) for value in values]
    elif one.what == "relation":
        shown = [relations[v].label if v in relations else v for v in values]
    elif one.what == "modality":
        shown = [modality(value) for value in values]
    else:
        shown = [f"“{v}”" if one.what in ("amount", "duration", "when") else v for v in values]
    return escaped(", ".join(shown))


def support(here: Opened, claim: Claim) -> tuple[str, ...]:
    """The sources that say the same as a claim, its own among them."""
    return agreement.supporters(claim, _near(here, claim))


def voices(count: int) -> str:
    """How many sources, in words."""
    return f"{count} source{'' if count == 1 else 's'}"


def known(here: Opened, day: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The sources published by a day, and those of which nobody knows."""
    told = {
        iri: ledger.known_by(Source(iri, row["title"], date=row["date"]), day)
        for iri, row in here.sources.items()
    }
    dated = tuple(iri for iri, yes in told.items() if yes)
    return dated, tuple(iri for iri, yes in told.items() if yes is None)
