"""An archive read into a workspace: sources with proposals, and nothing that passes as a claim."""

import io
import json
import zipfile
from pathlib import Path

import pytest

import kg
from benchmarks.reading import articles
from kg import export
from kg.analysis.network import organizations
from kg.export.selection import contents, text
from kg.extraction.archive import claim_proposals, decide, queue, read_archive
from kg.extraction.proposals import cues_of
from kg.model import proposed
from kg.model.vocab import SOURCE, TP
from kg.ui import shared_data
from kg.ui.shared_data import Opened
from kg.validation.report import file_problems
from kg.workspace import saving
from kg.workspace.workspace import load, settle

DEAL = "Nordwind has acquired Kelpie Robotics for $340 million. Medisoft is a rival of Lumenor."
WORDS = " ".join(f"It was the {n}th such deal of the year in a busy market." for n in range(20))


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "a.txt").write_text(f"Nordwind Buys Kelpie\n\n{DEAL}\n\n{WORDS}")
    (tmp_path / "in" / "b.txt").write_text("Other news\n\nZephyr Air has acquired Halden Games.")
    (tmp_path / "in" / "c.pdf").write_bytes(b"no pdf")
    return settle(tmp_path / "ws")


def test_every_text_becomes_a_source_with_proposals_and_no_claim(folder: Path) -> None:
    report = read_archive(folder, folder.parent / "in", processes=1)
    assert (report.sources, report.copies, report.known) == (2, 0, 0)
    assert [one.name for one in report.errors] == ["c.pdf"]
    state = load(folder)
    source = state.sources[str(SOURCE["nordwind-buys-kelpie"])]
    assert source.claims == ()
    listed = proposed.read(folder / "sources" / source.slug)
    said = {(p.subject.label, p.relation.rpartition("#")[2], p.object.label) for p in listed}
    assert ("Nordwind", "acquires", "Kelpie Robotics") in said
    assert all(source.text and source.text[p.start : p.end] == p.exact for p in listed)
    assert file_problems(folder)[0] == []


def test_a_second_reading_passes_over_what_was_read(folder: Path) -> None:
    read_archive(folder, folder.parent / "in", processes=1)
    before = {p: p.read_bytes() for p in folder.rglob("*") if p.is_file() and p.name != ".lock"}
    report = read_archive(folder, folder.parent / "in", processes=1)
    assert (report.sources, report.known) == (0, 2)
    assert {p: p.read_bytes() for p in before} == before


def test_near_copies_are_one_source_with_both_addresses(folder: Path, tmp_path: Path) -> None:
    rows = [
        {"text": f"{DEAL}\n\n{WORDS}", "url": "https://a.example/1", "publisher": "Wire"},
        {"text": f"By our own staff.\n\n{DEAL}\n\n{WORDS}", "url": "https://b.example/2"},
        {"text": "Something else is told here of no firm at all.", "url": "https://c.example/3"},
    ]
    table = tmp_path / "t.jsonl"
    table.write_text("\n".join(map(json.dumps, rows)))
    report = read_archive(folder, table, processes=1)
    assert (report.sources, report.copies) == (2, 1)
    (kept,) = [s for s in load(folder).sources.values() if s.address == "https://a.example/1"]
    assert kept.notes == ("The same text also stands at: https://b.example/2.",)


def test_a_proposal_is_in_a_graph_of_its_own_and_nowhere_else(folder: Path) -> None:
    read_archive(folder, folder.parent / "in", processes=1)
    store = kg.open(folder)
    name = proposed.graph(str(SOURCE["nordwind-buys-kelpie"]))
    assert name in store.graphs()
    asked = f"ASK {{ ?p a <{TP.Proposal}> }}"
    for level in ("stated", "agreed", "intended", "all"):
        assert not store.ask(asked, level=level)
    assert store.ask(asked.replace("{ ?p", "{ GRAPH ?g { ?p") + "}")
    merely = kg.open(kg.resources.home("data"))
    ties = f"SELECT * WHERE {{ GRAPH ?how {{ ?a <{TP.acquires}> ?b }} }}"
    assert len(store.select(ties)) == len(merely.select(ties))
    assert not any(map(proposed.is_graph, {text(q.graph_name)
                                           for q in contents(store).quads}))  # fmt: skip
    assert any(proposed.is_graph(text(q.graph_name))
               for q in contents(store, unreviewed=True).quads)  # fmt: skip


def test_no_ranking_counts_proposals_unless_they_are_asked_for(folder: Path) -> None:
    read_archive(folder, folder.parent / "in", processes=1)
    store = kg.open(folder)
    plain, wider = kg.network.graph(store), kg.network.graph(store, unreviewed=True)
    added = set(wider.edges(keys=True)) - set(plain.edges(keys=True))
    assert set(plain.edges(keys=True)) < set(wider.edges(keys=True))
    assert all(wider.edges[edge]["unreviewed"] for edge in added)
    part = organizations(wider, "stated")
    names = {(wider.nodes[a]["label"], wider.nodes[b]["label"]) for a, b in part.edges()}
    assert ("Nordwind", "Kelpie Robotics") in names
    assert "Nordwind" not in {data["label"] for _, data in organizations(plain).nodes(data=True)}


def test_an_export_holds_proposals_only_where_they_are_asked_for(folder: Path) -> None:
    read_archive(folder, folder.parent / "in", processes=1)
    store = kg.open(folder)
    for kind in export.FORMATS:
        plain, wider = (export.data(store, kind, unreviewed=more) for more in (False, True))
        if kind == "csv":
            with (
                zipfile.ZipFile(io.BytesIO(plain)) as one,
                zipfile.ZipFile(io.BytesIO(wider)) as two,
            ):
                assert set(two.namelist()) - set(one.namelist()) == {"proposals.csv"}
                assert two.read("claims.csv") == one.read("claims.csv")
                assert b"Kelpie Robotics" in two.read("proposals.csv")
        else:
            assert (b"/proposal/" in plain, b"/proposal/" in wider) == (False, True)
    own = export.data(store, "nquads", source="other-news", unreviewed=True).decode()
    assert "other-news/proposal/" in own
    assert "nordwind-buys-kelpie/proposal/" not in own


def test_a_proposal_in_the_network_names_its_cue_and_its_speaker(folder: Path) -> None:
    read_archive(folder, folder.parent / "in", processes=1)
    wider = kg.network.graph(kg.open(folder), unreviewed=True)
    (said,) = [d for *_, d in wider.edges(data=True) if "Zephyr" in d.get("quote", "")]
    assert said["cue"].startswith("acquired")
    assert said["speaker"] == str(SOURCE["other-news"])


def test_what_is_decided_waits_no_longer(folder: Path) -> None:
    read_archive(folder, folder.parent / "in", processes=1)
    place = folder / "sources" / "other-news"
    (first,) = proposed.read(place)
    record = json.loads((place / "record.json").read_text())
    record[f"proposal/{first.key}"] = {"decision": "rejected"}
    (place / "record.json").write_text(json.dumps(record))
    assert proposed.read(place) == []
    assert len(proposed.read(place, decided=True)) == 1
    assert proposed.graph(str(SOURCE["other-news"])) not in kg.open(folder).graphs()


def test_a_claim_among_proposals_sets_the_source_aside(folder: Path) -> None:
    read_archive(folder, folder.parent / "in", processes=1)
    path = folder / "sources" / "other-news" / "proposals.ttl"
    path.write_text(path.read_text().replace("a tp:Proposal", "a tp:Claim"))
    assert "is not part of a proposal" in kg.open(folder).aside["other-news"]


def test_a_source_is_removed_with_its_proposals(folder: Path) -> None:
    read_archive(folder, folder.parent / "in", processes=1)
    saving.remove(folder, "other-news")
    assert not (folder / "sources" / "other-news").exists()


def test_two_processes_give_the_same_files_as_one(tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    for number, words in enumerate(articles(20, words=60)):
        (tmp_path / "in" / f"{number}.txt").write_text(f"Report {number}\n\n{words}")
    found = []
    for count in (1, 2):
        place = settle(tmp_path / f"ws{count}")
        read_archive(place, tmp_path / "in", processes=count)
        files = sorted((place / "sources").rglob("*"))
        found.append({p.relative_to(place): p.read_bytes() for p in files if p.is_file()})
    assert found[0] == found[1]
    assert len(found[0]) > 60


def test_what_is_proposed_most_often_comes_first_and_a_contested_pair_before_it(
    tmp_path: Path,
) -> None:
    lines = ["Nordwind has acquired Kelpie Robotics.", "Nordwind bought Kelpie Robotics in March.",
             "Zephyr Air has acquired Halden Games.", "Medisoft is a rival of Lumenor.",
             "Medisoft has signed a partnership with Lumenor."]  # fmt: skip
    folder = workspace_of(tmp_path, lines)
    found = [(g.listed[0].subject.label, len(g.listed), g.contested) for g in queue(folder)]
    assert found == [
        ("Medisoft", 1, True), ("Medisoft", 1, True), ("Nordwind", 2, False),
        ("Zephyr Air", 1, False),
    ]  # fmt: skip


def test_an_accepted_proposal_becomes_a_claim_and_a_decision_that_is_counted(folder: Path) -> None:
    read_archive(folder, folder.parent / "in", processes=1)
    listed = [p for group in queue(folder) for p in group.listed]
    (deal,) = [p for p in listed if p.object.label == "Halden Games"]
    before = load(folder)
    saving.save(folder, before, claim_proposals(before, [deal], cues_of(folder)), "accepted")
    (claim,) = [c for s in load(folder).sources.values() for c in s.claims]
    assert (claim.relation, claim.passage and claim.passage.exact) == ("acquires", deal.exact)
    assert {(g.right, g.decided) for g in queue(folder)
            if g.listed[0].sign == deal.sign} <= {(1, 1)}  # fmt: skip
    assert deal.key not in {
        p.key for g in queue(folder) for p in g.listed if p.source == deal.source
    }
    assert file_problems(folder)[0] == []


def workspace_of(place: Path, lines: list[str]) -> Path:
    """A workspace into which an archive was read whose texts say a line each."""
    (place / "in").mkdir()
    for number, line in enumerate(lines):
        (place / "in" / f"{number}.txt").write_text(f"Day {number}\n\n{line}\n")
    folder = settle(place / "ws")
    read_archive(folder, place / "in", processes=1)
    return folder


def test_only_what_says_the_same_the_same_way_round_is_decided_at_once(tmp_path: Path) -> None:
    lines = ["Nordwind has acquired Kelpie Robotics.", "Kelpie Robotics has acquired Nordwind.",
             "Nordwind plans to acquire Kelpie Robotics."]  # fmt: skip
    folder = workspace_of(tmp_path, lines)
    assert [len(group.listed) for group in queue(folder)] == [1, 1, 1]


def test_decisions_are_counted_by_cue_whatever_the_names(tmp_path: Path) -> None:
    lines = ["Nordwind has acquired Kelpie Robotics.", "Zephyr Air has acquired Halden Games.",
             "Oracle is to buy Medisoft."]  # fmt: skip
    folder = workspace_of(tmp_path, lines)
    (one,) = [p for g in queue(folder) for p in g.listed if p.subject.label == "Nordwind"]
    before = load(folder)
    saving.save(folder, before, decide(before, [one], "rejected"), "rejected")
    counts = {g.listed[0].subject.label: (g.right, g.decided) for g in queue(folder)}
    assert counts == {"Zephyr Air": (0, 1), "Oracle": (0, 0)}


def test_the_pages_hold_proposals_apart_and_only_on_demand(folder: Path) -> None:
    read_archive(folder, folder.parent / "in", processes=1)
    store = kg.open(folder)
    here = Opened(store, kg.network.graph(store))
    waiting = {p.iri for group in queue(folder) for p in group.listed}
    assert (here.waiting, here.proposals) == (len(waiting), {})
    more = here.with_unreviewed
    assert set(more.proposals) == waiting
    assert more.key != here.key
    (deal,) = [c for c in more.proposals.values() if c.amount]
    assert shared_data.claim(more, deal.iri) is deal
    assert {row["claim"] for row in shared_data.brief(more, deal.subject)} == {deal.iri}
    assert shared_data.carried(more, "/compare?about=a") == "/compare?about=a&unreviewed=1"
    assert shared_data.carried(here, "/compare?about=a") == "/compare?about=a"
