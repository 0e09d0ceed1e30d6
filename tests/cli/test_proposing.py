"""`kg propose`: claims read from a source by rules, and by a model on request."""

import json
import sys

import pytest

from kg.model.vocab import ENTITY
from tests.ui.add.test_language_model import Service, service

__all__ = ["service"]

TEXT = """Acme buys Bell

Acme and Cargo said in May 2016 they have teamed up on chips.
NVIDIA will invest up to $5 million in Bell by 2018. Acme will buy Bell. Acme sits near Dove.
"""


@pytest.fixture
def added(say, tmp_path, monkeypatch):
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "home"))
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
    assert (
        "NVIDIA is to invest up to $5 million in Bell (by 2018): plan, according to the source"
        in out
    )
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
