from argparse import Namespace
from pathlib import Path

import pytest

from kg.cli import terminal
from kg.errors import BadInput
from kg.resources import home

HERE, THERE = "http://127.0.0.1:1/here", "http://127.0.0.1:1/there"


@pytest.mark.parametrize(
    ("data", "store", "environment", "folder", "service"),
    [
        (None, None, {}, None, None),
        (None, HERE, {"KG_STORE": THERE}, None, HERE),
        (None, None, {"KG_STORE": THERE}, None, THERE),
        ("mine", None, {"KG_STORE": THERE}, "mine", None),
        (None, HERE, {"KG_DATA": "ours"}, "ours", HERE),
        (None, None, {"KG_DATA": "ours", "KG_STORE": THERE}, "ours", None),
        (None, None, {"KG_STORE": ""}, None, None),
    ],
)
def test_an_option_beats_the_environment_and_a_folder_named_beats_a_service_there(
    monkeypatch, data, store, environment, folder, service
):
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    given = Namespace(data=data, store=store)
    assert terminal.service(given) == service
    assert terminal.named(given) == (Path(folder) if folder else None)
    assert terminal.folder(given) == (Path(folder) if folder else home("data"))


@pytest.mark.parametrize("command", ["query", "app", "serve", "network", "export"])
def test_a_folder_and_a_service_at_once_are_refused(say, command):
    more = {"query": ["ASK {}"], "export": ["--format", "turtle"], "network": ["degree"]}
    code, out, err = say(command, *more.get(command, []), "--data", "mine", "--store", HERE)
    assert (code, out) == (1, "")
    assert "give one" in err


@pytest.mark.parametrize("command", ["app", "serve"])
def test_a_service_that_does_not_answer_is_told_before_anything_is_served(
    say, command, monkeypatch
):
    monkeypatch.setattr("kg.store.http_service._PAUSE", 0.01)
    code, out, err = say(command, "--port", "0", "--store", "http://127.0.0.1:9/sparql")
    assert (code, out) == (1, "")
    assert "does not answer" in err


def test_bad_input_is_what_both_at_once_are():
    with pytest.raises(BadInput):
        terminal.store(Namespace(data="mine", store=HERE))
