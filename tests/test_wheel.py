"""The wheel, installed where nothing else of the project is."""

import os
import re
import shutil
import subprocess
import sys
import sysconfig
import venv
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from zipfile import ZipFile

import httpx
import pytest

ROOT = Path(__file__).parent.parent


@pytest.fixture(scope="module")
def wheel(tmp_path_factory):
    """A wheel built from the files that git keeps."""
    source, target = tmp_path_factory.mktemp("source"), tmp_path_factory.mktemp("wheel")
    names = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, check=True)
    for name in filter(None, names.stdout.decode().split("\0")):
        if (ROOT / name).exists():
            (source / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(ROOT / name, source / name)
    build = ["-m", "pip", "wheel", "--quiet", "--no-deps", "--no-build-isolation", "--no-index"]
    subprocess.run([sys.executable, *build, "-w", target, source], check=True)
    [built] = target.glob("*.whl")
    return built


@pytest.fixture(scope="module")
def installed(wheel, tmp_path_factory):
    """The `kg` of a virtual environment that has the wheel and sees our libraries, not our code."""
    folder = tmp_path_factory.mktemp("environment")
    venv.create(folder, symlinks=True)
    place = Path(sysconfig.get_path("purelib", vars={"base": str(folder)}))
    pip = [sys.executable, "-m", "pip", "--python", folder / "bin" / "python"]
    subprocess.run([*pip, "install", "--quiet", "--no-deps", "--no-index", wheel], check=True)
    # The libraries are those of this environment; the editable install of kg is not read, since
    # Python reads no .pth file of a folder that another .pth file names.
    (place / "libraries.pth").write_text(sysconfig.get_path("purelib") + "\n")
    return folder / "bin" / "kg"


@pytest.fixture
def kg(installed, tmp_path):
    """Call the installed `kg` from another folder, with a home of its own."""
    (tmp_path / "elsewhere").mkdir()

    def call(*arguments):
        return subprocess.run(
            [installed, *arguments],
            cwd=tmp_path / "elsewhere",
            env=surroundings(tmp_path),
            capture_output=True,
            text=True,
            timeout=120,
            check=False,
        )

    return call


def surroundings(home):
    """An environment that knows nothing of this checkout."""
    kept = {
        key: value for key, value in os.environ.items() if not key.startswith(("KG_", "PYTHON"))
    }
    return kept | {"HOME": str(home), "XDG_CACHE_HOME": str(home / "cache")}


def test_the_wheel_holds_all_that_is_needed(wheel):
    names = set(ZipFile(wheel).namelist())
    for name in (
        "kg/data/entities.ttl",
        "kg/data/LICENSE",
        "kg/data/sources/alicloud-nvidia/article.txt",
        "kg/ontology/partnerships.ttl",
        "kg/ontology/shapes.ttl",
        "kg/py.typed",
        "kg/ui/.streamlit/config.toml",
        "kg/ui/main.py",
        "kg/model/templates/claims.ttl",
    ):
        assert name in names
    # Folders without an __init__.py are packages too.
    assert {path.relative_to(ROOT).as_posix() for path in (ROOT / "kg").rglob("*.py")} <= names
    assert any(re.fullmatch(r"kg/ontology/questions/.+\.rq", name) for name in names)
    assert any(re.fullmatch(r"kg/ui/static/.+\.js", name) for name in names)
    assert not {name.split("/")[0] for name in names} - {"kg", *dist_info(names)}


def dist_info(names):
    return {name.split("/")[0] for name in names if ".dist-info/" in name}


def test_the_installed_package_is_the_wheel(installed):
    python = installed.with_name("python")
    place = subprocess.run(
        [python, "-c", "import kg; print(kg.__file__, kg.home('data'))"],
        capture_output=True,
        text=True,
        check=True,
        cwd="/",
    )
    assert str(ROOT) not in place.stdout.replace(str(sysconfig.get_path("purelib")), "")


def test_the_installed_command_checks_its_data(kg):
    done = kg("check")
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.endswith("no problems\n")


def test_the_installed_command_exports(kg):
    done = kg("export", "--format", "turtle")
    assert done.returncode == 0
    assert "tp:partnersWith" in done.stdout


@contextmanager
def running_app(installed: Path, home: Path) -> Iterator[str]:
    """The address of the installed app, started in a folder of no importance."""
    with subprocess.Popen(
        [installed, "app", "--port", "0"],
        cwd=home,
        env=surroundings(home),
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    ) as process:
        assert process.stdout is not None
        try:
            yield process.stdout.readline().strip()
        finally:
            process.terminate()


def listening(port: int) -> set[str]:
    """The addresses on which this machine listens at a port, as the kernel writes them."""
    rows = [
        line.split()
        for table in ("/proc/net/tcp", "/proc/net/tcp6")
        for line in Path(table).read_text().splitlines()[1:]
    ]
    return {
        address
        for address, local_port, state in ((*row[1].split(":"), row[3]) for row in rows)
        if int(local_port, 16) == port and state == "0A"
    }


@pytest.mark.skipif(sys.platform != "linux", reason="reads the kernel's list of sockets")
def test_the_installed_app_listens_on_this_machine_only(installed, tmp_path):
    with running_app(installed, tmp_path) as address:
        assert httpx.get(address, trust_env=False).status_code == 200
        # 127.0.0.1, least significant byte first.
        assert listening(int(address.rpartition(":")[2])) == {"0100007F"}


def test_the_installed_app_shows_its_page_and_reports_to_nobody(installed, tmp_path, page):
    # The fixture `page` fails the test if a request goes anywhere else, statistics included.
    with running_app(installed, tmp_path) as address:
        page.goto(address)
        page.get_by_role("heading", name="Who works with whom").wait_for()
        page.locator("canvas").first.wait_for()
        page.wait_for_load_state("networkidle")
