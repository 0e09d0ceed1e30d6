import itertools
import json
import re
from collections.abc import Mapping

import pytest
from pyvis.network import Network

from kg.model.ontology import vocabulary
from kg.presentation import drawing
from tests.networks import claim, network

HOSTILE = [
    "</script><script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    "javascript:alert(1)",
    "a\u202egnorw",
    "zero\u200bwidth",
    "阿里云 🤝",
    "x" * 10_000,
    "@@script@@ <!-- -->",
]
PLACES = {"a": (0.0, 0.0), "b": (200.0, 0.0)}


def drawn(*said: Mapping[str, object]) -> Network:
    return drawing.network(network(*(("a", "b", dict(one)) for one in said)), PLACES)


def test_it_is_a_directed_pyvis_network_with_one_line_for_equally_firm_claims_of_a_family():
    hint = {"firmness": "suggested", "modality": "hint"}
    made = drawn({}, {}, {}, hint, {"polarity": "denied"}, {"family": "competition"})
    assert isinstance(made, Network)
    assert made.directed
    assert [(edge["id"], edge["count"]) for edge in made.edges] == [
        ("c0 c1 c2", 3), ("c3", 0), ("c4", 0), ("c5", 0),
    ]  # fmt: skip
    assert len({json.dumps(edge["smooth"]) for edge in made.edges}) == 4


def test_an_unreviewed_proposal_is_drawn_and_counted_apart_from_claims():
    made = drawn({}, {}, {"unreviewed": True, "cue": "has acquired"})
    assert [(edge["id"], edge["firmness"]) for edge in made.edges] == [
        ("c0 c1", "stated"), ("c2", "unreviewed"),
    ]  # fmt: skip
    claimed, proposed = made.edges
    assert claimed["dashes"] != proposed["dashes"]
    assert claimed["color"] != proposed["color"]
    assert proposed["title"].split("\n")[1].startswith("unreviewed proposal: ")
    assert [row["id"] for row in drawing.steps({"stated": 2}, ())] == list(vocabulary().steps)
    more = drawing.steps({"stated": 2, "unreviewed": 1}, {"unreviewed"})
    assert [row["count"] for row in more] == [2, 0, 0, 0, 1]


def test_a_line_of_the_map_is_as_firm_as_its_claims_whatever_is_proposed():
    both = network(("a", "b", {"firmness": "intended"}), ("a", "b", {"unreviewed": True}))
    alone = network(("a", "b", {"unreviewed": True}))
    found = []
    for one in (both, alone):
        pairs = {("a", "b"): list(one.edges(keys=True, data=True))}
        spots = {"a": (0.0, 0.0, 1), "b": (1.0, 0.0, 1)}
        line = json.loads(drawing.map_content(one, pairs, spots))["edges"]
        (firmness,), (family,), (label,) = (
            line[key]["values"] for key in ("firmness", "family", "label")
        )
        found.append((firmness, family, line["count"][0], "unreviewed" in label))
    assert found == [("intended", "cooperation", 1, True), ("unreviewed", "unreviewed", 1, False)]


def test_an_opened_line_is_drawn_claim_by_claim():
    made = drawn({"opened": True}, {"opened": True}, {"firmness": "suggested"})
    assert [edge["id"] for edge in made.edges] == ["c0", "c1", "c2"]
    assert len({json.dumps(edge["smooth"]) for edge in made.edges}) == 3


def test_a_line_of_several_claims_says_what_holds_for_all_of_them():
    buys = {"relation": "acquires", "relation_label": "acquires", "symmetric": False}
    headline = {"form": "headline"}
    (one,) = drawn(headline, headline | {"voices": 2}).edges
    assert (one["label"], one["mark"], one["badge"]) == ("partners with", "headline", "2")
    assert one["mutual"]
    (mixed,) = drawn(headline | {"voices": 2}, buys | {"others": ("differ",)}).edges
    assert (mixed["label"], mixed["mark"], mixed["badge"]) == ("", "", "≠")
    assert not mixed["mutual"]
    assert mixed["title"] == "2 statements, stated as done\na acquires b\na partners with b"
    both = network(("a", "b", buys), ("b", "a", buys))
    assert [edge["both"] for edge in drawing.network(both, PLACES).edges] == [True]


def test_the_exported_page_holds_what_a_line_of_several_opens_into():
    net = network(("a", "b", {}), ("a", "b", {}), ("a", "b", {"firmness": "suggested"}))
    inside = drawing.inside(net, PLACES)
    assert [edge["id"] for edge in inside["c0 c1"]] == ["c0", "c1", "c2"]
    shown = drawing.page_data(drawing.network(net, PLACES), [], inside)
    text = drawing.html_page(shown, title="t", footer="f")
    (shown,) = re.findall(r'<script type="application/json" id="data">(.*?)</script>', text, re.S)
    data = json.loads(shown)
    assert len(data["edges"]) == 2
    assert list(data["inside"]) == ["c0 c1"]


def test_nodes_stand_where_the_layout_put_them_and_nothing_moves_them():
    nodes, _, _, _, _, options = drawn({}).get_network_data()
    assert [(node["x"], node["y"]) for node in nodes] == [(0.0, 0.0), (200.0, 0.0)]
    assert '"enabled": false' in options


def test_a_place_at_the_origin_is_told_to_whoever_draws():
    nodes = drawing.drawn(drawn({}))["nodes"]
    assert [(node["x"], node["y"]) for node in nodes] == [(0.0, 0.0), (200.0, 0.0)]


def test_each_step_of_firmness_has_a_line_style_of_its_own():
    styles = [drawing.palette()["firmness"][step] for step in vocabulary().steps]
    assert len({json.dumps(style["dashes"]) for style in styles}) == len(styles) == 4


def test_every_family_of_the_ontology_has_a_colour():
    assert set(vocabulary().families()) == set(drawing.palette()["families"])


def test_special_claims_carry_a_mark():
    made = drawn(
        {"form": "headline"},
        {"evidence": "cited", "quote": None, "summary": "Told.", "family": "finance"},
        {"firmness": "suggested"},
    )
    assert [edge["mark"] for edge in made.edges] == ["headline", "cited", ""]


def test_the_exported_page_explains_its_lines():
    made = drawn({"form": "headline"}, {"firmness": "suggested"}, {})
    text = drawing.html_page(drawing.page_data(made, []), title="t", footer="f")
    (shown,) = re.findall(r'<script type="application/json" id="data">(.*?)</script>', text, re.S)
    data = json.loads(shown)
    assert data["marks"] == [{"sign": "×2", "label": "several statements: click to open"}]
    assert {step["id"]: step["count"] for step in data["legend"]}["stated"] == 2
    assert {family["id"]: family["count"] for family in data["families"]}["cooperation"] == 3


def test_a_claim_is_spoken_with_how_firmly_by_whom_and_in_which_words():
    (edge,) = drawn({"firmness": "suggested", "modality": "hint", "speaker_label": "Hu",
                     "speaker": "hu"}).edges  # fmt: skip
    assert edge["title"] == (
        "It is hinted that a partners with b\nsuggested (hint), narration\naccording to Hu\n"
        "“They are partners.”"
    )


@pytest.mark.parametrize("name", HOSTILE, ids=lambda name: name[:20])
def test_no_name_escapes_from_the_exported_page(name: str):
    net = network(("a", "b", {"quote": name, "relation_label": name, "speaker_label": name}))
    net.nodes["a"]["label"] = name
    shown = drawing.page_data(drawing.network(net, PLACES), [{"id": "c0", "quote": name}])
    made = drawing.html_page(shown, title=name, footer=name)
    data = re.findall(r'<script type="application/json" id="data">(.*?)</script>', made, re.S)
    assert json.loads(data[0])["claims"] == [{"id": "c0", "quote": name}]
    assert "<" not in data[0]
    assert made.count("<script") - made.count('"<script') == made.count("</script>")
    assert "<img" not in made.partition("<script")[0]


def test_the_exported_page_asks_for_nothing_outside_itself():
    made = drawing.html_page(drawing.page_data(drawn({}), []), title="t", footer="f")
    assert "default-src 'none'" in made
    assert not re.findall(r"<(?:script|link|img)[^>]+(?:src|href)=", made)


def test_invisible_and_reordering_signs_are_shown_and_long_names_cut():
    assert drawing.plain("a\u202eb\u200bc") == "a□b□c"
    assert drawing.plain("👩\u200d💻") == "👩\u200d💻"
    assert len(drawing.plain("x" * 10_000, 60)) == 60


# --- can everybody tell the colours apart?

# How the three kinds of colour blindness mix linear red, green and blue (Machado et al. 2009).
BLINDNESS = {
    "none": ((1, 0, 0), (0, 1, 0), (0, 0, 1)),
    "protanopia": ((0.152, 1.053, -0.205), (0.115, 0.786, 0.099), (-0.004, -0.048, 1.052)),
    "deuteranopia": ((0.367, 0.861, -0.228), (0.280, 0.673, 0.047), (-0.012, 0.043, 0.969)),
    "tritanopia": ((1.256, -0.077, -0.179), (-0.078, 0.931, 0.148), (0.005, 0.691, 0.304)),
}


def linear(color: str) -> list[float]:
    parts = [int(color[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    return [p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts]


def lab(rgb: list[float]) -> tuple[float, float, float]:
    """CIELAB under daylight: distances in it are about as large as they look."""
    red, green, blue = (min(1.0, max(0.0, part)) for part in rgb)
    x = (0.4124 * red + 0.3576 * green + 0.1805 * blue) / 0.9505
    y = 0.2126 * red + 0.7152 * green + 0.0722 * blue
    z = (0.0193 * red + 0.1192 * green + 0.9505 * blue) / 1.089
    fx, fy, fz = (t ** (1 / 3) if t > 0.008856 else 7.787 * t + 16 / 116 for t in (x, y, z))
    return 116 * fy - 16, 500 * (fx - fy), 200 * (fy - fz)


def seen(color: str, blindness: str) -> tuple[float, float, float]:
    rgb = linear(color)
    rows = BLINDNESS[blindness]
    return lab([sum(m * c for m, c in zip(row, rgb, strict=True)) for row in rows])


def contrast(one: str, other: str) -> float:
    weights = (0.2126, 0.7152, 0.0722)
    bright, dark = sorted(
        (sum(w * c for w, c in zip(weights, linear(color), strict=True)) for color in (one, other)),
        reverse=True,
    )
    return (bright + 0.05) / (dark + 0.05)


@pytest.mark.parametrize("mode", ["light", "dark"])
@pytest.mark.parametrize("blindness", BLINDNESS)
def test_no_two_families_look_alike_to_anybody(mode: str, blindness: str):
    shades = {name: both[mode] for name, both in drawing.palette()["families"].items()}
    for (a, one), (b, other) in itertools.combinations(shades.items(), 2):
        gap = sum((p - q) ** 2 for p, q in zip(seen(one, blindness), seen(other, blindness),
                                               strict=True)) ** 0.5  # fmt: skip
        assert gap > 18, f"{a} and {b} are {gap:.0f} apart to {blindness}"


@pytest.mark.parametrize("mode", ["light", "dark"])
def test_every_colour_stands_out_from_the_page(mode: str):
    colors = drawing.palette()
    shades = [both[mode] for both in (*colors["families"].values(), *colors["others"])]
    assert len(shades) > 5
    assert all(contrast(shade, colors[mode]["paper"]) >= 4.5 for shade in shades)
    for ink in ("ink", "quiet"):
        assert contrast(colors[mode][ink], colors[mode]["paper"]) >= 4.5


def test_a_claim_is_marked_as_denied_cited_or_in_the_headline_only():
    assert drawing.mark(claim()) == ""
    assert drawing.mark(claim(form="headline")) == "headline"
    assert drawing.mark(claim(form="headline", evidence="cited")) == "cited"
    assert drawing.mark(claim(form="headline", polarity="denied")) == "denied"


def test_a_badge_counts_the_sources_and_shows_the_gravest_disagreement():
    assert drawing.badge(claim()) == ""
    assert drawing.badge(claim(voices=3, others=("agree",))) == "3"
    assert drawing.badge(claim(voices=1, others=("differ",))) == "≠"
    assert drawing.badge(claim(voices=2, others=("agree", "differ", "conflict"))) == "2!"


def test_a_badge_has_both_numbers_where_papers_repeat_a_voice():
    assert drawing.badge(claim(voices=2, outlets=6)) == "2/6"
    assert drawing.badge(claim(voices=1, outlets=5, others=("agree", "differ"))) == "1/5≠"
    assert drawing.badge(claim(voices=3, outlets=3)) == "3"
    made = drawing.network(network(("a", "b", {"voices": 2, "outlets": 6})),
                           {"a": (0.0, 0.0), "b": (200.0, 0.0)})  # fmt: skip
    (line,) = made.edges
    assert line["title"].endswith("2 voices, 6 outlets")  # its name in the list of buttons too
    assert [row["label"] for row in drawing.marks(made.edges)] == ["2 voices, 6 outlets say it"]


def test_the_legend_explains_only_what_is_drawn():
    places = {"a": (0.0, 0.0), "b": (200.0, 0.0)}

    def signs(*said: dict[str, object]) -> list[str]:
        made = drawing.network(network(*(("a", "b", one) for one in said)), places)
        return [row["label"] for row in drawing.marks(made.edges)]

    assert signs({}) == []
    assert signs({"form": "headline"}, {"others": ("conflict",), "family": "finance"}) == [
        "headline only", "contradicted elsewhere",
    ]  # fmt: skip
    assert signs({"voices": 2}, {}) == [
        "number of voices that say it", "several statements: click to open",
    ]  # fmt: skip


def test_each_step_is_counted_and_says_whether_it_is_shown():
    steps = drawing.steps({"stated": 4}, {"stated", "agreed"})
    assert [(step["id"], step["count"], step["on"]) for step in steps] == [
        ("stated", 4, True),
        ("agreed", 0, True),
        ("intended", 0, False),
        ("suggested", 0, False),
    ]
