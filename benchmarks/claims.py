"""Data folders of any size that look like real ones: many sources, quoted claims, passages."""

from collections.abc import Iterator
from pathlib import Path
from random import Random

from kg.model.vocab import ENTITY, PREFIXES, SOURCE

CLAIMS = 50  # a source
TRIPLES = 23  # a claim, its passage, its direct triples and its share of the rest

_HEAD = "".join(f"@prefix {name}: <{space}> .\n" for name, space in sorted(PREFIXES.items()))
_SAID = {
    "fact": "{a} partners with {b}{more}.",
    "plan": "{a} plans to partner with {b}{more}.",
    "hint": "{a} hints that it partners with {b}{more}.",
}


def folder(place: Path, triples: int, seed: int = 1) -> Path:
    """A data folder of about that many triples; organizations with few ties and a few with many."""
    random = Random(seed)  # noqa: S311  (nothing secret)
    claims = triples // TRIPLES
    names = max(claims // 5, 20)
    place.mkdir(parents=True)
    with (place / "entities.ttl").open("w", encoding="utf-8") as file:
        file.write(_HEAD)
        for number in range(names):
            file.write(
                f'<{ENTITY[_slug(number)]}> a tp:Company ; skos:prefLabel "{_name(number)}" .\n'
            )
    for number in range(max(claims // CLAIMS, 1)):
        _source(place / "sources" / f"paper-{number}", number, random, names)
    return place


def _slug(number: int) -> str:
    return f"company-{number}"


def _name(number: int) -> str:
    return f"Company {number}"


def _source(place: Path, number: int, random: Random, names: int) -> None:
    place.mkdir(parents=True)
    source = str(SOURCE[place.name])
    text = ""
    lines = [
        _HEAD,
        f'<{source}> a tp:Source ; dcterms:title "Paper {number}" ; dcterms:publisher "Daily" ; '
        f'dcterms:date "20{10 + number % 15}-01-01" ; '
        f"dcterms:source <https://example.org/{place.name}> .\n",
    ]
    for claim in range(CLAIMS):
        modality = random.choice(["fact", "fact", "plan", "hint"])
        first, second = _pair(random, names)
        more, details = _details(f"{source}/claim/c{claim}", random)
        exact = _SAID[modality].format(a=_name(first), b=_name(second), more=more)
        start, text = len(text), f"{text}{exact} "
        about = (ENTITY[_slug(first)], ENTITY[_slug(second)], modality)
        lines += [*_claim(f"{source}/claim/c{claim}", about, exact, start), details]
    (place / "article.txt").write_text(text, encoding="utf-8")
    (place / "claims.ttl").write_text("".join(lines), encoding="utf-8")


def _details(claim: str, random: Random) -> tuple[str, str]:
    """An amount, a duration and a year for some claims: the words, and the statements."""
    words, stated = "", ""
    for name, unit, often in (("amount", "dollar", 0.2), ("duration", "year", 0.15)):
        if random.random() < often:
            number = random.randrange(2, 500)
            words += f" for {number} {unit}s"
            stated += (
                f"<{claim}> tp:{name} <{claim}/{name}> .\n<{claim}/{name}> a tp:Quantity ; "
                f'tp:wording "{number} {unit}s" ; tp:bound tp:exactly ; '
                f'tp:value {number} ; tp:unit "{unit}" .\n'
            )
    if random.random() < 0.3:
        year = random.randrange(2005, 2026)
        words += f" in {year}"
        stated += f'<{claim}> tp:when "{year}" .\n'
    return words, stated


def _pair(random: Random, names: int) -> tuple[int, int]:
    """Two companies, with a bias towards low numbers."""
    first = int(names * random.random() ** 3)
    second = int(names * random.random() ** 2)
    return first, second if second != first else (second + 1) % names


def _claim(iri: str, about: tuple[str, str, str], exact: str, start: int) -> Iterator[str]:
    subject, target, modality = about
    source, end = iri.partition("/claim/")[0], start + len(exact)
    yield (
        f"<{iri}> a tp:Claim ; tp:subject <{subject}> ; "
        f"tp:relation tp:partnersWith ; tp:object <{target}> ; "
        f"tp:evidence tp:quoted ; tp:attributedTo <{source}> ; tp:form tp:narration ; "
        f"tp:modality tp:{modality} ; tp:polarity tp:affirmed ; "
        f"tp:passage <{source}#char={start},{end}> .\n"
        f'<{source}#char={start},{end}> a tp:Passage ; oa:exact "{exact}" ; oa:start {start} ; '
        f"oa:end {end} ; oa:hasSource <{source}> .\n"
    )
