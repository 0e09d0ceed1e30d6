"""Generated deals among firms, as a data folder: for measuring and for looking at pages."""

from __future__ import annotations

import random
from pathlib import Path

PREFIXES = """\
@prefix tp: <https://w3id.org/tech-partnerships/ontology#> .
@prefix e: <https://w3id.org/tech-partnerships/entity/> .
@prefix s: <https://w3id.org/tech-partnerships/source/> .
@prefix dcterms: <http://purl.org/dc/terms/> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
"""
RELATIONS = ("partnersWith", "competesWith", "supplies", "assists", "acquires", "licensesTo")
MODALITIES = ("fact", "agreement", "plan", "hint")


def folder(place: Path, firms: int, deals: int, sources: int = 20, seed: int = 1) -> Path:
    """A data folder with so many firms and cited claims; who has many ties gets more."""
    chance = random.Random(seed)  # noqa: S311  (nothing secret)
    place.mkdir(parents=True, exist_ok=True)
    names = [f'e:firm-{i} a tp:Company ; skos:prefLabel "Firm {i}" .\n' for i in range(firms)]
    (place / "entities.ttl").write_text(PREFIXES + "".join(names), encoding="utf-8")
    told: dict[int, list[str]] = {number: [] for number in range(sources)}
    ends = list(range(firms))
    for number in range(deals):
        a, b = chance.choice(ends), chance.choice(ends)
        b = b if a != b else (a + 1) % firms
        ends += [a, b]
        paper = chance.randrange(sources)
        told[paper].append(_claim(number, paper, a, b, chance))
    for paper, claims in told.items():
        source = place / "sources" / f"paper-{paper}"
        source.mkdir(parents=True, exist_ok=True)
        head = (
            f's:paper-{paper} a tp:Source ; dcterms:title "Paper {paper}" ; '
            f'dcterms:publisher "Generated" ; dcterms:date "2020-01-01" ; '
            f"dcterms:source <http://example.org/{paper}> .\n"
        )
        (source / "claims.ttl").write_text(PREFIXES + head + "".join(claims), encoding="utf-8")
    return place


def _claim(number: int, paper: int, a: int, b: int, chance: random.Random) -> str:
    relation = chance.choices(RELATIONS, (6, 3, 3, 2, 2, 1))[0]
    modality = chance.choices(MODALITIES, (6, 2, 2, 1))[0]
    return (
        f"<https://w3id.org/tech-partnerships/source/paper-{paper}/claim/c{number}> a tp:Claim ; "
        f"tp:subject e:firm-{a} ; tp:relation tp:{relation} ; tp:object e:firm-{b} ; "
        f"tp:evidence tp:cited ; tp:attributedTo s:paper-{paper} ; tp:form tp:narration ; "
        f'tp:summary "Firm {a} {relation} firm {b}" ; tp:modality tp:{modality} ; '
        f"tp:polarity tp:affirmed .\n"
    )
