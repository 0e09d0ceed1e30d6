import json
import sys

import pytest

from kg.model.vocab import ENTITY
from kg.workspace.workspace import settle, usual
from tests.fake_language_model import Service, service

PAIRS = "SELECT ?a ?b WHERE { ?a tp:partnersWith ?b } ORDER BY ?a ?b"


def test_the_shipped_data_passes_and_is_counted(say):
    code, out, err = say("check")
    assert (code, err) == (0, "")
    assert out.splitlines()[-1].endswith("sources: no problems")
    assert "quoted claims" in out


def test_one_changed_character_of_a_quote_fails_and_names_the_claim(say, copy):
    path = copy / "sources" / "alicloud-nvidia" / "claims.ttl"
    text = path.read_text()
    assert text.count("has teamed up") > 0
    path.write_text(text.replace("has teamed up", "has teamed op"))
    code, out, _ = say("check", copy)
    assert code == 1
    assert "sources/alicloud-nvidia/claims.ttl: " in out.splitlines()[0]
    assert "teamed op" in out


def test_a_hint_recoded_as_a_fact_is_worth_a_second_look_and_no_error(say, copy):
    path = copy / "sources" / "alicloud-nvidia" / "claims.ttl"
    text = path.read_text()
    start = text.index("claim:hinted-quantum-assistance a ")
    assert "tp:modality tp:hint" in text[start : start + 1000]
    recoded = text[start:].replace("tp:modality tp:hint", "tp:modality tp:fact", 1)
    path.write_text(text[:start] + recoded)
    code, out, _ = say("check", copy)
    assert code == 0
    last, doubt = out.splitlines()[-2:]
    assert last == "worth a second look: 1 claim sounds firmer than its words"
    assert "hinted-quantum-assistance: coded as a fact" in doubt
    assert "“hinted” mostly tells of a hint" in doubt
    assert "worth a second look" not in say("check")[1]


def test_data_is_named_before_or_after_the_command(say, copy):
    (copy / "entities.ttl").unlink()
    before, after = say("--data", copy, "check"), say("check", "--data", copy)
    assert before == after
    assert before[0] == 1
    assert say("check")[0] == 0


def test_data_may_come_from_the_environment(say, copy, monkeypatch):
    monkeypatch.setenv("KG_DATA", str(copy / "nowhere"))
    assert say("check")[0] == 1
    assert say("check", copy)[0] == 0


def test_a_source_is_started_filled_anchored_and_found(say, tmp_path):
    work = tmp_path / "work"
    code, out, err = say("new", "my-article", "--data", work)
    assert (code, out) == (0, f"{work / 'sources' / 'my-article'}\n")
    assert "kg anchor" in err
    place = work / "sources" / "my-article"
    (place / "article.txt").write_text("Acme and Example work together.")
    (place / "claims.ttl").write_text(
        (place / "claims.ttl").read_text()
        + "claim:one a tp:Claim ; tp:subject entity:acme ; tp:relation tp:partnersWith ;"
        " tp:object entity:example ; tp:evidence tp:quoted ;"
        ' tp:passage [ oa:exact "Acme and Example work together" ] ;'
        " tp:attributedTo <https://w3id.org/tech-partnerships/source/my-article> ;"
        " tp:form tp:narration ; tp:modality tp:fact ; tp:polarity tp:affirmed .\n"
    )
    (work / "entities.ttl").write_text(
        (work / "entities.ttl").read_text()
        + 'entity:acme a tp:Company ; skos:prefLabel "Acme" .\n'
        + 'entity:example a tp:Company ; skos:prefLabel "Example" .\n'
    )
    assert say("anchor", place)[0] == 0
    assert say("check", work)[0] == 0
    code, out, _ = say("query", PAIRS, "--format", "csv", "--data", work)
    assert code == 0
    assert len(out.splitlines()) == 3, "the one tie, in both directions, under its heading"


def test_a_quote_that_is_not_in_the_text_is_shown_the_nearest_words(say, tmp_path):
    say("new", "one", "--data", tmp_path)
    place = tmp_path / "sources" / "one"
    (place / "article.txt").write_text("Acme and Example work together.")
    with (place / "claims.ttl").open("a") as file:
        file.write('claim:one a tp:Claim ; tp:passage [ oa:exact "Acme and Exmaple" ] .\n')
    code, _, err = say("anchor", place)
    assert code == 1
    assert "Acme and Example" in err


__all__ = ["service"]

TEXT = """Acme buys Bell

Acme and Cargo said in May 2016 they have teamed up on chips.
NVIDIA will invest up to $5 million in Bell by 2018. Acme will buy Bell. Acme sits near Dove.
"""


@pytest.fixture
def added(say, tmp_path, monkeypatch):
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "home"))
    settle(usual(), example=True)
    file = tmp_path / "deal.txt"
    file.write_text(TEXT, encoding="utf-8")
    assert say("add", file, "--slug", "deal")[0] == 0


@pytest.mark.usefixtures("added")
def test_each_proposal_is_told_with_all_that_was_read(say):
    code, out, err = say("propose", "deal")
    assert code == 0
    assert (
        "Acme partners with Cargo (in the field of chips): fact, according to Acme and Cargo" in out
    )
    plan = "NVIDIA is to invest up to $5 million in Bell (by the year 2018): plan"
    assert f"{plan}, according to the source" in out
    assert "two names, no proposal\n   “Acme sits near Dove.”" in out
    assert "nothing saved" in err


@pytest.mark.usefixtures("added")
def test_json_holds_what_a_program_needs(say):
    code, out, _ = say("propose", "deal", "--format", "json")
    assert code == 0
    one = next(each for each in json.loads(out) if each["relation"] == "investsIn")
    assert one["read_by"] == "rules"
    assert one["subject"]["entity"] == str(ENTITY.nvidia)
    assert one["amount"] == {
        "wording": "up to $5 million", "bound": "atMost", "value": "5000000", "unit": "dollar",
    }  # fmt: skip
    assert one["deadline_year"] == 2018
    passage = one["passage"]
    assert TEXT[passage["start"] : passage["end"]] == passage["exact"]


@pytest.mark.usefixtures("added", "service")
def test_a_model_is_asked_only_on_demand_and_what_leaves_is_said_first(say):
    say("propose", "deal")
    assert Service.heard == []
    code, out, err = say("propose", "deal", "--llm")
    assert code == 0
    assert len(Service.heard) == 1
    assert err.index("Nothing else leaves this machine") < err.index("dropped: its quote is not")
    assert "The whole text (" in err
    assert (
        "Acme is to acquire Bell: plan, according to the source, read by the language model" in out
    )


@pytest.mark.usefixtures("added")
def test_without_a_setting_llm_says_what_to_set(say, monkeypatch):
    monkeypatch.delenv("KG_LLM_MODEL", raising=False)
    code, out, err = say("propose", "deal", "--llm")
    assert (code, out) == (1, "")
    assert "set KG_LLM_MODEL to openai:NAME or anthropic:NAME" in err


@pytest.mark.usefixtures("added")
def test_without_the_extra_llm_says_what_to_install(say, monkeypatch):
    monkeypatch.setenv("KG_LLM_MODEL", "openai:small")
    monkeypatch.delitem(sys.modules, "kg.extraction.language_model", raising=False)
    monkeypatch.setitem(sys.modules, "pydantic_ai", None)
    code, _, err = say("propose", "deal", "--llm")
    assert code == 1
    assert "pip install 'tech-partnerships[llm]'" in err
