"""The store the pages look at, and what is made from it once for everybody."""

from __future__ import annotations

import os
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import networkx as nx
import streamlit as st
from rdflib import URIRef

import kg
from kg import finder, layout, network, scene, triples, workspace
from kg.model import Claim
from kg.store import Store, query_text

__all__ = ["Opened", "brief", "claim", "folder", "make", "opened", "store", "text"]

Records = list[dict[str, Any]]


@dataclass(frozen=True)
class Opened:
    """A store with the network, the layout and the index made from it."""

    store: Store
    network: nx.MultiDiGraph[str]
    places: dict[str, layout.Place]
    index: finder.Index
    claims: dict[str, dict[str, Any]]  # every claim in brief, by IRI
    sources: dict[str, dict[str, Any]]  # by IRI, texts left out
    first: str | None  # the source that is read at first
    texts: dict[str, tuple[str | None, tuple[str, ...]]] = field(default_factory=dict)


def folder() -> Path:
    """The data folder the app looks at now: the one it was started with, or the user's own."""
    data = os.environ.get("KG_DATA")
    return workspace.chosen(Path(data) if data else None)


def store() -> Store:
    """The store of the data this app was started with, in its newest generation."""
    return opened().store


def opened() -> Opened:
    """Everything the pages share; made again when the data have changed."""
    place = folder()
    return _opened(place, _stamp(place))


def _stamp(place: Path) -> tuple[tuple[str, int, int], ...]:
    """Names, sizes and times of the data files: enough to notice that somebody saved."""
    files = sorted([*place.glob("*.ttl"), *place.glob("sources/*/*")])
    return tuple((str(f), f.stat().st_size, f.stat().st_mtime_ns) for f in files)


@st.cache_resource(show_spinner="Opening the data …", max_entries=2)
def _opened(place: Path, stamp: tuple[tuple[str, int, int], ...]) -> Opened:  # noqa: ARG001
    return make(kg.open(place))


def make(opened_store: Store) -> Opened:
    """The network, layout and index of a store."""
    whole = network.graph(opened_store)
    claims = {row["claim"]: row for row in opened_store.named("page_claims").records()}
    sources = {row["source"]: row for row in opened_store.named("page_sources").records()}
    first = _first(claims)
    small = whole.number_of_nodes() <= scene.MOST_NODES
    places = layout.places(whole, scene.start(whole, first)) if small else {}
    return Opened(opened_store, whole, places, finder.index(whole), claims, sources, first)


def _first(claims: dict[str, dict[str, Any]]) -> str | None:
    """The source with the most quoted claims."""
    said: dict[str, int] = {}
    for row in claims.values():
        said[row["source"]] = said.get(row["source"], 0) + (row["start"] is not None)
    quoted = [source for source in said if said[source]] or list(said)
    return min(quoted, key=lambda source: (-said[source], source), default=None)


def text(here: Opened, source: str) -> tuple[str | None, tuple[str, ...]]:
    """The text of a source, if it may be kept, and the questions it leaves open."""
    if source not in here.texts:
        rows = here.store.named("page_text", {"source": URIRef(source)}).records()
        texts = [row["value"] for row in rows if row["property"].endswith("#text")]
        asked = tuple(row["value"] for row in rows if row["property"].endswith("#leavesOpen"))
        here.texts[source] = (texts[0] if texts else None, asked)
    return here.texts[source]


def claim(here: Opened, iri: str) -> Claim:
    """Everything about one claim."""
    graph = here.store.construct(query_text("page_claim"), {"claim": URIRef(iri)})
    return next(triples.claims(graph))


def brief(here: Opened, entity: str) -> Records:
    """The claims that speak of an entity, and as what."""
    return here.store.named("page_about", {"entity": URIRef(entity)}).records()
