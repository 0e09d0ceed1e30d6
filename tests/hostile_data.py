"""A data folder in which every name, quote and title tries something."""

from __future__ import annotations

from pathlib import Path

from kg.model.claims import Claim, Entity, Passage, Source
from kg.model.folder import as_turtle
from kg.model.triples import entity_triples, source_triples
from kg.model.vocab import ENTITY, SOURCE, TP
from tests.small_data import graph_of

NAMES = {
    "script": "</script><script>window.hacked=1</script>",
    "image": '<img src=x onerror="window.hacked=2">',
    "address": "javascript:window.hacked=3",
    "markdown": "[click me](javascript:window.hacked=4) **bold** `code` $x^2$ :red[red]",
    "reversed": "Evil \u202egnoteb\u202c Corporation",
    "invisible": "Zero\u200bwidth\u2060 Limited",
    "signs": "阿里云 🤝 クラウド 👩\u200d💻",
    "long": "Endless " + "x" * 10_000,
}
PAPER = str(SOURCE["hostile"])


def folder(place: Path) -> Path:
    """Write the folder: each name in a ring of partnerships with the next."""
    slugs = list(NAMES)
    text = "A headline </title><script>window.hacked=5</script>\n"
    claims = []
    for slug, following in zip(slugs, [*slugs[1:], slugs[0]], strict=True):
        sentence = f"{NAMES[slug]} partners with {NAMES[following]}."
        start = len(text)
        text += f"{sentence}\n"
        claims.append(
            Claim(
                iri=f"{PAPER}/claim/{slug}",
                source=PAPER,
                subject=str(ENTITY[slug]),
                relation="partnersWith",
                object=str(ENTITY[following]),
                attributed_to=PAPER,
                form="narration",
                modality="fact",
                passage=Passage(sentence, start, start + len(sentence)),
            )
        )
    source = Source(
        PAPER,
        title="</title><script>window.hacked=6</script>",
        text=text,
        publisher='"><img src=x onerror="window.hacked=7">',
        date="2020-01-01",
        creator="*Anon*",
        address="https://paper.example/?q=%3Cscript%3E",
        leaves_open=("<img src=x onerror=window.hacked=8>?",),
        claims=tuple(claims),
    )
    entities = [Entity(str(ENTITY[s]), NAMES[s], (str(TP.Company),)) for s in slugs]
    home = place / "sources" / "hostile"
    home.mkdir(parents=True)
    (place / "entities.ttl").write_text(as_turtle(graph_of(entity_triples(entities))), "utf-8")
    (home / "claims.ttl").write_text(as_turtle(graph_of(source_triples(source))), "utf-8")
    (home / "article.txt").write_bytes(text.encode("utf-8"))
    return place
