"""Data that sessions share: the opened store, and the comparison of its sources."""

from __future__ import annotations

import heapq
import json
import time
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any

import networkx as nx
import streamlit as st
from rdflib import URIRef

import kg
from kg.analysis import map_places, network
from kg.comparison import agreement, ledger
from kg.comparison.agreement import VERDICTS, Comparison, Difference, comparisons
from kg.comparison.voices import Voices, support_words
from kg.endpoint.guards import base_path
from kg.extraction.proposals import exam_words
from kg.model import triples
from kg.model.claims import FIELDS, Claim, Passage, Source, named_by
from kg.model.ontology import vocabulary
from kg.model.quantities import read_quantity
from kg.model.vocab import SOURCE, TP, term_name
from kg.model.wording import counted, modality
from kg.presentation import graph_view, label_placement, layout, search_index
from kg.presentation.graph_view import UNREVIEWED
from kg.presentation.page_text import escaped
from kg.presentation.view_address import PROPOSAL
from kg.store import opening
from kg.store.local import Store, query_text
from kg.workspace import saving, workspace

Records = list[dict[str, Any]]
# Ten thousand claims are compared in two seconds; beyond this it keeps people waiting.
MOST_COMPARED = 30_000
NEWEST = 5  # sources that the first screen leads to
FRESH = 300  # seconds for which the pages keep what a service has told them
ANSWERS = ("relation", "form", "modality")


@dataclass(frozen=True)
class Opened:
    """A store with the data that the pages derive from it; each part is computed on first use."""

    store: Store
    network: nx.MultiDiGraph[str]
    unreviewed: bool = False  # whether the network holds proposals too
    texts: dict[str, tuple[str | None, tuple[str, ...]]] = field(default_factory=dict)
    maps: dict[Any, tuple[bytes, dict[str, Any]]] = field(default_factory=dict)  # by filters
    latest: str | None = None  # the source that the user added or changed last
    voices: dict[str, Voices] = field(default_factory=dict)  # by what a person judged; the newest

    @cached_property
    def waiting(self) -> int:
        """Number of proposals that nobody has reviewed."""
        return int(self.store.named("waiting").records()[0]["proposals"])

    @cached_property
    def with_unreviewed(self) -> Opened:
        """The same store with those proposals beside the claims."""
        return Opened(
            self.store,
            network.graph(self.store, unreviewed=True),
            unreviewed=True,
            latest=self.latest,
        )

    @property
    def key(self) -> str:
        """The name of this state of the data and voices, under which results are kept."""
        unread = "+unreviewed" if self.unreviewed else ""
        return "|".join((f"{self.store.generation}{unread}", *self.voices))

    @cached_property
    def ranked(self) -> list[str]:
        """The organizations that claims speak of, the most spoken of first."""
        return graph_view.visible_organizations(self.network, graph_view.View())

    @property
    def organizations(self) -> int:
        """Number of organizations that claims speak of."""
        return len(self.ranked)

    @cached_property
    def large(self) -> bool:
        """Check if the network is shown as a map at first."""
        return self.organizations > graph_view.MOST_PICTURED

    @cached_property
    def claims(self) -> dict[str, dict[str, Any]]:
        """Every claim in brief, including those without an object, by IRI."""
        found = {key: said for _, _, key, said in self.network.edges(keys=True, data=True)}
        if not self.network.graph.get("without_object", 1):
            return found
        for row in self.store.named("page_alone").records():
            answers = {name: term_name(str(row[name])) for name in ANSWERS}
            found[row["claim"]] = row | answers
        return found

    @cached_property
    def newest(self) -> list[tuple[str, str]]:
        """The latest dates with their sources, the newest first.

        A source without a date counts from the last date that its statements name.
        """
        dates = {iri: str(row["date"] or "") for iri, row in self.sources.items()}
        named: dict[str, str] = {}
        for said in self.claims.values():
            iri = said["source_iri"]
            named[iri] = max(named.get(iri, ""), str(said.get("when") or ""))
        found = ((date or named.get(iri, ""), iri) for iri, date in dates.items())
        return heapq.nlargest(NEWEST, (one for one in found if one[0]))

    @cached_property
    def ends(self) -> dict[str, tuple[str, str]]:
        """The two ends of every claim that has two."""
        return {key: (a, b) for a, b, key in self.network.edges(keys=True)}

    @cached_property
    def comparisons(self) -> list[Comparison]:
        """Comparisons between claims of different sources; none in a large network."""
        if len(self.claims) > MOST_COMPARED:
            return []
        return comparisons(self.whole_claims)

    @cached_property
    def whole_claims(self) -> list[Claim]:
        """Every claim with all its details, the proposals among them last."""
        return [*self.store.claims(level="all"), *self.proposals.values()]

    @cached_property
    def proposals(self) -> dict[str, Claim]:
        """The proposals that are shown, each as the claim that it would be, by IRI."""
        edges = self.network.edges(keys=True, data=True) if self.unreviewed else ()
        return {iri: _as_claim(self, a, b, iri, said) for a, b, iri, said in edges
                if said.get("unreviewed")}  # fmt: skip

    @cached_property
    def doubles(self) -> list[tuple[Claim, Claim]]:
        """Pairs of claims whose undertakings may be one."""
        return agreement.perhaps_one(self.whole_claims, agreement.units(self.whole_claims))

    @cached_property
    def sources(self) -> dict[str, dict[str, Any]]:
        """Metadata of the sources, without their texts, by IRI."""
        return {row["source"]: row for row in self.store.named("page_sources").records()}

    @cached_property
    def first(self) -> str | None:
        """The source that is read at first: the latest, or that with most quoted claims."""
        said = Counter(
            row["source_iri"] for row in self.claims.values()
            if row.get("quote_start") is not None and not row.get("unreviewed")
        )  # fmt: skip
        if self.latest in said:
            return self.latest
        if self.large:
            return None
        return min(said, key=lambda source: (-said[source], source), default=None)

    @cached_property
    def start(self) -> tuple[str, ...]:
        """The entities that are drawn at first: those of the first text, or else all."""
        if self.first or self.large:
            return graph_view.first_organizations(self.network, self.first)
        return tuple(self.ranked)

    @cached_property
    def sizes(self) -> dict[str, float]:
        """Sizes of the nodes, where many are drawn at first: the more partners, the larger."""
        many = not self.large and len(self.start) > layout.CROWD_OF
        return graph_view.sizes(self.network, self.start) if many else {}

    @cached_property
    def places(self) -> dict[str, label_placement.Place]:
        """Positions of all nodes in the picture of a small network."""
        if self.large:
            return {}
        sized = self.network.copy()
        nx.set_node_attributes(sized, self.sizes, "weight")
        return layout.places(sized, self.start)

    @cached_property
    def map_spots(self) -> dict[str, map_places.Spot]:
        """Place on the map and community of everything that is tied to something."""
        return map_places.kept_places(self.network.edges())

    @cached_property
    def index(self) -> search_index.Index:
        """The names and quotes, ready to be searched."""
        return search_index.names_and_quotes(self.network)


def folder() -> Path:
    """The data folder that the app looks at now."""
    return opening.folder()


def service() -> str | None:
    """The address of the SPARQL service that the pages show instead of a folder."""
    found = opening.place()
    return found if isinstance(found, str) else None


def writable() -> bool:
    """Check if what is open is a folder of the user's own."""
    return service() is None and not workspace.is_shipped(folder())


def judgements() -> dict[str, Any]:
    """The user's judgements on claims of several sources; none where a service is shown."""
    return {} if service() else workspace.judgements(folder())


def store() -> Store:
    """The store of the data this app was started with, in its newest generation."""
    return opened().store


def opened() -> Opened:
    """Everything the pages share; made again when the data have changed."""
    address = service()
    if address:
        return _asked(address, int(time.time() // FRESH))
    place = folder()
    return with_voices(_opened(place, _stamp(place)))


def with_voices(here: Opened) -> Opened:
    """The same, every claim with its voice by what a person has judged so far."""
    record = judgements()
    stamp = json.dumps({key: said for key, said in sorted(record.items()) if "voices/" in key})
    if stamp not in here.voices:
        found = network.add_voices(here.network, here.store, record)
        here.voices.clear()
        here.voices[stamp] = found
    return here


def _stamp(place: Path) -> tuple[tuple[str, int, int], ...]:
    """Names, sizes and times of the data files: enough to notice that somebody saved."""
    files = sorted([*place.glob("*.ttl"), *place.glob("sources/*/*")])
    return tuple((str(f), f.stat().st_size, f.stat().st_mtime_ns) for f in files)


def data_bytes() -> int:
    """Bytes of the data files."""
    return sum(size for _, size, _ in _stamp(folder()))


@st.cache_resource(show_spinner="Opening the data …", max_entries=2)
def _opened(place: Path, stamp: tuple[tuple[str, int, int], ...]) -> Opened:  # noqa: ARG001
    opened_store = kg.open(place)
    slug = saving.latest_source(place)
    latest = str(SOURCE[slug]) if slug else None
    return Opened(opened_store, network.projection(opened_store.texts("network")), latest=latest)


@st.cache_resource(show_spinner="Asking the service …", max_entries=2)
def _asked(address: str, period: int) -> Opened:  # noqa: ARG001
    opened_store = kg.open(store=address)
    return with_voices(Opened(opened_store, network.projection(opened_store.texts("network"))))


def source_text(here: Opened, source: str) -> tuple[str | None, tuple[str, ...]]:
    """The text of a source, if it may be kept, and the questions it leaves open."""
    if source not in here.texts:
        rows = here.store.named("page_text", {"source": URIRef(source)}).records()
        texts = [row["value"] for row in rows if row["property"].endswith("#text")]
        asked = tuple(row["value"] for row in rows if row["property"].endswith("#leavesOpen"))
        here.texts[source] = (texts[0] if texts else None, asked)
    return here.texts[source]


def claim(here: Opened, iri: str) -> Claim:
    """Everything about one claim, or about a proposal as the claim that it would be."""
    if iri in here.proposals:
        return here.proposals[iri]
    graph = here.store.construct(query_text("page_claim"), {"claim": URIRef(iri)})
    return next(triples.claims(graph))


def brief(here: Opened, entity: str) -> Records:
    """The claims that mention an entity, with its role in each."""
    found = here.store.named("page_about", {"entity": URIRef(entity)}).records()
    return found + [
        {"role": str(TP[field.term]), "claim": iri}
        for iri, claim in here.proposals.items()
        for field, named in named_by(claim) if named == entity
    ]  # fmt: skip


def _as_claim(here: Opened, a: str, b: str, iri: str, said: Mapping[str, Any]) -> Claim:
    known = said["speaker"] in here.network or said["speaker"] == said["source_iri"]
    return Claim(
        iri, said["source_iri"], a, said["relation"],
        said["speaker"] if known else said["speaker_label"], said["form"], said["modality"],
        said["polarity"], object=b, passage=Passage(
            said["quote"], said["quote_start"], said["quote_end"]
        ), amount=read_quantity(said["amount"]) if said.get("amount") else None,
    )  # fmt: skip


def carried(here: Opened, address: str) -> str:
    """An address of another page, with unreviewed proposals where this page shows them."""
    if not here.unreviewed:
        return address
    return f"{address}{'&' if '?' in address else '?'}{UNREVIEWED}=1"


def set_address(values: Mapping[str, str]) -> None:
    """Make this the address of the page, as a step that Back undoes; the switch stays as it is."""
    kept = {UNREVIEWED: "1"} if UNREVIEWED in st.query_params else {}
    st.query_params.from_dict({**{key: value for key, value in values.items() if value}, **kept})


def with_layer(here: Opened) -> Opened:
    """The data that the pages show: with the unreviewed proposals where the address asks for them.

    The switch stands above the page wherever there are any.
    """
    on = UNREVIEWED in st.query_params
    if not (on or here.waiting):
        return here
    st.session_state[UNREVIEWED] = on

    def changed() -> None:
        asked = {k: v for k, v in st.query_params.to_dict().items() if PROPOSAL not in f"/{v}"}
        asked.pop(UNREVIEWED, None)
        st.query_params.from_dict(asked | ({} if on else {UNREVIEWED: "1"}))

    with st.container(horizontal=True, vertical_alignment="center", key="unreviewed-switch"):
        st.toggle(f"With unreviewed proposals ({here.waiting:,})", key=UNREVIEWED,
                  on_change=changed, width="content")  # fmt: skip
        if writable():
            st.markdown(f"[Review them]({base_path()}/add?part=review)", width="content")
    if on:
        st.caption(
            "Read out of the texts by a program, and no person has looked at them yet: drawn and "
            f"counted apart. In the exam on texts with known answers, {exam_words()}."
        )
    return with_voices(here.with_unreviewed) if on else here


Name = Callable[[str], str]
# The fields by the names that differences have.
COMPARED = {field.compared or field.noun: field for field in FIELDS}
COMPARED |= {"who": COMPARED["subject"], "whom": COMPARED["object"]}


def lines(row: Comparison, name: Name, first: str, second: str) -> list[str]:
    """Differences as lines of Markdown; a detail that only one claim gives is an addition."""
    found = []
    first, second = escaped(first), escaped(second)
    for one in row.differences:
        field = COMPARED[one.what]
        words = field.noun if field.kind == "claim" else field.label
        here, there = _values(one, one.first, name), _values(one, one.second, name)
        if one.first and one.second:
            found.append(f"{words}: **{here}** ({first}), **{there}** ({second})")
        else:
            whose, value = (first, here) if one.first else (second, there)
            found.append(f"{words}: **{value}** (only {whose})")
    return found


def _values(one: Difference, values: tuple[str, ...], name: Name) -> str:
    relations, kind = vocabulary().relations, COMPARED[one.what].kind
    if kind == "entity":
        shown = [name(value) for value in values]
    elif kind == "relation":
        shown = [relations[v].label if v in relations else v for v in values]
    elif one.what == "modality":
        shown = [modality(value) for value in values]
    else:
        shown = [f"“{v}”" if kind in ("quantity", "time", "words") else v for v in values]
    return escaped(", ".join(shown))


def note(here: Opened) -> None:
    """Add to every claim of the network its agreement with other sources.

    Each edge gets `others`, some of agree, differ and conflict, `voices` and `outlets`: how many
    voices say it, in how many sources, and `otherwise`: how many sources say it differently or
    contradict it. What the user has dismissed is left out. Nothing is done where all is noted.
    """
    record = judgements()
    stamp = json.dumps([here.key, record], sort_keys=True)
    if here.network.graph.get("noted") == stamp:
        return
    found: dict[str, dict[str, set[str]]] = {}
    said_by = {
        key: network.voice_of(said) for _, _, key, said in here.network.edges(keys=True, data=True)
    }
    same: dict[str, set[str]] = {}
    for row in agreement.judged(here.comparisons, record):
        unread = {row.first.iri, row.second.iri} & here.proposals.keys()
        if row.inside or row.judgement == "dismissed" or unread:
            continue
        for one, other in ((row.first, row.second), (row.second, row.first)):
            found.setdefault(one.iri, {}).setdefault(row.verdict, set()).add(other.source)
            if row.verdict == "agree":
                voice = said_by.get(other.iri, other.source)
                same.setdefault(one.iri, {said_by.get(one.iri, one.source)}).add(voice)
    for _, _, claim, said in here.network.edges(keys=True, data=True):
        verdicts = found.get(claim, {})
        said["others"] = tuple(one for one in VERDICTS if one in verdicts)
        said["voices"] = len(same.get(claim, ())) or 1
        said["outlets"] = len(verdicts.get("agree", ())) + 1
        said["otherwise"] = {one: len(verdicts[one]) for one in ("differ", "conflict")
                             if one in verdicts}  # fmt: skip
    here.network.graph["noted"] = stamp


def agreement_words(said: Mapping[str, Any]) -> str:
    """Agreement with other sources in a few words; empty if no other source mentions the matter."""
    outlets = said.get("outlets", 1)
    words = [f"reported by {support_words(said.get('voices', 1), outlets)}"] if outlets > 1 else []
    for verdict, verb in (("differ", "said differently by"), ("conflict", "contradicted by")):
        if others := said.get("otherwise", {}).get(verdict, 0):
            words.append(f"{verb} {counted(others, 'other')}")
    return ", ".join(words)


def known(here: Opened, day: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The sources published by a day, and those without a known date."""
    told = {
        iri: ledger.known_by(Source(iri, row["title"], date=row["date"]), day)
        for iri, row in here.sources.items()
    }
    dated = tuple(iri for iri, yes in told.items() if yes)
    return dated, tuple(iri for iri, yes in told.items() if yes is None)
