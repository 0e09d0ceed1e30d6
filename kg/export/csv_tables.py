"""Three tables for spreadsheets: entities, claims, and the quotes they rest on."""

import csv
import io
import re
import zipfile
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence

from rdflib import DCTERMS, RDF, SKOS

from kg.export.csv_metadata import MANY, metadata
from kg.export.selection import Contents, text
from kg.model.ontology import vocabulary
from kg.model.vocab import ENTITIES, OA, TP

_NUMBER = re.compile(r"-?[0-9]+(\.[0-9]+)?")
_MIDNIGHT = (1980, 1, 1, 0, 0, 0)  # a fixed time, so that two runs write the same file
_NAMES = ("relation", "form", "modality", "polarity", "evidence")
_ENDS = ("subject", "object", "attributedTo")
_MANY = ("jointlyWith", "field", "audience", "condition")
_PLAIN = ("deadlineYear", "when", "summary", "retracted")
_ABOUT = {
    "source title": DCTERMS.title,
    "source publisher": DCTERMS.publisher,
    "source date": DCTERMS.date,
    "source address": DCTERMS.source,
}

Known = dict[str, dict[str, list[str]]]


def csv_zip(chosen: Contents) -> Iterator[bytes]:
    """A zip of `entities.csv`, `claims.csv` and `quotes.csv`, described by `csv-metadata.json`."""
    known: Known = defaultdict(lambda: defaultdict(list))
    entities = []
    for quad in chosen.quads:
        known[text(quad.subject)][quad.predicate.value].append(text(quad.object))
        if text(quad.graph_name) == str(ENTITIES) and quad.predicate.value == str(SKOS.prefLabel):
            entities.append(text(quad.subject))
    claims = sorted(chosen.claims)
    target = io.BytesIO()
    tables = {
        "entities.csv": list(_entities(known, entities)),
        "claims.csv": list(_claims(known, claims)),
        "quotes.csv": list(_quotes(known, claims)),
    }
    about = metadata({name: rows[0] for name, rows in tables.items()})
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, rows in tables.items():
            archive.writestr(zipfile.ZipInfo(name, _MIDNIGHT), _table(rows))
        archive.writestr(zipfile.ZipInfo("csv-metadata.json", _MIDNIGHT), about)
    yield target.getvalue()


def _entities(known: Known, entities: Sequence[str]) -> Iterator[Sequence[str]]:
    yield ("entity", "name", "classes", "other names", "wider fields", "notes")
    for iri in entities:
        about = known[iri]
        classes = map(_local, about[str(RDF.type)])
        columns = (about[str(SKOS[n])] for n in ("altLabel", "broader", "editorialNote"))
        yield (iri, _one(about[str(SKOS.prefLabel)]), _joined(classes), *map(_joined, columns))


def _claims(known: Known, claims: Sequence[str]) -> Iterator[Sequence[str]]:
    ends = [f"{name}{suffix}" for name in _ENDS for suffix in ("", " name")]
    quantities = [f"{q} {part}" for q in ("amount", "duration") for part in _QUANTITY]
    about = ("source", *_ABOUT)
    yield ("claim", *ends, *_NAMES, "firmness", *quantities, *_PLAIN, *_MANY, "notes", *about)
    firmness = vocabulary().firmness
    for iri in claims:
        claim = known[iri]
        names = [_local(_one(claim[str(TP[name])])) for name in _NAMES]
        source = iri.partition("/claim/")[0]
        yield (
            iri,
            *(cell for name in _ENDS for cell in _named(known, _one(claim[str(TP[name])]))),
            *names,
            firmness.get(names[_NAMES.index("modality")], ""),
            *(c for q in ("amount", "duration") for c in _quantity(known, claim[str(TP[q])])),
            *(_one(claim[str(TP[name])]) for name in _PLAIN),
            *(_joined(claim[str(TP[name])]) for name in _MANY),
            _joined(claim[str(SKOS.note)]),
            source,
            *(_one(known[source][str(link)]) for link in _ABOUT.values()),
        )


_QUANTITY = ("wording", "bound", "value", "unit")


def _quantity(known: Known, quantities: Sequence[str]) -> list[str]:
    about = known[_one(quantities)] if quantities else defaultdict(list)
    wording, bound, value, unit = (_one(about[str(TP[part])]) for part in _QUANTITY)
    return [wording, _local(bound), value, unit]


def _quotes(known: Known, claims: Sequence[str]) -> Iterator[Sequence[str]]:
    yield ("claim", "source", "start", "end", "quote")
    for iri in claims:
        for passage in known[iri][str(TP.passage)]:
            about = known[passage]
            links = (OA.hasSource, OA.start, OA.end, OA.exact)
            yield (iri, *(_one(about[str(link)]) for link in links))


def _named(known: Known, iri: str) -> tuple[str, str]:
    about = known[iri] if iri else defaultdict(list)
    return iri, _one(about[str(SKOS.prefLabel)] or about[str(DCTERMS.title)])


def _table(rows: Iterable[Sequence[str]]) -> bytes:
    written = io.StringIO()
    csv.writer(written, lineterminator="\r\n").writerows([safe(c) for c in row] for row in rows)
    # With a byte order mark: without it spreadsheets take UTF-8 for something else.
    return written.getvalue().encode("utf-8-sig")


def safe(cell: str) -> str:
    """A cell that no spreadsheet runs as a formula."""
    risky = cell[:1] in {"=", "+", "-", "@", "\t", "\r", "\n"} and not _NUMBER.fullmatch(cell)
    return f"'{cell}" if risky else cell


def _local(iri: str) -> str:
    return iri.removeprefix(str(TP))


def _one(values: Sequence[str]) -> str:
    return values[0] if values else ""


def _joined(values: Iterable[str]) -> str:
    return MANY.join(values)
