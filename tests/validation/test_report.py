"""The evidence contract on whole folders: problems and their places."""

import hashlib
import json
import re
import shutil
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from rdflib import Graph

from kg.errors import Problem
from kg.model.claims import Claim, Source
from kg.model.folder import Data, read
from kg.resources import home
from kg.validation.report import file_problems, graph_problems, problems, shacl_problems
from kg.validation.triple_rules import ontology_problems


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    """A copy of the shipped data that a test may spoil."""
    return Path(shutil.copytree(home("data"), tmp_path / "data"))


def test_the_shipped_data_the_ontology_and_the_shapes_have_no_problem() -> None:
    found, counts = file_problems(home("data"), shacl=True)
    assert [str(problem) for problem in found] == []
    shipped = read(home("data"))
    claims = [claim for source in shipped.sources.values() for claim in source.claims]
    assert counts.quoted + counts.cited == len(claims) > 40
    assert counts.quoted == sum(claim.passage is not None for claim in claims)
    assert (counts.entities, counts.sources) == (len(shipped.entities), len(shipped.sources))
    assert str(counts) == (
        f"{counts.entities} entities, {counts.quoted} quoted claims, "
        f"{counts.cited} cited claims, {counts.sources} sources"
    )


def test_one_changed_character_of_one_quote_names_the_claim_and_the_place(copy: Path) -> None:
    file = copy / "sources" / "alicloud-nvidia" / "claims.ttl"
    spoilt = file.read_text(encoding="utf-8").replace("Bloomberg predicts", "Bloomberg predicted")
    file.write_text(spoilt.replace("predicted that", "predicts thet"), encoding="utf-8")
    found, _ = file_problems(copy)
    (problem,) = found
    assert problem.file == "sources/alicloud-nvidia/claims.ttl"
    assert problem.claim in {c.slug for c in _claims(copy) if "thet" in _exact(c)}
    assert "“at AliCloud " in problem.right
    assert "“et AliCloud " in problem.right


def test_a_changed_text_is_noticed_by_every_claim_behind_the_change(copy: Path) -> None:
    article = copy / "sources" / "alicloud-nvidia" / "article.txt"
    article.write_bytes(article.read_bytes().replace(b"Image", b"A picture of"))
    found, counts = file_problems(copy)
    assert len({problem.claim for problem in found}) > counts.quoted / 2
    assert all("they stand at" in problem.wrong for problem in found)


def test_every_single_offset_of_the_shipped_data_is_checked() -> None:
    shipped = read(home("data"))
    for source in shipped.sources.values():
        for one in source.claims:
            if one.passage is None:
                continue
            moved = replace(one.passage, start=one.passage.start + 1, end=one.passage.end + 1)
            spoilt = replace(source, claims=(replace(one, passage=moved),))
            found = problems(Data(shipped.entities, {source.iri: spoilt}))
            assert any("the quote is not" in problem.wrong for problem in found), one.iri


def test_a_file_that_is_not_turtle_is_named_with_its_line(copy: Path) -> None:
    (copy / "sources" / "alicloud-nvidia" / "claims.ttl").write_text("@prefix x: <y:> .\nx:a x:b\n")
    found, counts = file_problems(copy)
    broken = [p for p in found if p.file == "sources/alicloud-nvidia/claims.ttl"]
    assert len(broken) == 1
    assert re.search(r"claims\.ttl, line \d: not valid Turtle", broken[0].wrong)
    assert str(copy) not in str(broken[0])
    assert counts.quoted < 40


def test_a_folder_without_entities_says_so(copy: Path) -> None:
    (copy / "entities.ttl").unlink()
    found, _ = file_problems(copy)
    assert any(p.file == "entities.ttl" and "is missing" in p.wrong for p in found)
    assert any(p.wrong.startswith("undeclared subject") for p in found)


@pytest.mark.parametrize(
    ("file", "line", "wrong"),
    [
        ("sources/alicloud-nvidia/claims.ttl",
         "entity:umbrella a tp:Company ; skos:prefLabel \"Umbrella\"@en .",
         "this file describes what belongs in another"),
        ("entities.ttl",
         "<https://w3id.org/tech-partnerships/source/x> a tp:Source .",
         "this file describes what belongs in another"),
        ("sources/alicloud-nvidia/claims.ttl",
         "entity:nvidia tp:competesWith entity:alibaba .",
         "a direct triple is written: tp:competesWith"),
        ("entities.ttl",
         "entity:nvidia tp:partnersWith entity:alibaba .",
         "a direct triple is written: tp:partnersWith"),
    ],
)  # fmt: skip
def test_each_thing_has_its_file(copy: Path, file: str, line: str, wrong: str) -> None:
    with (copy / file).open("a", encoding="utf-8") as open_file:
        open_file.write("\n" + line + "\n")
    found, _ = file_problems(copy)
    assert (file, wrong) in {(problem.file, problem.wrong) for problem in found}


def test_a_folder_describes_the_source_of_its_name(copy: Path) -> None:
    (copy / "sources" / "alicloud-nvidia").rename(copy / "sources" / "renamed")
    found, _ = file_problems(copy)
    assert any("does not describe the source of its folder" in problem.wrong for problem in found)


def test_a_problem_found_by_both_engines_is_told_once(copy: Path) -> None:
    file = copy / "sources" / "alicloud-nvidia" / "claims.ttl"
    spoilt = file.read_text(encoding="utf-8").replace("tp:hint", "tp:rumour", 1)
    file.write_text(spoilt, encoding="utf-8")
    found, _ = file_problems(copy, shacl=True)
    assert [problem.wrong for problem in found] == ["unknown modality: rumour"]


def test_checking_a_graph_does_not_change_it() -> None:
    path = home("ontology") / "examples" / "violating" / "entity-without-name.ttl"
    graph = Graph().parse(path, format="turtle")
    before = set(graph)
    assert graph_problems(graph)
    assert shacl_problems(graph)
    assert set(graph) == before


def test_an_address_too_many_is_found_without_shacl_in_a_folder_of_any_size(tmp_path: Path) -> None:
    many = "".join(_cited(number) for number in range(320))
    folder = tmp_path / "sources" / "news"
    folder.mkdir(parents=True)
    (tmp_path / "entities.ttl").write_text(PREFIXES)
    (folder / "claims.ttl").write_text(
        PREFIXES + 'source:news a tp:Source ; dcterms:title "News" ; '
        "dcterms:source <https://example.org/> , <https://example.com/> .\n" + many
    )
    found, counts = file_problems(tmp_path)
    assert counts.cited == 320
    assert any("more than one address" in problem.wrong for problem in found)


def test_four_thousand_claims_without_a_fault_have_no_problem() -> None:
    large = _copies(read(home("data")), 4000)
    found = problems(large)
    assert found == []
    assert sum(len(source.claims) for source in large.sources.values()) >= 4000


def test_a_problem_is_one_line_whatever_it_quotes() -> None:
    problem = Problem("entities.ttl", "acme", "a name\nover two lines", "one line")
    assert str(problem) == "entities.ttl: acme: a name over two lines; one line"


def test_the_ontology_and_the_shapes_are_checked_too(tmp_path: Path) -> None:
    assert ontology_problems(home("ontology")) == []
    for name in ("partnerships.ttl", "shapes.ttl"):
        shutil.copy(home("ontology") / name, tmp_path)
    core = tmp_path / "partnerships.ttl"
    core.write_text(
        core.read_text(encoding="utf-8")
        .replace('owl:versionInfo "0.1.0"', 'owl:versionInfo "9.9.9"')
        .replace('rdfs:label "company"@en ;', "")
        .replace("tp:denied", "tp:negated"),
        encoding="utf-8",
    )
    found = {
        (problem.file, problem.wrong.partition(":")[0]) for problem in ontology_problems(tmp_path)
    }
    assert found == {
        ("ontology/partnerships.ttl", "the version is not the package’s"),
        ("ontology/partnerships.ttl", "the term does not have exactly one rdfs"),
        ("ontology/shapes.ttl", "the shapes name a term that the ontology does not have"),
    }


def test_shapes_that_cannot_be_read_are_a_problem_with_a_line(tmp_path: Path) -> None:
    shutil.copy(home("ontology") / "partnerships.ttl", tmp_path)
    (tmp_path / "shapes.ttl").write_text("@prefix sh: <x:> .\n\n sh:a sh:b\n")
    (problem,) = ontology_problems(tmp_path)
    assert "ontology/shapes.ttl, line" in problem.wrong


PREFIXES = """
@prefix tp: <https://w3id.org/tech-partnerships/ontology#> .
@prefix source: <https://w3id.org/tech-partnerships/source/> .
@prefix entity: <https://w3id.org/tech-partnerships/entity/> .
@prefix dcterms: <http://purl.org/dc/terms/> .
"""


def _cited(number: int) -> str:
    return f"""
<https://w3id.org/tech-partnerships/source/news/claim/c-{number}> a tp:Claim ;
    tp:subject entity:a ; tp:object entity:b ; tp:relation tp:partnersWith ;
    tp:evidence tp:cited ; tp:summary "{number}" ; tp:attributedTo source:news ;
    tp:form tp:narration ; tp:modality tp:fact ; tp:polarity tp:affirmed .
"""


def _copies(shipped: Data, least: int) -> Data:
    """The shipped data over and over, each copy of a source under a name of its own."""
    sources: dict[str, Source] = {}
    total = 0
    while total < least:
        for source in shipped.sources.values():
            iri = f"{source.iri}-{len(sources)}"
            moved = tuple(_moved(claim, source.iri, iri) for claim in source.claims)
            sources[iri] = replace(source, iri=iri, claims=moved)
            total += len(moved)
    return Data(shipped.entities, sources)


def _moved(claim: Claim, old: str, new: str) -> Claim:
    return replace(
        claim,
        iri=claim.iri.replace(old, new),
        source=new,
        attributed_to=claim.attributed_to.replace(old, new),
        condition=tuple(iri.replace(old, new) for iri in claim.condition),
    )


def _claims(folder: Path) -> Iterator[Claim]:
    for source in read(folder).sources.values():
        yield from source.claims


def _exact(claim: Claim) -> str:
    return claim.passage.exact if claim.passage else ""


def test_a_text_that_changed_after_it_was_added_is_noticed(tmp_path: Path) -> None:
    copy = Path(shutil.copytree(home("data"), tmp_path / "data"))
    place = copy / "sources" / "alicloud-nvidia"
    text = (place / "article.txt").read_bytes()
    record = place / "record.json"
    record.write_text(json.dumps({"sha256": hashlib.sha256(text).hexdigest()}))
    assert file_problems(copy)[0] == []
    (place / "article.txt").write_bytes(text + b" ")
    (changed,) = file_problems(copy)[0]
    assert changed.file == "sources/alicloud-nvidia/article.txt"
    assert changed.wrong == "the text has changed since it was added"
    record.write_text("[1")
    (unread,) = file_problems(copy)[0]
    assert unread.file == "sources/alicloud-nvidia/record.json"
