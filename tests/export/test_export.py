"""Exports: the same bytes every time, and nothing lost on the way out and back."""

import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterable, Mapping
from typing import Any

import pyoxigraph as ox
import pytest
from rdflib import OWL, RDF, Dataset, Graph, Literal, URIRef
from rdflib.compare import isomorphic, to_isomorphic

import kg
from kg import export
from kg.errors import BadInput, NotFound
from kg.model.vocab import DIRECT_GRAPHS, ENTITIES, ENTITY, ONTOLOGY, SOURCE, TP
from kg.store.formats import GRAPHS, ROWS, FileFormat
from tests.small_data import hostile_folder

# rdflib warns of its own habits.
IGNORED = pytest.mark.filterwarnings("ignore::DeprecationWarning:rdflib")
ARTICLE = SOURCE["alicloud-nvidia"]


@pytest.fixture
def hostile(tmp_path, monkeypatch):
    """A store with texts that formats trip over."""
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    with kg.open(hostile_folder(tmp_path / "data")) as opened:
        yield opened


def iri(term: object) -> str:
    assert isinstance(term, ox.NamedNode)
    return term.value


def same(left: Dataset, right: Dataset) -> bool:
    names = {g.identifier for g in (*left.graphs(), *right.graphs()) if len(g)}
    return all(isomorphic(left.graph(name), right.graph(name)) for name in names)


def parsed(body: bytes, form: ox.RdfFormat) -> set[ox.Quad]:
    return canonical(ox.parse(body, form))


def canonical(quads: Iterable[ox.Quad]) -> set[ox.Quad]:
    dataset = ox.Dataset(quads)
    dataset.canonicalize(ox.CanonicalizationAlgorithm.RDFC_1_0)
    return set(dataset)


@pytest.mark.parametrize("kind", export.FORMATS)
def test_two_processes_write_the_same_bytes(store, kind):
    code = f"import sys, kg; kg.export.write(kg.open(), {kind!r}, sys.stdout.buffer)"
    environment = os.environ | {"PYTHONHASHSEED": "7", "TZ": "Asia/Tokyo"}
    other = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, check=True, env=environment
    )
    assert other.stdout == export.data(store, kind)


@pytest.mark.parametrize("fixture", ["store", "hostile"])
@pytest.mark.parametrize("kind", ["trig", "nquads", "jsonld"])
def test_named_graphs_come_back_as_they_went(request, fixture, kind):
    opened = request.getfixturevalue(fixture)
    body = export.data(opened, kind)
    form = ox.RdfFormat.from_extension(export.FORMATS[kind].extension)
    assert form is not None
    assert parsed(body, form) == canonical(opened.quads())


@IGNORED
def test_data_to_store_to_trig_to_store_is_isomorphic(store):
    again = ox.Store()
    again.bulk_load(export.data(store, "trig"), ox.RdfFormat.TRIG)
    assert canonical(again) == canonical(store.quads())
    found = Dataset()
    found.parse(data=export.data(store, "trig"), format="trig")
    assert same(found, store.dataset())


@pytest.mark.parametrize("fixture", ["store", "hostile"])
@pytest.mark.parametrize("kind", ["turtle", "rdfxml"])
def test_one_graph_holds_all_but_the_softer_ties(request, fixture, kind):
    opened = request.getfixturevalue(fixture)
    if fixture == "hostile" and kind == "rdfxml":
        with pytest.raises(BadInput, match=r"control characters.*Turtle"):
            export.data(opened, kind)
        return
    form = "turtle" if kind == "turtle" else "xml"
    found = Graph().parse(data=export.data(opened, kind), format=form)
    assert to_isomorphic(found) == to_isomorphic(opened.graph())


def test_a_hint_is_no_triple_in_turtle(store):
    found = Graph().parse(data=export.data(store, "turtle"), format="turtle")
    hinted = set(store.dataset().graph(URIRef(TP.suggested)))
    stated = set(store.dataset().graph(URIRef(TP.stated)))
    assert hinted - stated
    assert not (hinted - stated) & set(found)


def test_turtle_alone_declares_its_relations(store):
    found = Graph().parse(data=export.data(store, "turtle", source=ARTICLE.split("/")[-1]))
    used = {p for _, p, _ in found if str(p).startswith(str(TP))}
    assert TP.partnersWith in used
    kinds = {OWL.ObjectProperty, OWL.DatatypeProperty, OWL.AnnotationProperty}
    assert [p for p in used if not kinds & set(found.objects(p, RDF.type))] == []


@pytest.mark.parametrize("kind", ["turtle", "trig"])
def test_rapper_reads_what_we_write(hostile, tmp_path, kind):
    program = shutil.which("rapper")
    assert program, "rapper is not installed; on Debian: apt install raptor2-utils"
    file = tmp_path / "graph"
    file.write_bytes(export.data(hostile, kind))
    ended = subprocess.run(
        [program, "-c", "-i", kind, str(file)], capture_output=True, text=True, check=True
    )
    form = ox.RdfFormat.TURTLE if kind == "turtle" else ox.RdfFormat.TRIG
    assert f"returned {len(parsed(file.read_bytes(), form))} triples" in ended.stderr


def test_turtle_is_readable(store):
    text = export.data(store, "turtle", source="alicloud-nvidia", texts=False).decode()
    assert re.search(r"\nentity:alibaba a tp:Agent ,(\n +tp:\w+ ,?)+;\n    rdfs:label \"Alib", text)
    assert "\nalicloud-nvidia:" in text
    assert "\\#" not in text


def test_no_blank_node_has_a_label(store):
    assert b"_:" not in export.data(store, "turtle", texts=False)
    assert b"owl:members ( tp:" in export.data(store, "turtle")


def test_text_with_quotes_and_line_ends_survives_turtle(hostile):
    found = Graph().parse(data=export.data(hostile, "turtle"), format="turtle")
    assert found.value(SOURCE.paper, TP.text) == Literal(
        'Acme, Bolt, Core, Dyna said: "yes""" \\ and\r\nleft.\n"""'
    )


@pytest.mark.parametrize("kind", ["turtle", "trig", "nquads", "jsonld"])
def test_texts_can_be_left_out_and_quotes_stay(store, kind):
    with_texts, without = (export.data(store, kind, texts=texts) for texts in (True, False))
    assert b"Alibaba innovate its AliCloud offering" in without
    assert len(with_texts) - len(without) > 2000


@IGNORED
def test_one_source_brings_its_claims_entities_and_ties_only(store):
    found = Dataset()
    found.parse(data=export.data(store, "trig", source="alicloud-nvidia"), format="trig")
    graphs = {str(g.identifier) for g in found.graphs() if len(g)}
    assert graphs == {str(ONTOLOGY), str(ENTITIES), str(ARTICLE), *map(str, DIRECT_GRAPHS)}
    whole = store.dataset()
    assert isomorphic(found.graph(ARTICLE), whole.graph(ARTICLE))
    assert 0 < len(found.graph(ENTITIES)) < len(whole.graph(ENTITIES))


def test_an_unknown_source_is_named_with_the_known_ones(store):
    with pytest.raises(NotFound, match=r"'nowhere'; there are: .*alicloud-nvidia"):
        export.data(store, "turtle", source="nowhere")


def test_an_unknown_format_is_named_with_the_known_ones(store):
    with pytest.raises(BadInput, match=r"'docx'; there are: turtle, trig"):
        export.data(store, "docx")


def test_a_selection_has_the_condition_of_its_claim_and_never_makes_it_a_tie(hostile):
    chosen = [f"{SOURCE.paper}/claim/then"]
    quads = parsed(export.selection(hostile, chosen, "trig"), ox.RdfFormat.TRIG)
    subjects = {iri(q.subject) for q in quads if iri(q.predicate) == str(TP.relation)}
    assert subjects == {f"{SOURCE.paper}/claim/then", f"{SOURCE.paper}/claim/wish"}
    ties = {
        (iri(q.subject), iri(q.predicate), iri(q.object))
        for q in quads
        if iri(q.graph_name) == str(TP.suggested)
    }
    assert (str(ENTITY.acme), str(TP.competesWith), str(ENTITY.core)) in ties
    assert not [tie for tie in ties if tie[1] == str(TP.partnersWith)]
    named = {iri(q.subject) for q in quads if iri(q.graph_name) == str(ENTITIES)}
    assert named == {str(ENTITY[name]) for name in ("acme", "bolt", "core")}


def test_the_condition_alone_is_no_tie_either(hostile):
    body = export.selection(hostile, [f"{SOURCE.paper}/claim/wish"], "trig")
    assert not [q for q in parsed(body, ox.RdfFormat.TRIG) if "partnersWith" in iri(q.predicate)]


def test_a_selection_of_an_unknown_claim_is_refused(store):
    with pytest.raises(NotFound, match="claim/nothing"):
        export.selection(store, [f"{ARTICLE}/claim/nothing"], "turtle")


def test_json_ld_is_compact(store):
    document = json.loads(export.data(store, "jsonld"))
    assert document["@context"]["tp"] == str(TP)
    entities = next(g for g in document["@graph"] if g["@id"] == str(ENTITIES))
    alibaba = next(n for n in entities["@graph"] if n["@id"] == "entity:alibaba")
    assert alibaba["@type"] == ["tp:Agent", "tp:Company", "tp:Entity", "tp:Organization"]


def test_a_format_without_a_writer_cannot_exist():
    with pytest.raises(TypeError, match="writer"):
        export.Format("GML", "gml", "text/x-gml", purpose="the network")  # type: ignore[call-arg]


def test_no_two_formats_share_a_name_or_an_ending():
    tables: tuple[Mapping[str, FileFormat[Any]], ...] = (export.FORMATS, GRAPHS, ROWS)
    for table in tables:
        forms = list(table.values())
        assert (
            len({form.label for form in forms}) == len({f.extension for f in forms}) == len(forms)
        )
