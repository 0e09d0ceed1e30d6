"""The network of organizations, and its views: undirected, directed, signed, of one family."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping
from operator import itemgetter
from typing import TYPE_CHECKING, Any

import networkx as nx
from rdflib import DCTERMS, RDF, SKOS, URIRef

from kg.comparison import voices
from kg.comparison.voices import Voices
from kg.errors import BadInput
from kg.model import dates
from kg.model.claims import LEVELS, Source
from kg.model.names import SEPARATOR, slug
from kg.model.ontology import Relation, vocabulary
from kg.model.quantities import is_currency
from kg.model.vocab import ENTITY, TP, term_name
from kg.model.wording import counted, listed_in

if TYPE_CHECKING:
    from kg.store.local import Store


Row = tuple[Any, ...]
More = dict[str, dict[str, list[str]]]
# What the rows of the query add to a claim, by property: the name of the edge's attribute.
SINGLE = {
    str(TP.amount): "amount",
    str(TP.value): "amount_value",
    str(TP.unit): "amount_unit",
    str(TP.when): "when",
    str(TP.deadlineYear): "deadline_year",
    str(TP.summary): "summary",
}
SEVERAL = {str(TP.field): "field", str(TP.jointlyWith): "jointly_with"}
# An end of a claim that the entities do not describe.
NO_ENTITY: dict[str, Any] = {"kind": "Entity", "organization": False, "aliases": ""}
UNKNOWN = Relation("", "", "", family="", sign=0, symmetric=False, supers=(), domain="", range="")


def graph(
    store: Store, *, unreviewed: bool = False, judged: Mapping[str, Any] | None = None
) -> nx.MultiDiGraph[str]:
    """Every entity as a node, every claim with an object as an edge whose key is the claim's IRI.

    Nothing is left out: denied, retracted and conditional claims say so in their attributes, which
    are those of `EntityAttributes` and `ClaimAttributes`: text, numbers and booleans, so that
    networkx writes the graph as GraphML, GEXF, JSON or a data frame as it is. `organizations` is
    the part that analysis uses.

    With `unreviewed`, what `kg read` proposed and nobody has decided about is there too: edges
    whose attribute `unreviewed` is true, and the organizations that only these name. `judged` is
    what a workspace keeps on which sources are one voice (`judgements.json`).
    """
    network = projection(store.texts("network"))
    if unreviewed:
        _add_proposals(network, sorted(store.texts("proposals"), key=itemgetter(0)))
    add_voices(network, store, judged or {})
    return network


def add_voices(network: nx.MultiDiGraph[str], store: Store, judged: Mapping[str, Any]) -> Voices:
    """Give every claim its voice: who stands behind it, where several sources print one report."""
    kept = {said["source_iri"] for *_, said in network.edges(data=True) if "quote_start" in said}
    about = {
        row["source"]: Source(
            row["source"],
            row["title"],
            None,
            row["publisher"],
            row["date"],
            row["creator"],
            row["address"],
        )
        for row in store.named("page_sources").records()
    }

    def text(source: str) -> str | None:
        if source not in kept:
            return None
        rows = store.named("page_text", {"source": URIRef(source)}).records()
        return next((str(row["value"]) for row in rows if row["property"] == str(TP.text)), None)

    return voices.assign(network, about, text, judged)


def _add_proposals(network: nx.MultiDiGraph[str], rows: Iterable[Row]) -> None:
    classes = vocabulary().classes
    known_as = {data["label"]: iri for iri, data in network.nodes(data=True)}
    for node, source, title, date, *row in rows:
        subject, relation, object_ = row[:3], row[3], row[4:7]
        modality, polarity, quote, start, end, cue, who, amount = row[7:]
        for iri, label, kind in (subject, object_):
            if iri not in network:
                name = _name(kind)
                above = (name, *classes[name].supers) if name in classes else ()
                network.add_node(
                    iri, label=label, kind=name, organization="Organization" in above, aliases=""
                )
        known = vocabulary().relations.get(term_name(relation), UNKNOWN)
        edge = {
            "relation": term_name(relation), "relation_label": known.label or _name(relation),
            "family": known.family, "sign": known.sign, "symmetric": known.symmetric,
            "modality": _name(modality),
            "firmness": vocabulary().firmness.get(_name(modality), "suggested"),
            "form": "narration", "polarity": _name(polarity), "evidence": "quoted",
            "speaker": known_as.get(who, ENTITY[slug(who)] if who else source),
            "speaker_label": who or title or _name(source),
            "source_iri": source, "source_title": title or _name(source), "quote": quote,
            "quote_start": int(start), "quote_end": int(end), "field": "", "jointly_with": "",
            "antecedent": False, "retracted": False, "unreviewed": True, "cue": cue,
        }  # fmt: skip
        edge |= {k: v for k, v in (("source_date", date), ("amount", amount)) if v}
        network.add_edge(subject[0], object_[0], node, **edge)


def unreviewed_words(part: nx.MultiDiGraph[str]) -> str:
    """Number of unreviewed proposals among the statements of a network; empty without any."""
    waiting = sum(data.get("unreviewed", False) for _, _, data in part.edges(data=True))
    of = counted(part.number_of_edges(), "statement")
    told = f"{waiting:,} of {of} are unreviewed proposals: no person has read them yet"
    return told if waiting else ""


def projection(rows: Iterable[Row]) -> nx.MultiDiGraph[str]:
    """The network of the rows that the query `network` answers with, in any order, as text."""
    claims: list[Row] = []
    passages: dict[str, Row] = {}
    more: More = defaultdict(lambda: defaultdict(list))
    # Equal texts are one object, an entity wherever it is named: less memory, and not in pieces.
    same: dict[Any, Any] = {}
    for found in rows:
        row: Row = tuple([same.setdefault(cell, cell) for cell in found])
        if row[2] is not None:
            claims.append(row)
        elif row[9] is not None:
            passages[row[1]] = row
        else:
            more[row[12]][row[1]].append(row[13])
    network: nx.MultiDiGraph[str] = nx.MultiDiGraph()
    _add_entities(network, more)
    objects = more[str(TP.object)]
    conditions = {c for cs in more[str(TP.condition)].values() for c in cs}
    said: dict[Row, dict[str, Any]] = {}
    # Sorted, so that every run and every machine sees nodes and edges in the same order.
    for row in sorted(claims, key=itemgetter(1)):
        claim = row[1]
        if claim not in objects:
            continue
        ends = (row[2], objects[claim][0])
        for end in ends:
            if end not in network:
                network.add_node(end, label=_name(end), **NO_ENTITY)
        # What many claims share is worked out once.
        how = (row[0], *row[3:9])
        if how not in said:
            said[how] = _said(how, network, more)
        edge = said[how] | _stated(claim, passages.get(claim), more)
        edge["antecedent"] = claim in conditions
        network.add_edge(ends[0], ends[1], claim, **edge)
    network.graph["without_object"] = len(claims) - network.number_of_edges()
    return network


def _add_entities(
    network: nx.MultiDiGraph[str], more: Mapping[str, Mapping[str, list[str]]]
) -> None:
    classes = vocabulary().classes
    labels, aliases = more[str(SKOS.prefLabel)], more[str(SKOS.altLabel)]
    for iri, types in sorted(more[str(RDF.type)].items()):
        names = sorted(n for n in map(_name, types) if n in classes) or ["Entity"]
        # The most specific class is the one with most classes above it.
        kind = max(names, key=lambda n: len(classes[n].supers))
        network.add_node(
            iri,
            label=min(labels.get(iri, [_name(iri)])),
            kind=kind,
            organization=any("Organization" in (n, *classes[n].supers) for n in names),
            aliases=SEPARATOR.join(sorted(aliases.get(iri, ()))),
        )


def _said(how: Row, network: nx.MultiDiGraph[str], more: More) -> dict[str, Any]:
    """Attributes of a claim's attribution, firmness and relation."""
    source, relation_iri, speaker, form, modality, polarity, evidence = how
    relation = vocabulary().relations.get(term_name(relation_iri), UNKNOWN)
    titles = more[str(DCTERMS.title)]
    # Who is no entity is a source, speaking in its own voice.
    own = titles.get(speaker, [_name(speaker)])[0]
    said = {
        "relation": term_name(relation_iri),
        "relation_label": relation.label or _name(relation_iri),
        "family": relation.family,
        "sign": relation.sign,
        "symmetric": relation.symmetric,
        "modality": _name(modality),
        "firmness": vocabulary().firmness.get(_name(modality), "suggested"),
        "form": _name(form),
        "polarity": _name(polarity),
        "evidence": _name(evidence),
        "speaker": speaker,
        "speaker_label": network.nodes[speaker]["label"] if speaker in network else own,
        "source_iri": source,
        "source_title": titles.get(source, [_name(source)])[0],
    }
    if date := more[str(DCTERMS.date)].get(source):
        said["source_date"] = date[0]
    return said


def _stated(claim: str, passage: Row | None, more: More) -> dict[str, Any]:
    """Attributes of one claim's quote, its position (absent for a cited source) and its details."""
    found: dict[str, Any] = {}
    if passage is not None:
        found["quote"] = passage[9]
        found["quote_start"], found["quote_end"] = int(passage[10]), int(passage[11])
    for property_, name in SINGLE.items():
        if values := more[property_].get(claim):
            found[name] = values[0]
    for property_, name in SEVERAL.items():
        found[name] = SEPARATOR.join(sorted(more[property_].get(claim, ())))
    if "deadline_year" in found:
        found["deadline_year"] = int(found["deadline_year"])
    if "amount_value" in found:
        found["amount_value"] = float(found["amount_value"])
    found["retracted"] = more[str(TP.retracted)].get(claim) == ["true"]
    notes = more[str(SKOS.note)].get(claim, ()) if passage is None else ()
    address = more[str(DCTERMS.source)].get(claim.partition("/claim/")[0], [None])[0]
    if listed := listed_in(notes, address) if notes else "":
        found["listed_in"] = listed
    return found


def _name(iri: str) -> str:
    """The last part of an IRI."""
    return iri[max(iri.rfind("#"), iri.rfind("/")) + 1 :]


def organizations(
    network: nx.MultiDiGraph[str], level: str = LEVELS[-1], families: Iterable[str] | None = None
) -> nx.MultiDiGraph[str]:
    """The part that analysis uses: organizations, and the ties between them as firm as asked.

    By default all of them, hints too; `level="stated"` leaves those that are stated as done. A
    claim counts when it is affirmed, not retracted, not the condition of another claim, and links
    two different organizations. The nodes are the organizations with such a claim at any level and
    in any family, so that the levels and families of one network can be compared: an organization
    whose ties are all hints is there on the level of facts too, without a tie.
    """
    steps = _steps(level)
    wanted = _families(families)
    found: nx.MultiDiGraph[str] = nx.MultiDiGraph(**network.graph)
    ties = [e for e in network.edges(keys=True, data=True) if _counts(network, *e)]
    tied = {end for a, b, _, _ in ties for end in (a, b)}
    found.add_nodes_from((n, data) for n, data in network.nodes(data=True) if n in tied)
    for a, b, claim, data in ties:
        if data["firmness"] in steps and (wanted is None or data["family"] in wanted):
            found.add_edge(a, b, key=claim, **data)
    chosen = vocabulary().families() if wanted is None else sorted(wanted)
    found.graph |= {"level": level, "families": SEPARATOR.join(chosen)}
    return found


def _counts(network: nx.MultiDiGraph[str], a: str, b: str, _: str, data: dict[str, Any]) -> bool:
    return (
        a != b
        and data["polarity"] == "affirmed"
        and not data["retracted"]
        and not data["antecedent"]
        and network.nodes[a]["organization"]
        and network.nodes[b]["organization"]
    )


def _steps(level: str) -> tuple[str, ...]:
    if level not in LEVELS:
        raise BadInput(f"no level named {level!r}; there are: {', '.join(LEVELS)}")
    return vocabulary().steps[: LEVELS.index(level) + 1]


def _families(families: Iterable[str] | None) -> set[str] | None:
    if families is None:
        return None
    known = vocabulary().families()
    for family in (wanted := set(families)):
        if family not in known:
            raise BadInput(f"no family named {family!r}; there are: {', '.join(known)}")
    return wanted


def voice_of(said: Mapping[str, Any]) -> str:
    """The voice of a claim; its source where none is noted."""
    return str(said.get("voice", said["source_iri"]))


def ties(network: nx.MultiDiGraph[str]) -> nx.Graph[str]:
    """The undirected view: one edge for each pair that any claim links, whatever the direction.

    `claims` are the claims behind the tie, `weight` is its independent support: the number of
    different combinations of voice, relation and direction. A voice that says the same thing
    three times, or in three papers, supports it once; two voices that say it support it twice.
    In the network of `in_money` it is the amount instead.
    """
    pairs: nx.Graph[str] = nx.Graph(**network.graph)
    pairs.add_nodes_from(network.nodes(data=True))
    support: dict[tuple[str, str], list[Said]] = defaultdict(list)
    claims: dict[tuple[str, str], list[str]] = defaultdict(list)
    for a, b, claim, data in network.edges(keys=True, data=True):
        pair = (a, b) if a <= b else (b, a)
        first = pair[0] if data.get("symmetric") else a
        claims[pair].append(claim)
        support[pair].append((first, data))
    weight = _money if "currency" in network.graph else _support
    for (a, b), found in claims.items():
        pairs.add_edge(a, b, claims=tuple(sorted(found)), weight=weight(support[a, b]))
    return pairs


# What a claim supports: the one whom it begins with, where it has a direction, and its attributes.
Said = tuple[str, dict[str, Any]]


def _support(said: Iterable[Said]) -> int:
    return len({(voice_of(data), data["relation"], first) for first, data in said})


def _money(said: Iterable[Said]) -> float:
    """The amount of a tie: for each kind of tie and year, that of the voice that names most.

    A figure that a voice repeats counts once, so a deal that many report is not added up.
    """
    deals: dict[tuple[str, str, str], dict[str, set[float]]] = {}
    for first, data in said:
        year = dates.years_of(data.get("when"), data.get("source_date"))
        by_voice = deals.setdefault((data["relation"], first, str(year)), {})
        by_voice.setdefault(voice_of(data), set()).add(data["money"])
    return sum(max(map(sum, by_voice.values())) for by_voice in deals.values())


def currencies(network: nx.MultiDiGraph[str]) -> Counter[str]:
    """Number of claims by the currency of their amount, as the sources write it."""
    units = (said.get("amount_unit") for *_, said in network.edges(data=True))
    return Counter(str(unit) for unit in units if is_currency(unit))


def in_money(
    network: nx.MultiDiGraph[str], currency: str = "", rates: Mapping[str, float] | None = None
) -> nx.MultiDiGraph[str]:
    """The same organizations with the claims that name an amount in one currency, as `money`.

    Without a `currency` it is the most frequent one. Amounts in others are converted at the rate
    that is given, such as {"euro": 1.1}, and else left out, never added up: `left_out` of the
    graph says how many. `ties` and `directed` then weigh a tie by its amount.
    """
    held, rates = currencies(network), rates or {}
    if unknown := sorted({currency, *rates} - {"", *held}):
        there = ", ".join(f"{unit} ({n})" for unit, n in held.most_common()) or "none"
        raise BadInput(f"no amount is in {unknown[0]!r}; the currencies here are: {there}")
    currency = currency or next(iter(held.most_common(1)), ("", 0))[0]
    worth = dict(rates) | {currency: 1.0}
    found: nx.MultiDiGraph[str] = nx.MultiDiGraph(**network.graph)
    found.add_nodes_from(network.nodes(data=True))
    for a, b, claim, data in network.edges(keys=True, data=True):
        unit = data.get("amount_unit", "")
        if unit in worth and data.get("amount_value"):
            found.add_edge(a, b, key=claim, **data, money=data["amount_value"] * worth[unit])
    rest = {unit: n for unit, n in held.items() if unit not in worth}
    left_out = ", ".join(f"{n} in {unit}" for unit, n in sorted(rest.items()))
    found.graph |= {"currency": currency, "left_out": left_out}
    return found


def directed(network: nx.MultiDiGraph[str]) -> nx.DiGraph[str]:
    """The directed view: an arc from subject to object, and back where the relation is symmetric.

    `weight` is the independent support of the arc: different combinations of voice and relation.
    """
    arcs: nx.DiGraph[str] = nx.DiGraph(**network.graph)
    arcs.add_nodes_from(network.nodes(data=True))
    support: dict[tuple[str, str], list[Said]] = defaultdict(list)
    claims: dict[tuple[str, str], list[str]] = defaultdict(list)
    for a, b, claim, data in network.edges(keys=True, data=True):
        for arc in ((a, b), (b, a)) if data.get("symmetric") else ((a, b),):
            claims[arc].append(claim)
            support[arc].append(("", data))
    weight = _money if "currency" in network.graph else _support
    for (a, b), found in claims.items():
        arcs.add_edge(a, b, claims=tuple(sorted(found)), weight=weight(support[a, b]))
    return arcs


def one_family(network: nx.MultiDiGraph[str], family: str) -> nx.MultiDiGraph[str]:
    """The same organizations with the ties of one family only."""
    found: nx.MultiDiGraph[str] = nx.MultiDiGraph(**network.graph)
    found.add_nodes_from(network.nodes(data=True))
    for a, b, claim, data in network.edges(keys=True, data=True):
        if data["family"] == family:
            found.add_edge(a, b, key=claim, **data)
    return found


def from_sources(network: nx.MultiDiGraph[str], sources: Collection[str]) -> nx.MultiDiGraph[str]:
    """The same entities with the claims of some sources only, named by their IRIs."""
    found: nx.MultiDiGraph[str] = nx.MultiDiGraph(**network.graph)
    found.add_nodes_from(network.nodes(data=True))
    for a, b, claim, data in network.edges(keys=True, data=True):
        if data["source_iri"] in sources:
            found.add_edge(a, b, key=claim, **data)
    return found


def within(network: nx.MultiDiGraph[str], span: str) -> nx.MultiDiGraph[str]:
    """The same entities with the claims of a span only, such as said:2015..2016-06.

    The clock is `said` (the source's date) or `holds` (the time or deadline that a claim names);
    claims without such a date are left out. Raises `BadInput` if the text is not a span.
    """
    chosen = dates.span(span)
    if chosen is None:
        raise BadInput(f"{span!r} is not a span; it would read like said:2015..2016-06")
    found: nx.MultiDiGraph[str] = nx.MultiDiGraph(**network.graph)
    found.add_nodes_from(network.nodes(data=True))
    for a, b, claim, data in network.edges(keys=True, data=True):
        if chosen.holds(data.get("source_date"), data.get("when"), data.get("deadline_year")):
            found.add_edge(a, b, key=claim, **data)
    return found


def signed(network: nx.MultiDiGraph[str]) -> nx.Graph[str]:
    """The signed view: the pairs that cooperate (+1), compete (-1), or do both (0).

    Only relations whose family has a sign count; a parent and its unit are not thereby friends.
    `positive` and `negative` are the claims of either sign. A pair that does both has no sign of
    its own, so analyses of balance leave it out and say how many they left out.
    """
    pairs: nx.Graph[str] = nx.Graph(**network.graph)
    pairs.add_nodes_from(network.nodes(data=True))
    for a, b, claim, data in network.edges(keys=True, data=True):
        if data["sign"]:
            if not pairs.has_edge(a, b):
                pairs.add_edge(a, b, positive=[], negative=[])
            pairs.edges[a, b]["positive" if data["sign"] > 0 else "negative"].append(claim)
    for _, _, data in pairs.edges(data=True):
        data["sign"] = bool(data["positive"]) - bool(data["negative"])
    return pairs
