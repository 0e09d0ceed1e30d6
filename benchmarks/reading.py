"""Articles that `kg propose` reads in a second, in one process and in two.

Usage: python -m benchmarks.reading [--articles 200]

Each article has 500 words or more: paragraphs of the texts that come with this project and of
`news.toml`, in an order drawn with a fixed seed. Half of the paragraphs are of `news.toml`, in
which almost every sentence states something, so that most real articles are read faster. On a
busy machine only processor time tells two versions apart.
"""

import argparse
import random
import resource
import subprocess
import sys
import time
import tomllib
from multiprocessing import Pool

from benchmarks.news import PASSAGES
from kg.extraction.proposals import proposals
from kg.model.folder import read
from kg.resources import home


def articles(count: int, words: int = 500, seed: int = 1) -> list[str]:
    """Texts of at least so many words, the same ones for the same seed."""
    draw = random.Random(seed)  # noqa: S311
    dense = [one["text"] for one in tomllib.loads(PASSAGES.read_text("utf-8"))["passage"]]
    kept = (s.text for s in read(home("data")).sources.values() if s.text)
    plain = [part for text in kept for part in text.split("\n") if 20 < len(part.split()) < 150]
    made = []
    for _ in range(count):
        parts: list[str] = []
        while sum(len(part.split()) for part in parts) < words:
            parts.append(draw.choice(draw.choice((dense, plain))))
        made.append("\n\n".join(parts))
    return made


def _read(text: str) -> tuple[int, float]:
    begun = time.process_time()
    return len(proposals(text, {})), time.process_time() - begun


def main() -> None:
    """Print the start-up time and the rates."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--articles", type=int, default=200)
    given = parser.parse_args()
    listed, warm = articles(given.articles), articles(20, seed=2)
    script = "from kg.extraction.cues import cues; from kg.extraction import proposals; cues()"
    begun = time.perf_counter()
    subprocess.run([sys.executable, "-c", script], check=True)
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    print(
        f"start-up {time.perf_counter() - begun:.2f} s by the clock, "
        f"{used.ru_utime + used.ru_stime:.2f} s of processor time"
    )
    for count in (1, 2):
        with Pool(count) as pool:
            pool.map(_read, warm * count, chunksize=len(warm))
            begun = time.perf_counter()
            found = pool.map(_read, listed, chunksize=5)
            spent = time.perf_counter() - begun
        busy = sum(seconds for _, seconds in found) / count
        print(
            f"{count} process(es): {len(listed) / spent:.1f} articles a second by the clock, "
            f"{len(listed) / busy:.1f} by processor time, {sum(n for n, _ in found)} proposals"
        )


if __name__ == "__main__":
    main()
