"""Speed of the Graph page in a browser: clicks, filters, and maps of three sizes.

    python -m benchmarks.graph

Writes docs/benchmarks-graph.md.
"""

from __future__ import annotations

import math
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path

from playwright.sync_api import Browser, Page, WebSocket, sync_playwright

from benchmarks.deals import folder

OUT = Path(__file__).parent.parent / "docs" / "benchmarks-graph.md"
CHROMIUM = "/usr/bin/chromium"
PATIENCE = 600_000
# No graphics card: WebGL is drawn by the processor.
SOFTWARE = ("--use-gl=angle", "--use-angle=swiftshader", "--enable-unsafe-swiftshader")
REPEATS = 7
# Lines of one statement.
LINE = ".list button[data-kind=edges]:not([data-id*=' '])"
NODE = ".list button[data-kind=nodes]"
EVIDENCE = ".st-key-panel h2"
# The frame lies in a shadow root.
FRAME = """() => {
  window.kgFrame = [...document.querySelectorAll("*")].map((host) => host.shadowRoot)
    .map((root) => root && root.querySelector(".frame")).find((frame) => frame && frame.renders);
}"""
# Firms, deals, and how fast the first screen is to be there.
SIZES = ((28, 91, "2 s"), (1700, 3200, "3 s"), (26_000, 60_000, "8 s"))

HEAD = """# How fast the Graph page answers
Written by `python -m benchmarks.graph`: Debian's Chromium and the app on one machine, medians of
{repeats} runs. A click is timed from the key press to the highlighted sentence; a filter from the
click to the new picture; a page from its address to the drawn picture, the server being warm.
Meanwhile {load:.1f} processes on average wanted the machine's {cores} processors: above that,
times are those of a busy machine.

| what | measured | wanted |
|---|---|---|
"""


def main() -> str:
    """Measure, then write the report and return it as Markdown."""
    # Profiles beneath the table are written by hand, each with its date.
    kept = "".join(OUT.read_text(encoding="utf-8").partition("\n## ")[1:])
    with tempfile.TemporaryDirectory() as place, sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=CHROMIUM, args=["--no-sandbox", *SOFTWARE]
        )
        middle = folder(Path(place) / "middle", 300, 900)
        with running(None) as address:
            rows = article(browser, address)
        with running(middle) as address:
            rows += [filtered(browser, address)]
        for firms, deals, wanted in SIZES:
            data = folder(Path(place) / str(firms), firms, deals)
            with running(data) as address:
                what = f"{firms:,} firms and {deals:,} deals"
                rows += network(browser, address, what, wanted)
            # What is measured is kept, even if a larger network is too much for the machine.
            head = HEAD.format(repeats=REPEATS, load=os.getloadavg()[2], cores=os.cpu_count())
            text = head + "\n".join(rows) + "\n" + kept
            OUT.write_text(text, encoding="utf-8")
        browser.close()
    return text


@contextmanager
def running(data: Path | None) -> Iterator[str]:
    """The address of the app on a data folder, or on the shipped data."""
    command = [sys.executable, "-m", "kg.cli", "app", "--port", "0"]
    environment = os.environ | ({"KG_DATA": str(data)} if data else {})
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env=environment) as app:
        assert app.stdout is not None
        yield app.stdout.readline().strip()
        app.terminate()


def article(browser: Browser, address: str) -> list[str]:
    """Measure opening the first article, clicks on its lines, and the data sent by a click."""
    page, _ = load(browser, address)
    clicks, sizes = [], []
    for number in range(REPEATS):
        line = page.locator(LINE).nth(number)
        line.focus()
        received(page)
        clicks.append(taken(partial(line.press, "Enter"), page, ".some.on"))
        page.wait_for_timeout(1500)
        sizes.append(received(page))
        page.go_back()
        page.wait_for_timeout(1500)
    page.close()
    return [
        f"| a click on a line → its sentence highlighted | {statistics.median(clicks):.2f} s | "
        "under 0.3 s |",
        f"| what a click sends to the browser | {max(sizes) / 1000:.1f} kB at most | under 20 kB |",
    ]


def load(browser: Browser, address: str) -> tuple[Page, float]:
    """A page with the picture drawn, and how long that takes when the server is warm."""
    times = []
    for turn in range(4):
        page = browser.new_page(viewport={"width": 1280, "height": 900})
        listen(page)
        start = time.perf_counter()
        page.goto(address, timeout=PATIENCE)
        page.locator(".list button[data-kind=nodes]").first.wait_for(
            state="attached", timeout=PATIENCE
        )
        times.append(time.perf_counter() - start)
        if turn < 3:
            page.close()
    # The first visit makes what later ones share.
    return page, statistics.median(times[1:])


def listen(page: Page) -> None:
    """Count the bytes that the page's connection brings."""
    counted = {"bytes": 0}

    def opened(socket: WebSocket) -> None:
        def came(payload: str | bytes) -> None:
            counted["bytes"] += len(payload)

        socket.on("framereceived", came)

    page.on("websocket", opened)
    COUNTS[id(page)] = counted


COUNTS: dict[int, dict[str, int]] = {}


def received(page: Page) -> int:
    """The bytes that came since the last time one asked."""
    counted = COUNTS[id(page)]
    found, counted["bytes"] = counted["bytes"], 0
    return found


def taken(act: Callable[[], object], page: Page, shown: str) -> float:
    """Seconds until an element is visible."""
    start = time.perf_counter()
    act()
    page.locator(shown).first.wait_for(state="attached", timeout=PATIENCE)
    return time.perf_counter() - start


def filtered(browser: Browser, address: str) -> str:
    """Switching a step of firmness off and on, with 300 nodes drawn."""
    page, _ = load(browser, f"{address}/?kind=Company&source=all")
    page.wait_for_timeout(1500)
    nodes = page.locator(".list button[data-kind=nodes]").count()
    times = []
    for number in range(REPEATS):
        state = "false" if number % 2 == 0 else "true"
        step = page.locator("[data-step=suggested]")
        shown = f"[data-step=suggested][aria-pressed={state}]"
        times.append(taken(step.click, page, shown))
        page.wait_for_timeout(800)
    page.close()
    return f"| a filter with {nodes} nodes drawn | {statistics.median(times):.2f} s | under 0.3 s |"


def network(browser: Browser, address: str, what: str, wanted: str) -> list[str]:
    """Measure opening a network as a picture or map, moving it, and a click on one of its nodes."""
    page, opened = load(browser, address)
    page.wait_for_timeout(1500)
    rows = [f"| opening {what} | {opened:.2f} s | at most {wanted} |"]
    if page.locator(".sigma-nodes").count():
        rows += [f"| moving it | {panned(page):.0f} pictures a second | 20 at 26,000 |"]
    times = []
    for number in range(REPEATS):
        node = page.locator(NODE).nth(number)
        node.focus()
        times.append(taken(partial(node.press, "Enter"), page, EVIDENCE))
        page.wait_for_timeout(1000)
        page.go_back()
        page.locator(EVIDENCE).first.wait_for(state="detached")
        page.wait_for_timeout(1000)
    page.close()
    clicked = statistics.median(times)
    return [*rows, f"| a click on a node of it → its statements | {clicked:.2f} s | under 0.3 s |"]


def panned(page: Page) -> float:
    """Pictures drawn a second while the map is dragged to and fro."""
    box = page.locator(".frame").bounding_box()
    assert box is not None
    x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
    count = "() => window.kgFrame.renders()"
    page.evaluate(FRAME)
    page.mouse.move(x, y)
    page.mouse.down()
    before, start = page.evaluate(count), time.perf_counter()
    step = 0
    while time.perf_counter() - start < 3:
        step += 1
        page.mouse.move(x + 150 * math.sin(step / 10), y + 60 * math.cos(step / 10))
    drawn, lasted = page.evaluate(count) - before, time.perf_counter() - start
    page.mouse.up()
    return float(drawn / lasted)


if __name__ == "__main__":
    print(main())
