"""The committed bundles equal a build of their sources."""

import json
import re
import shutil
import subprocess
from pathlib import Path

ROOT = Path(__file__).parent.parent
FRONTEND = ROOT / "frontend"
STATIC = ROOT / "kg" / "ui" / "static"


def test_the_committed_bundles_are_what_the_sources_build_to(tmp_path: Path):
    npm = shutil.which("npm")
    assert npm, "npm is not installed; on Debian: apt install npm"
    work = tmp_path / "frontend"
    shutil.copytree(FRONTEND, work, ignore=shutil.ignore_patterns("node_modules"))
    subprocess.run([npm, "ci", "--no-fund", "--no-audit"], cwd=work, check=True, timeout=240)
    subprocess.run(["node", "build.mjs", tmp_path / "built"], cwd=work, check=True, timeout=60)
    built = sorted((tmp_path / "built").iterdir())
    assert len(built) >= 9
    for path in built:
        committed = STATIC / path.name
        assert committed.read_bytes() == path.read_bytes(), f"{path.name}: run npm run build"


def test_the_lock_names_no_registry_and_pins_every_package():
    lock = json.loads((FRONTEND / "package-lock.json").read_text(encoding="utf-8"))
    packages = {name: about for name, about in lock["packages"].items() if name}
    assert len(packages) > 8
    assert not [name for name, about in packages.items() if "resolved" in about]
    assert all(about["integrity"].startswith("sha512-") for about in packages.values())


def test_every_bundled_package_has_its_licence_in_the_notices():
    notices = (STATIC / "NOTICES.txt").read_text(encoding="utf-8")
    about = json.loads((FRONTEND / "package.json").read_text(encoding="utf-8"))
    bundled = [name for name in about["devDependencies"] if name != "esbuild"]
    assert len(bundled) > 5
    for name in bundled:
        assert f"\n{name} {about['devDependencies'][name]} (" in notices


def test_no_source_file_is_longer_than_300_lines_or_parses_html():
    sources = sorted((FRONTEND / "src").glob("*.js"))
    assert len(sources) > 8
    for path in sources:
        text = path.read_text(encoding="utf-8")
        assert len(text.splitlines()) <= 300, path.name
        assert not re.search(r"\.(inner|outer)HTML|insertAdjacentHTML|document\.write", text), path


def test_every_component_is_mounted_by_the_one_function():
    mounted, by_hand = set(), set()
    for path in sorted((FRONTEND / "src").glob("*.js")):
        text = path.read_text(encoding="utf-8")
        if re.search(r"^export default mounted\(\w+\);$", text, re.MULTILINE):
            mounted.add(path.stem)
        if "new WeakMap" in text:
            by_hand.add(path.stem)
    assert mounted == {
        "article",
        "draft",
        "drawing",
        "editor",
        "map",
        "menu",
        "results",
        "search",
        "selecting",
    }
    # What is selected is no element: it only remembers what it said last.
    assert by_hand == {"dom", "focus"}


def test_the_bundles_name_no_other_machine_to_load_from():
    for path in STATIC.glob("*.js"):
        text = path.read_text(encoding="utf-8")
        assert not re.search(r"""(?:import|fetch|src\s*=)\s*\(?["'`]https?://""", text), path.name
