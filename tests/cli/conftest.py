"""Shared fixtures of the command line's tests."""

import shutil
import subprocess
import sys

import pytest

import kg
from kg.cli import main


@pytest.fixture
def say(capfd):
    """Call `kg` in this process: its exit code, its results, its messages."""

    def call(*arguments):
        code: object
        try:
            code = main([str(argument) for argument in arguments])
        except SystemExit as ended:
            code = ended.code
        return code, *capfd.readouterr()

    return call


@pytest.fixture
def shell():
    """Call `kg` in a process of its own."""

    def call(*arguments, **options):
        command = [sys.executable, "-m", "kg.cli", *arguments]
        return subprocess.run(command, capture_output=True, timeout=60, check=False, **options)

    return call


@pytest.fixture
def copy(tmp_path):
    """A copy of the shipped data that a test may spoil."""
    return shutil.copytree(kg.home("data"), tmp_path / "data")
