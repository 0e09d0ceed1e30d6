import signal
import socket
import subprocess
import sys

import httpx
import psutil
import pytest


def test_the_app_prints_its_address_when_it_answers(app):
    assert httpx.get(app, trust_env=False).status_code == 200


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux tells a child of its parent's end")
def test_an_app_that_is_killed_leaves_nothing_behind():
    command = [sys.executable, "-m", "kg.cli", "app", "--port", "0"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        address = process.stdout.readline().strip()
        assert httpx.get(address, trust_env=False).status_code == 200
        family = psutil.Process(process.pid).children(recursive=True)
        assert family
        process.kill()
    _, alive = psutil.wait_procs(family, timeout=20)
    assert alive == []
    with pytest.raises(httpx.ConnectError):
        httpx.get(address, trust_env=False)


def test_an_app_on_broken_data_says_so_at_once(say, copy):
    (copy / "entities.ttl").write_text("not turtle")
    code, out, err = say("app", "--port", "0", "--data", copy)
    assert (code, out) == (1, "")
    assert "entities.ttl" in err


def test_a_port_in_use_is_named(say):
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        for command in ("app", "serve"):
            code, out, err = say(command, "--port", port)
            assert (code, out) == (1, "")
            assert str(port) in err


def test_serve_says_where_it_listens_and_answers(running):
    with running("serve", "--port", "0") as address:
        answer = httpx.get(f"{address}/sparql", params={"query": "ASK {}"}, trust_env=False)
        assert answer.json()["boolean"] is True


def served(*options):
    """Output of `kg serve` until it is stopped: its first line, the rest, its messages."""
    with subprocess.Popen(
        [sys.executable, "-m", "kg.cli", "serve", "--port", "0", *options],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    ) as process:
        assert process.stdout is not None
        first = process.stdout.readline()
        process.send_signal(signal.SIGINT)
        return first, *process.communicate(timeout=20)


def test_serve_prints_one_line_and_ends_when_told():
    first, rest, err = served()
    assert first.startswith("listening on http://127.0.0.1:")
    assert rest == ""
    assert "Traceback" not in err


def test_serving_to_others_takes_a_token_or_a_word(say):
    code, out, err = say("serve", "--host", "0.0.0.0", "--port", "0")
    assert (code, out) == (1, "")
    assert all(way in err for way in ("--token", "KG_TOKEN", "--public"))


@pytest.mark.parametrize(
    ("options", "told"), [((), False), (("--public",), True), (("--public", "--host", "::"), False)]
)
def test_who_serves_the_public_on_an_address_of_this_machine_is_told(options, told):
    first, _, err = served(*options)
    assert first.startswith("listening on http://")
    assert ("only this machine reaches 127.0.0.1" in err) is told
    assert ("--host 0.0.0.0" in err) is told


def test_a_token_from_the_environment_is_asked_for(running):
    with running("serve", "--port", "0", KG_TOKEN="sesame") as address:
        place = f"{address}/sparql?query=ASK%20%7B%7D"
        assert httpx.get(place, trust_env=False).status_code == 401
        shown = {"Authorization": "Bearer sesame"}
        assert httpx.get(place, headers=shown, trust_env=False).status_code == 200


@pytest.mark.parametrize("url", ["http://127.0.0.1:9/store", "somewhere", "http://example.org/s"])
def test_what_cannot_be_published_to_is_named(say, url):
    code, out, err = say("publish", url)
    assert (code, out) == (1, "")
    assert url.partition("//")[2].partition("/")[0] in err or url in err
