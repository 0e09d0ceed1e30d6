"""The legend: four steps of firmness, the families' colours, and marks on lines."""

from __future__ import annotations

import html
import json
import math
import re
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Any

import networkx as nx
from pyvis.network import Network

from kg.model import wording
from kg.model.ontology import vocabulary
from kg.presentation.label_placement import LABEL, SPACING

Said = Mapping[str, Any]
Rows = list[dict[str, Any]]

# What a line shows in its middle, and the sign the legend has for it.
MARKS = {
    "headline": ("|", "headline only"),
    "cited": ("○", "cited, words not kept"),
    "denied": ("≻", "denied"),
}
# What other sources make of a claim, the graver first: the sign, and what it says.
VERDICTS = {
    "conflict": ("!", "contradicted elsewhere"),
    "differ": ("≠", "said differently elsewhere"),
    "agree": ("2", "number of sources that say it"),
}


def mark(said: Said) -> str:
    """The mark in the middle of a line: denied, cited, headline, or empty."""
    if said["polarity"] == "denied":
        return "denied"
    if said["evidence"] == "cited":
        return "cited"
    return "headline" if said["form"] == "headline" else ""


def badge(said: Said) -> str:
    """The badge on a line: number of sources, and a sign if one of them disagrees."""
    others = said.get("others", ())
    count = str(said["voices"]) if said.get("voices", 1) > 1 else ""
    grave = next((VERDICTS[one][0] for one in ("conflict", "differ") if one in others), "")
    return f"{count}{grave}"


def steps(counts: Mapping[str, int], on: Collection[str]) -> Rows:
    """The four steps, with how many claims each has and whether it is shown."""
    terms = vocabulary()
    labels = terms.values["Firmness"]
    return [
        {
            "id": name,
            "label": labels[name].label,
            "definition": labels[name].definition,
            "count": counts.get(name, 0),
            "on": name in on,
        }
        for name in terms.steps
    ]


def families(counts: Mapping[str, int]) -> Rows:
    """The families of relations, with how many claims each has."""
    return [
        {"id": name, "label": name, "count": counts.get(name, 0)}
        for name in vocabulary().families()
    ]


def marks(claims: Iterable[Said]) -> Rows:
    """The marks used on the lines of these claims, with their explanations."""
    drawn = list(claims)
    middles = {mark(said) for said in drawn}
    others = {one for said in drawn for one in said.get("others", ())}
    found = [MARKS[kind] for kind in MARKS if kind in middles]
    found += [VERDICTS[kind] for kind in VERDICTS if kind in others]
    return [{"sign": sign, "label": label} for sign, label in found]


STATIC = Path(__file__).parent.parent / "ui" / "static"
# What a front end needs; the looks are its own affair.
NODE = ("id", "label", "title", "x", "y", "organization", "more", "group", "weight", "community",
        "rank")  # fmt: skip
EDGE = ("id", "from", "to", "label", "title", "smooth", "family", "firmness", "mark", "badge",
        "mutual", "passage", "plain", "width")  # fmt: skip
CONTROLS = {"Cc", "Cf", "Cs", "Co", "Cn"}
# Zero-width joiners make one sign out of several, as in many emoji.
JOINERS = "\u200d\ufe0f"


def network(claims: nx.MultiDiGraph[str], places: Mapping[str, tuple[float, float]]) -> Network:
    """Draw the nodes and claims of a network with pyvis, at their positions."""
    picture = Network(directed=True, height="520px", width="100%")
    picture.toggle_physics(False)
    for node, data in claims.nodes(data=True):
        _add_entity(picture, node, data, places[node])
    curves = _curves(claims, places)
    for a, b, claim, said in claims.edges(keys=True, data=True):
        if "count" in said:
            _add_bundle(picture, (a, b), claim, said["count"])
            continue
        style = palette()["firmness"][said["firmness"]]
        picture.add_edge(
            a,
            b,
            id=claim,
            label=plain(said["relation_label"], LABEL),
            title=spoken(claims, (a, b, claim, said)),
            color=_color(said["family"]),
            dashes=style["dashes"],
            width=style["width"],
            smooth=curves[claim],
            family=said["family"],
            firmness=said["firmness"],
            mark=mark(said),
            badge=badge(said),
            passage=said.get("passage", ""),
            mutual=bool(said.get("symmetric", False)),
        )
    return picture


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
    words = f"{count} statement{'' if count == 1 else 's'} between these groups"
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
    """The speaker of a claim: a person or organization, or the source by its title."""
    own = said["speaker"] == said["source_iri"]
    return plain(said["source_title"] if own else said["speaker_label"])


def spoken(claims: nx.MultiDiGraph[str], edge: tuple[str, str, str, dict[str, Any]]) -> str:
    """A claim in words: statement, firmness, speaker and quote."""
    said = edge[3]
    values = vocabulary().values
    step = values["Firmness"][said["firmness"]].label
    modality = values["Modality"][said["modality"]].label
    form = values["Form"][said["form"]].label
    rest = [f"{step} ({modality}), {form}", f"according to {speaker_of(said)}"]
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


def page(
    picture: Network,
    *,
    title: str,
    footer: str,
    claims: Sequence[Mapping[str, Any]],
    marks: Sequence[Mapping[str, str]] = (),
) -> str:
    """One HTML page with the picture and its quotes, without any other file or network access.

    `claims` are what a click shows: id, ends, statement, about, quote, source; `marks` the signs on
    lines that the legend explains.
    """
    shown = drawn(picture)
    by_step, by_family = (
        Counter(str(edge[kind]) for edge in shown["edges"] if kind in edge)
        for kind in ("firmness", "family")
    )
    data = {
        **shown,
        "legend": steps(by_step, vocabulary().steps),
        "families": families(by_family),
        "marks": marks,
        "claims": claims,
    }
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
    shades = palette()["families"].get(family, palette()["others"][0])
    return str(shades["light"])


def _curves(
    claims: nx.MultiDiGraph[str], places: Mapping[str, tuple[float, float]]
) -> dict[str, dict[str, Any]]:
    """Curvature of each line, to keep parallel lines of one pair apart.

    A claim's `lane` (0, 1, -1 …) is set by whoever knows all claims of the pair, so that a filter
    does not move the lines that stay; without it, the drawn ones are counted.
    """
    pairs: dict[frozenset[str], list[str]] = defaultdict(list)
    for a, b, claim in sorted(claims.edges(keys=True), key=lambda edge: edge[2]):
        pairs[frozenset((a, b))].append(claim)
    found = {}
    for a, b, claim, said in claims.edges(keys=True, data=True):
        mine = pairs[frozenset((a, b))]
        lane = said.get("lane", mine.index(claim) - (len(mine) - 1) / 2)
        # The outer ones run closer together, or they would sweep over their neighbours.
        out = min(abs(lane), 2) * SPACING + max(0, abs(lane) - 2) * SPACING / 2
        offset = math.copysign(out, lane) * (1 if a < b else -1)
        # A quadratic curve runs half as far out as its control point.
        reach = max(math.dist(places[a], places[b]), 1.0)
        found[claim] = {
            "enabled": True,
            "type": "curvedCW" if offset >= 0 else "curvedCCW",
            "roundness": round(min(0.9, 2 * abs(offset) / (0.785 * reach)), 3),
        }
    return found
