"""Round trips: every accepted save comes out of every export, and every export parses."""

import csv
import io
import json
import tempfile
import xml.etree.ElementTree as ET
import zipfile
from pathlib import Path

import pytest
from hypothesis import HealthCheck, Phase, example, given, settings
from hypothesis import strategies as st
from rdflib import Graph

import kg
from kg import export
from kg.cli import main
from kg.errors import BadInput
from kg.model.claims import Claim, Entity, Source
from kg.model.input_values import plain_text, web_address
from kg.model.vocab import ENTITY, SOURCE, TP
from kg.validation.report import file_problems
from kg.workspace.edits import with_claims, with_entities, with_source
from kg.workspace.saving import save
from kg.workspace.workspace import load, settle

HOSTILE = ["a\x01b\ufffe", "\r\n", "</a>&amp;]]>", '"\\"', "=1+1", "\u202eabc\u2028", "𝄞\U0010ffff",
           "[x]#a#b%zz", "é\u0301", "?filter[a]=b&{id}"]  # fmt: skip
TEXTS = st.text(max_size=40) | st.sampled_from(HOSTILE)
PAPER = str(SOURCE["paper"])


def saved(place: Path, texts: list[str]) -> tuple[list[str], str]:
    """Save texts wherever one may stand; what should come out again, and the address."""
    (place / "sources").mkdir()
    (place / "entities.ttl").write_text("")
    names = [f"{number} {text}" for number, text in enumerate(texts)]
    named = [Entity(str(ENTITY[f"e{n}"]), name, (str(TP.Company),)) for n, name in enumerate(names)]
    claim = Claim(
        f"{PAPER}/claim/c", PAPER, named[0].iri, "partnersWith", object=named[1].iri,
        attributed_to=PAPER, form="narration", modality="fact", evidence="cited",
        summary=f"In 2014 {texts[2]}", notes=(f"N {texts[3]}",), when="2014-01-02",
    )  # fmt: skip
    paper = Source(
        PAPER, f"T {texts[0]}", publisher=f"P {texts[1]}", creator=f"C {texts[2]}",
        date="2020-01", address=f"https://example.org/{texts[3]}",
    )  # fmt: skip
    before = load(place)
    after = with_claims(with_source(with_entities(before, named), paper), [claim])
    save(place, before, after, f"label {texts[0]}")
    words = [*names, paper.title, paper.publisher, paper.creator, claim.summary, *claim.notes]
    return [plain_text(word or "") for word in words], web_address(paper.address or "")


@settings(
    max_examples=4,
    deadline=None,
    phases=[Phase.explicit, Phase.generate],
    suppress_health_check=list(HealthCheck),
)
@given(st.lists(TEXTS, min_size=4, max_size=4))
@example(["a\x01b\ufffe", "</a>&amp;]]>", "=1+1", "?filter[a]=b#a#b%zz{id}"])
def test_whatever_is_accepted_comes_out_of_every_export(texts: list[str]) -> None:
    with tempfile.TemporaryDirectory() as name, pytest.MonkeyPatch.context() as patch:
        place = Path(name) / "data"
        place.mkdir()
        patch.setenv("XDG_CACHE_HOME", f"{name}/cache")
        try:
            words, address = saved(place, texts)
        except BadInput:  # Refused in words; then nothing is there to be read.
            assert load(place).sources == {}
            return
        assert file_problems(place)[0] == []
        with kg.open(place) as store:
            found = {kind: export.data(store, kind) for kind in export.FORMATS}
    for kind, form in (("turtle", "turtle"), ("rdfxml", "xml")):
        values = {str(node) for node in Graph().parse(data=found[kind], format=form).objects()}
        assert {*words, address} - values == set(), kind
    for kind in ("graphml", "gexf"):
        shown = {text for node in ET.fromstring(found[kind]).iter() for text in
                 (node.text, *node.attrib.values()) if text}  # fmt: skip
        assert {words[0], words[1]} - shown == set(), kind
    with zipfile.ZipFile(io.BytesIO(found["csv"])) as tables:
        (entities,) = [n for n in tables.namelist() if n.endswith("entities.csv")]
        rows = list(csv.reader(io.StringIO(tables.read(entities).decode("utf-8"), newline="")))
    assert len(rows) == 1 + len(texts)


AMOUNTS = st.sampled_from(["$5 million", "3 millones de euros", "1.000 €", "=1+1", "10-15m", ""])
DATES = st.sampled_from(["2014-09-02", "1er mai 2015", "03/04/2012", "3201-01-01", "soon", ""])


@settings(
    max_examples=4,
    deadline=None,
    phases=[Phase.explicit, Phase.generate],
    suppress_health_check=list(HealthCheck),
)
@given(st.lists(TEXTS, min_size=3, max_size=3), AMOUNTS, DATES)
@example(["</a>&amp;]]>", 'x\x01"\\"', "=1+1"], "1.000 €", "03/04/2012")
def test_whatever_a_table_brings_comes_out_of_every_export(
    texts: list[str], amount: str, date: str
) -> None:
    rows = [
        ["Buyer", "Target", "Date", "Price", "Link", "Notes"],
        [f"Ash {texts[0]}", "Birch", date, amount, f"https://example.org/{texts[1]}", texts[2]],
        ["Cedar", f"Dogwood {texts[1]}", "2014-01-02", "$5 million", "", f"N {texts[0]}"],
    ]
    with tempfile.TemporaryDirectory() as name, pytest.MonkeyPatch.context() as patch:
        place, table = Path(name) / "data", Path(name) / "deals.csv"
        patch.setenv("XDG_CACHE_HOME", f"{name}/cache")
        with table.open("w", encoding="utf-8", newline="", errors="replace") as file:
            csv.writer(file).writerows(rows)
        before = load(settle(place))
        run = ["import", str(table), "--data", str(place), "--yes", "--despite-doubts"]
        if main(run):  # Refused in words; then nothing has changed.
            assert load(place) == before
            return
        assert file_problems(place)[0] == []
        brought = set(load(place).entities) - set(before.entities)
        with kg.open(place) as store:
            found = {kind: export.data(store, kind) for kind in export.FORMATS}
            labels = {one.label for one in store.entities() if one.iri in brought}
    assert brought
    for kind, form in (("turtle", "turtle"), ("rdfxml", "xml")):
        values = {str(node) for node in Graph().parse(data=found[kind], format=form).objects()}
        assert labels - values == set(), kind
    assert json.loads(found["jsonld"])
    for kind in ("graphml", "gexf"):
        assert len(list(ET.fromstring(found[kind]).iter())) > len(brought)
