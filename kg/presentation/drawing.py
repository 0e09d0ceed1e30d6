"""The legend: four steps of firmness, the families' colours, and marks on lines."""

from __future__ import annotations

import html
import json
import math
import re
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Collection, Mapping, Sequence
from functools import cache
from itertools import chain
from pathlib import Path
from typing import Any

import networkx as nx

from kg.comparison.voices import support_words, voices_and_outlets
from kg.model import wording
from kg.model.ontology import vocabulary
from kg.presentation import graph_view
from kg.presentation.graph_view import UNREVIEWED
from kg.presentation.label_placement import LABEL, SPACING
from kg.resources import Library

Network = Any  # of pyvis, which takes a second to load: a map needs none
Said = Mapping[str, Any]
Edge = graph_view.Edge
Rows = list[dict[str, Any]]

# In the middle of a line, with the sign the legend has for it.
MARKS = {"headline": ("|", "headline only"), "cited": ("○", "cited, words not kept"),
         "denied": ("≻", "denied")}  # fmt: skip
# What other sources make of a claim, the graver first: the sign, and what it says.
VERDICTS = {
    "conflict": ("!", "contradicted elsewhere"),
    "differ": ("≠", "said differently elsewhere"),
    "agree": ("2", "number of voices that say it"),
}
# Where papers repeat a voice, the badge has both numbers.
REPEATED = ("2/6", "2 voices, 6 outlets say it")
# Of what `kg read` proposed: the name in the legend, and what it means.
PROPOSED = ("unreviewed proposal", "Read out of a text by a program; no person has looked at it.")
SEVERAL = ("×2", "several statements: click to open")


def mark(said: Said) -> str:
    """The mark in the middle of a line: denied, cited, headline, or empty."""
    if said["polarity"] == "denied":
        return "denied"
    if said["evidence"] == "cited":
        return "cited"
    return "headline" if said["form"] == "headline" else ""


def badge(*claims: Said) -> str:
    """The badge on a line: voices, outlets where there are more, and a sign of disagreement.

    Where claims of several relations share the line, no number of voices holds for all of them.
    """
    others = {one for said in claims for one in said.get("others", ())}
    one = len({said["relation"] for said in claims}) == 1
    most = max(claims, key=voices_and_outlets)
    voices, outlets = voices_and_outlets(most) if one else (1, 1)
    told = f"{voices}/{outlets}" if outlets > voices else str(voices) if voices > 1 else ""
    grave = next((VERDICTS[one][0] for one in ("conflict", "differ") if one in others), "")
    return f"{told}{grave}"


def steps(counts: Mapping[str, int], on: Collection[str]) -> Rows:
    """The four steps, with how many claims each has and whether it is shown."""
    terms = vocabulary()
    labels = terms.values["Firmness"]
    told = {name: (labels[name].label, labels[name].definition) for name in terms.steps}
    if counts.get(UNREVIEWED):
        told[UNREVIEWED] = PROPOSED
    return [
        {
            "id": name,
            "label": label,
            "definition": definition,
            "count": counts.get(name, 0),
            "on": name in on,
        }
        for name, (label, definition) in told.items()
    ]


def family_counts(counts: Mapping[str, int]) -> Rows:
    """The families of relations, with how many claims each has."""
    return [
        {"id": name, "label": name, "count": counts.get(name, 0)}
        for name in vocabulary().families()
    ]


def marks(lines: Collection[Said]) -> Rows:
    """The marks used on the lines of a picture, with their explanations."""
    middles = {edge.get("mark") for edge in lines}
    badges = " ".join(edge.get("badge", "") for edge in lines)
    found = [MARKS[kind] for kind in MARKS if kind in middles]
    found += [VERDICTS[kind] for kind in ("conflict", "differ") if VERDICTS[kind][0] in badges]
    found += [VERDICTS["agree"]] if re.search(r"(?<![\d/])\d+(?![\d/])", badges) else []
    found += [REPEATED] if "/" in badges else []
    found += [SEVERAL] if any(edge.get("count") for edge in lines) else []
    return [{"sign": sign, "label": label} for sign, label in found]


STATIC = Path(__file__).parent.parent / "ui" / "static"
# What a front end needs; the looks are its own affair.
NODE = ("id", "label", "title", "x", "y", "organization", "more", "group", "weight", "community",
        "rank")  # fmt: skip
EDGE = ("id", "from", "to", "label", "title", "smooth", "family", "firmness", "mark", "badge",
        "mutual", "passage", "plain", "width", "count", "both")  # fmt: skip
CROWD_OF = 36  # lines
MOST_TOLD = 5  # statements that are named for a line of many
CONTROLS = {"Cc", "Cf", "Cs", "Co", "Cn"}
# Zero-width joiners make one sign out of several, as in many emoji.
JOINERS = "\u200d\ufe0f"


def network(claims: nx.MultiDiGraph[str], places: Mapping[str, tuple[float, float]]) -> Network:
    """Draw the nodes and claims of a network with pyvis, at their positions.

    Claims between the same two, of the same family and firmness, are one line with their number,
    but those that are `opened`.
    """
    picture: Network = Library("pyvis.network").Network(directed=True, height="520px", width="100%")
    picture.toggle_physics(False)
    for node, data in claims.nodes(data=True):
        _add_entity(picture, node, data, places[node])
    lines: dict[tuple[str, ...], list[Edge]] = {}
    for edge in claims.edges(keys=True, data=True):
        if "count" in edge[3]:
            _add_bundle(picture, edge[:2], edge[2], edge[3]["count"])
        else:
            own = (edge[2],) if edge[3].get("opened") else graph_view.line_of(edge)
            lines.setdefault(own, []).append(edge)
    # The arrow is that of a claim with a direction, if the line has one.
    together = [sorted(line, key=lambda edge: bool(edge[3].get("symmetric")))
                for line in lines.values()]  # fmt: skip
    for line, curve in zip(together, _curves(together, places), strict=True):
        _add_line(picture, claims, line, curve)
    # A mark that every one of many lines has tells none of them apart.
    if len(lines) > CROWD_OF and len({line.get("mark") for line in picture.edges}) == 1:
        for edge in picture.edges:
            edge.pop("mark", None)
    return picture


def _add_line(
    picture: Network, claims: nx.MultiDiGraph[str], line: list[Edge], curve: dict[str, Any]
) -> None:
    """One line for one or several claims; a mark stands on it where it holds for all of them."""
    a, b, _, said = line[0]
    every = [said for *_, said in line]
    step = graph_view.step(said)
    style = palette()["firmness"][step]
    family = UNREVIEWED if step == UNREVIEWED else said["family"]
    relations = {said["relation_label"] for said in every}
    middles = {mark(said) for said in every}
    picture.add_edge(
        a,
        b,
        id=" ".join(claim for _, _, claim, _ in line),
        label=plain(relations.pop(), LABEL) if len(relations) == 1 else "",
        title=_title(claims, line),
        color=_color(family),
        dashes=style["dashes"],
        width=style["width"],
        smooth=curve,
        family=family,
        firmness=step,
        mark=middles.pop() if len(middles) == 1 else "",
        badge=badge(*every),
        passage=" ".join(filter(None, (said.get("passage", "") for said in every))),
        mutual=all(said.get("symmetric") for said in every),
        both=len({start for start, _, _, said in line if not said.get("symmetric")}) > 1,
        count=len(line) if len(line) > 1 else 0,
    )


def _title(claims: nx.MultiDiGraph[str], line: list[Edge]) -> str:
    """The claims of a line in words, and how many voices say it in how many sources."""
    told = claim_in_words(claims, line[0]) if len(line) == 1 else _spoken_together(claims, line)
    voices, outlets = max(voices_and_outlets(said) for *_, said in line)
    return f"{told}\n{support_words(voices, outlets)}" if outlets > 1 else told


def _spoken_together(claims: nx.MultiDiGraph[str], line: list[Edge]) -> str:
    """The claims of one line in words: how many, how firmly, and what each says."""
    said = line[0][3]
    step = vocabulary().values["Firmness"][said["firmness"]].label
    step = PROPOSED[0] if said.get(UNREVIEWED) else step
    found = list(dict.fromkeys(statement(claims, edge) for edge in line))
    more = [f"and {len(found) - MOST_TOLD} more"] if len(found) > MOST_TOLD else []
    return "\n".join([f"{len(line)} statements, {step}", *found[:MOST_TOLD], *more])


def _add_entity(
    picture: Network, node: str, data: Mapping[str, Any], place: tuple[float, float]
) -> None:
    picture.add_node(
        node,
        label=plain(data["label"], LABEL),
        shape="box" if data["organization"] else "ellipse",
        color="#ffffff" if data["organization"] else "#f3f5f8",
        x=place[0],
        y=place[1],
        title=plain(f"{plain(data['label'], 200)}\n{_kind(data)}", 300),
        organization=bool(data["organization"]),
        more=data.get("more", 0),
        group=data.get("group", False),
        weight=data.get("weight", 0),
        community=data.get("community", 0),
        rank=data.get("rank", 0),
    )


def _add_bundle(picture: Network, ends: tuple[str, str], name: str, count: int) -> None:
    """One line for many claims, the wider the more."""
    words = f"{wording.counted(count, 'statement')} between these groups"
    width = round(1 + math.log2(count), 1)
    picture.add_edge(*ends, id=name, title=words, width=width, plain=True, color="#c9d0d9")


@cache
def palette() -> dict[str, Any]:
    """The colours and line styles, shared with the front end."""
    found: dict[str, Any] = json.loads((STATIC / "palette.json").read_text(encoding="utf-8"))
    return found


def drawn(picture: Network) -> dict[str, list[dict[str, Any]]]:
    """Options and data of a pyvis network, as the front end draws them."""
    nodes, edges, *_ = picture.get_network_data()
    return {
        # A place is told even where it is nought: whatever lacks one is put anywhere.
        "nodes": [
            {key: node[key] for key in NODE if node.get(key) or key in ("x", "y")} for node in nodes
        ],
        "edges": [
            # A claim's width is its firmness's, which the front end knows.
            {k: edge[k] for k in EDGE if edge.get(k) and (k != "width" or "plain" in edge)}
            for edge in edges
        ],
    }


def inside(
    claims: nx.MultiDiGraph[str], places: Mapping[str, tuple[float, float]]
) -> dict[str, Rows]:
    """For each line of several claims, the lines between its ends once it is opened."""
    found = {}
    for edge in network(claims, places).edges:
        if 1 < edge.get("count", 0) <= graph_view.MOST_OPENED:
            pair = claims.subgraph((edge["from"], edge["to"])).copy()
            for _, _, claim, said in pair.edges(keys=True, data=True):
                said.pop("lane", None)
                said["opened"] = claim in edge["id"].split()
            found[edge["id"]] = drawn(network(pair, places))["edges"]
    return found


def statement(claims: nx.MultiDiGraph[str], edge: tuple[str, str, str, dict[str, Any]]) -> str:
    """The sentence of a claim as one plain line."""
    a, b, _, said = edge
    subject, object_ = (plain(claims.nodes[end]["label"], LABEL) for end in (a, b))
    return wording.sentence(
        wording.Statement(
            subject=subject,
            relation=said["relation"],
            object=object_,
            modality=said["modality"],
            polarity=said["polarity"],
            amount=plain(said.get("amount") or ""),
        )
    )


def speaker_of(said: Mapping[str, Any]) -> str:
    """The speaker of a claim: who is quoted, the table that lists it, or the source's title."""
    if said.get("listed_in"):
        return plain(said["listed_in"])
    own = said["speaker"] == said["source_iri"]
    return plain(said["source_title"] if own else said["speaker_label"])


def claim_in_words(claims: nx.MultiDiGraph[str], edge: tuple[str, str, str, dict[str, Any]]) -> str:
    """A claim in words: statement, firmness, speaker and quote."""
    said = edge[3]
    how = f"{wording.modality(said['modality'])}, {wording.term('Form', said['form'])}"
    how = f"{PROPOSED[0]}: {how}" if said.get(UNREVIEWED) else how
    rest = [how, wording.attribution(speaker_of(said))]
    if said.get("elsewhere"):
        rest.append(plain(said["elsewhere"]))
    quote, summary = (plain(said.get(key) or "", 240) for key in ("quote", "summary"))
    return "\n".join([statement(claims, edge), *rest, wording.evidence_words(quote, summary)])


def plain(text: str, most: int = 200) -> str:
    """Text that cannot disturb the text round it: invisible and reordering signs are shown as □."""
    kept = "".join(
        c if c in JOINERS or c == "\n" or unicodedata.category(c) not in CONTROLS else "□"
        for c in text
    )
    return kept if len(kept) <= most else f"{kept[: most - 1]}…"


def page_data(
    picture: Network,
    claims: Sequence[Mapping[str, Any]],
    inside: Mapping[str, Rows] | None = None,
) -> dict[str, Any]:
    """Data from which a page without a server draws a picture and shows its quotes.

    `claims` are what a click shows: id, ends, statement, about, quote, source; `inside` the lines
    that a line of several claims opens into.
    """
    shown = drawn(picture)
    by_step, by_family = Counter[str](), Counter[str]()
    for edge in shown["edges"]:
        by_step[edge.get("firmness", "")] += edge.get("count", 1)
        by_family[edge.get("family", "")] += edge.get("count", 1)
    return {
        **shown,
        "legend": steps(by_step, vocabulary().steps),
        "families": family_counts(by_family),
        "marks": marks([*picture.edges, *chain(*(inside or {}).values())]),
        "claims": claims,
        "inside": inside or {},
    }


def html_page(data: Mapping[str, Any], *, title: str, footer: str) -> str:
    """One HTML page with a picture, or the steps of a tour, without network or any other file."""
    # "<" never stands in the data, so no name can end the script element or open a comment.
    text = json.dumps(data, ensure_ascii=True).replace("<", "\\u003c")
    parts = {
        "title": html.escape(plain(title)),
        "footer": html.escape(plain(footer, 2000)),
        "notices": html.escape((STATIC / "NOTICES.txt").read_text(encoding="utf-8")),
        "data": text,
        "script": (STATIC / "standalone.js").read_text(encoding="utf-8"),
    }
    template = (STATIC / "standalone.html").read_text(encoding="utf-8")
    # In one pass, so that nothing inside a part is taken for a place to fill.
    return re.sub(r"@@(\w+)@@", lambda match: parts[match[1]], template)


def _kind(data: Mapping[str, Any]) -> str:
    term = vocabulary().classes.get(data["kind"])
    return term.label if term else str(data["kind"])


def _color(family: str) -> str:
    own = palette()["unreviewed"] if family == UNREVIEWED else None
    shades = own or palette()["families"].get(family, palette()["others"][0])
    return str(shades["light"])


def _curves(
    lines: list[list[Edge]], places: Mapping[str, tuple[float, float]]
) -> list[dict[str, Any]]:
    """Curvature of each line, to keep parallel lines of one pair apart.

    A claim's `lane` (0, 1, -1 …) is set by whoever knows all claims of the pair, so that a filter
    does not move the lines that stay; without it, the drawn ones are counted.
    """
    pairs: dict[frozenset[str], list[str]] = defaultdict(list)
    for (a, b, claim, _), *_ in lines:
        pairs[frozenset((a, b))].append(claim)
    found = []
    for (a, b, claim, said), *_ in lines:
        mine = sorted(pairs[frozenset((a, b))])
        lane = said.get("lane", mine.index(claim) - (len(mine) - 1) / 2)
        # The outer ones run closer together, or they would sweep over their neighbours.
        out = min(abs(lane), 2) * SPACING + max(0, abs(lane) - 2) * SPACING / 2
        offset = math.copysign(out, lane) * (1 if a < b else -1)
        # A quadratic curve runs half as far out as its control point.
        reach = max(math.dist(places[a], places[b]), 1.0)
        found.append({
            "enabled": True,
            "type": "curvedCW" if offset >= 0 else "curvedCCW",
            "roundness": round(min(0.9, 2 * abs(offset) / (0.785 * reach)), 3),
        })  # fmt: skip
    return found


def map_content(
    network: nx.MultiDiGraph[str],
    pairs: Mapping[tuple[str, str], list[Edge]],
    spots: Mapping[str, tuple[float, float, int]],
    weights: Mapping[str, float] | None = None,
) -> bytes:
    """The map as JSON, in columns; a node weighs its number of partners by default."""
    partners = Counter(end for pair in pairs for end in pair)
    names = sorted(partners)
    number = {name: at for at, name in enumerate(names)}
    lines = [_map_line(said) for said in pairs.values()]
    # The frame is that of the whole network, so that a filter moves nothing.
    across, high, _ = zip(*spots.values(), strict=True) if spots else ((0.0,), (0.0,), (0,))
    sizes = partners if weights is None else {n: round(v, 4) for n, v in weights.items()}
    found = {
        "nodes": {
            "id": names,
            "label": [plain(network.nodes[name]["label"], LABEL) for name in names],
            **{axis: [spots[n][at] for n in names] for at, axis in enumerate("xy")},
            "weight": [sizes.get(name, 0) for name in names],
            "group": [network.nodes[n]["organization"] and spots[n][2] for n in names],
        },
        "edges": {
            "a": [number[a] for a, _ in pairs],
            "b": [number[b] for _, b in pairs],
            "count": [line["count"] for line in lines],
            **{k: _numbered([line[k] for line in lines]) for k in ("family", "firmness", "label")},
        },
        "frame": {"x": [min(across), max(across)], "y": [min(high), max(high)]},
    }
    return json.dumps(found, separators=(",", ":")).encode()


def _numbered(values: Sequence[str]) -> dict[str, list[Any]]:
    """Each different value once, and for each place the number of its value."""
    number = {value: at for at, value in enumerate(dict.fromkeys(values))}
    return {"values": list(number), "at": [number[value] for value in values]}


def _map_line(claims: list[Edge]) -> dict[str, Any]:
    """The one line for several claims: as firm as the firmest, in the commonest family's colour.

    Proposals have no say in it where there is a claim, and are counted apart.
    """
    steps = (*vocabulary().steps, UNREVIEWED)
    reviewed = [edge for edge in claims if not edge[3].get(UNREVIEWED)]
    waiting, claims = len(claims) - len(reviewed), reviewed or claims
    families = Counter(said["family"] if reviewed else UNREVIEWED for *_, said in claims)
    relations = dict.fromkeys(said["relation_label"] for *_, said in claims)
    one = len(relations) == 1
    count = len(claims)
    words = next(iter(relations)) if one else f"{count} statements"
    return {
        "family": min(families, key=lambda name: (-families[name], name)),
        "firmness": min((graph_view.step(said) for *_, said in claims), key=steps.index),
        "count": count,
        "label": plain(f"{words} ({count})" if one and count > 1 else words, LABEL)
        + (f" + {waiting} unreviewed" if waiting and reviewed else ""),
    }
