import os

import pytest

import kg


def test_help_explains_itself_with_examples(say):
    code, out, err = say("--help")
    assert (code, err) == (0, "")
    assert "kg query --question" in out
    assert "1 if the data or the query is at fault" in out


def test_help_does_not_wait_for_a_database_library(shell):
    done = shell("--help", env=os.environ | {"PYTHONPROFILEIMPORTTIME": "1"})
    assert b"kg.cli.arguments" in done.stderr
    assert b"pyoxigraph" not in done.stderr
    assert b"streamlit" not in done.stderr


def test_the_version_is_the_packages(say):
    assert say("--version") == (0, f"kg {kg.__version__}\n", "")


@pytest.mark.parametrize(
    "arguments",
    [
        (),
        ("frobnicate",),
        ("query",),
        ("query", "ASK {}", "--file", "f.rq"),
        ("query", "ASK {}", "--level", "firm"),
        ("query", "ASK {}", "--timeout", "soon"),
        ("query", "ASK {}", "--timeout", "-1"),
        ("export",),
        ("export", "--format", "docx"),
        ("serve", "--port", "65536"),
        ("serve", "--port", "http"),
        ("check", "--dat", "somewhere"),
    ],
)
def test_wrong_usage_is_exit_code_two_and_says_why(say, arguments):
    code, out, err = say(*arguments)
    assert (code, out) == (2, "")
    assert err.startswith("usage: kg")
