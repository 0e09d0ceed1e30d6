"""Takes the pictures in `docs/screenshots`, of the app on the shipped data.

python docs/screenshots.py [name …]
"""

import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from playwright.sync_api import Browser, sync_playwright

from benchmarks.deals import folder
from kg.workspace.workspace import settle

FOLDER = Path(__file__).parent / "screenshots"
CHROMIUM = "/usr/bin/chromium"
HINT = "/?claim=alicloud-nvidia/hinted-quantum-assistance"
WAY = "/?from=amazon-web-services&to=chinese-academy-of-sciences"
# name: address, width, height, colour scheme, whether colours are taken away
PICTURES = {
    "graph": ("/", 1280, 860, "light", False),
    "graph-dark": ("/", 1280, 860, "dark", False),
    "graph-narrow": (HINT, 400, 1500, "light", False),
    "graph-greyscale": ("/?source=all", 1280, 860, "light", True),
    "claim": (HINT, 1280, 1250, "light", False),
    "entity": ("/?entity=alicloud&open=alicloud", 1280, 1100, "light", False),
    "way": (WAY, 1280, 1500, "dark", False),
    "table": ("/?look=table", 1280, 860, "light", False),
    "differ": ("/?source=all&others=differ", 1280, 860, "light", False),
    "ask": ("/ask", 1280, 860, "light", False),
    "network": ("/network", 1280, 1100, "light", False),
    "compare": ("/compare?about=alicloud-nvidia/share-of-revenue", 1280, 1000, "light", False),
    "timeline": ("/timeline", 1280, 1000, "light", False),
    "tour": ("/?story=a-headline-cross-examined&step=2", 1280, 860, "light", False),
    "add": ("/add?source=alicloud-nvidia", 1280, 1000, "light", False),
    "codebook": ("/codebook", 1280, 860, "light", False),
    "downloads": ("/downloads", 1280, 860, "light", False),
}
# Of generated deals among 400 firms, as the map is for data of one's own.
MAPS = {"map": ("/", 1280, 860, "light", False)}
PATIENCE = 60_000
SETTLED = 2_500


def take(browser: Browser, address: str, name: str) -> None:
    """Take one picture."""
    path, width, height, scheme, grey = (PICTURES | MAPS)[name]
    page = browser.new_page(
        viewport={"width": width, "height": height},
        color_scheme="dark" if scheme == "dark" else "light",
    )
    page.goto(address + path)
    page.locator(".stMain").locator("h1, h2").first.wait_for(timeout=PATIENCE)
    if name in MAPS:
        page.locator(".list button").first.wait_for(state="attached", timeout=PATIENCE)
    elif path.startswith("/?") or path == "/":
        page.locator(".text p").first.wait_for(timeout=PATIENCE)
    # What is still to come stands as a grey box.
    page.wait_for_function("!document.querySelector('[data-testid=stSkeleton]')", timeout=PATIENCE)
    if grey:
        page.add_style_tag(content="html { filter: grayscale(1); }")
    page.wait_for_timeout(SETTLED)
    page.screenshot(path=FOLDER / f"{name}.png")
    page.close()


def main(names: list[str]) -> None:
    """Start the app, take the pictures that were named or all, and end it."""
    FOLDER.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory() as place:
        # A folder of one's own, as the Add page asks for; it begins as a copy of the shipped data.
        data = settle(Path(place) / "workspace", example=True)
        command = [sys.executable, "-m", "kg.cli", "app", "--port", "0", "--data", str(data)]
        _pictures(command, [name for name in names or PICTURES if name in PICTURES])
        deals = folder(Path(place) / "deals", 400, 520)
        _pictures([*command[:-1], str(deals)], [n for n in names or MAPS if n in MAPS])


def _pictures(command: list[str], names: list[str]) -> None:
    with started(command) as (browser, address):
        for name in names:
            take(browser, address, name)


@contextmanager
def started(command: list[str]) -> Iterator[tuple[Browser, str]]:
    """A browser, and the address of the app that the command starts; both end with the block."""
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as app:
        assert app.stdout is not None
        address = app.stdout.readline().strip()
        try:
            with sync_playwright() as playwright:
                browser = playwright.chromium.launch(
                    executable_path=CHROMIUM, args=["--no-sandbox"]
                )
                yield browser, address
                browser.close()
        finally:
            app.terminate()


if __name__ == "__main__":
    main(sys.argv[1:])
