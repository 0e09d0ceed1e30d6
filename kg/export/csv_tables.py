"""Three tables for spreadsheets (entities, claims, quotes), and their CSV on the Web metadata."""

import csv
import io
import json
import re
import zipfile
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import chain
from typing import Any

from rdflib import DCTERMS, RDF, RDFS, SKOS
from rdflib.term import URIRef

from kg.export.selection import Contents, text
from kg.model.claims import FIELDS
from kg.model.ontology import narrowest, ontology, vocabulary
from kg.model.vocab import CSVW, ENTITIES, OA, TP, term_iri

_NUMBER = re.compile(r"-?[0-9]+(\.[0-9]+)?")
_MIDNIGHT = (1980, 1, 1, 0, 0, 0)  # a fixed time, so that two runs write the same file


def _columns(*kinds: str) -> list[str]:
    """The columns of a claim's fields of these kinds."""
    return [field.term for field in FIELDS if field.kind in kinds]


_QUANTITIES = _columns("quantity")
_NAMES = _columns("relation", "answer")
_ENDS = [field.term for field in FIELDS if field.kind == "entity" and not field.several]
_MANY = [field.term for field in FIELDS if field.several]
_PLAIN = [f.term for f in FIELDS if f.term not in (*_QUANTITIES, *_NAMES, *_ENDS, *_MANY)]
_ABOUT = {
    "source title": DCTERMS.title,
    "source publisher": DCTERMS.publisher,
    "source date": DCTERMS.date,
    "source address": DCTERMS.source,
}

# Of an unreviewed proposal: its ends first.
_PROPOSED = (
    "proposedSubject", "proposedObject", "proposedRelation", "proposedModality",
    "proposedPolarity", "noticedBy", "proposedSpeaker", "proposedAmount",
)  # fmt: skip
Known = dict[str, dict[str, list[str]]]


def csv_zip(chosen: Contents) -> Iterator[bytes]:
    """A zip of `entities.csv`, `claims.csv` and `quotes.csv`, described by `csv-metadata.json`.

    Where a workspace declares relations of its own there is a `relations.csv` too, and where the
    unreviewed proposals are asked for a `proposals.csv`.
    """
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
    if own := list(_own_relations(known)):
        tables["relations.csv"] = [("relation", "label", "definition", "wider relation"), *own]
    if chosen.proposals:
        tables["proposals.csv"] = list(_proposals(known, sorted(chosen.proposals)))
    about = metadata({name: rows[0] for name, rows in tables.items()})
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, rows in tables.items():
            archive.writestr(zipfile.ZipInfo(name, _MIDNIGHT), csv_file(rows))
        archive.writestr(zipfile.ZipInfo("csv-metadata.json", _MIDNIGHT), about)
    yield target.getvalue()


def _own_relations(known: Known) -> Iterator[Sequence[str]]:
    """The relations that a workspace declares itself, each with what it means."""
    for name, relation in vocabulary().relations.items():
        if relation.own and name in known:
            yield (name, relation.label, relation.definition, str(term_iri(relation.supers[0])))


def _entities(known: Known, entities: Sequence[str]) -> Iterator[Sequence[str]]:
    yield ("entity", "name", "classes", "other names", "wider fields", "notes")
    for iri in entities:
        about = known[iri]
        classes = map(_local, narrowest(tuple(about[str(RDF.type)])))
        columns = (about[str(SKOS[n])] for n in ("altLabel", "broader", "editorialNote"))
        yield (iri, _one(about[str(SKOS.prefLabel)]), _joined(classes), *map(_joined, columns))


def _claims(known: Known, claims: Sequence[str]) -> Iterator[Sequence[str]]:
    ends = [f"{name}{suffix}" for name in _ENDS for suffix in ("", " name")]
    quantities = [f"{q} {part}" for q in _QUANTITIES for part in _QUANTITY]
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
            *(c for q in _QUANTITIES for c in _quantity(known, claim[str(TP[q])])),
            *(_one(claim[str(TP[name])]) for name in _PLAIN),
            *(_joined(claim[str(TP[name])]) for name in _MANY),
            _joined(claim[str(SKOS.note)]),
            source,
            *(_one(known[source][str(link)]) for link in _ABOUT.values()),
        )


# Headings of what is said of a quantity, and the properties that say it.
_QUANTITY = {"wording": TP.wording, "bound": TP.bound, "value": TP.value,
             "upper value": TP.upperValue, "unit": TP.unit}  # fmt: skip


def _quantity(known: Known, quantities: Sequence[str]) -> list[str]:
    about = known[_one(quantities)] if quantities else defaultdict(list)
    return [_local(_one(about[str(link)])) if link == TP.bound else _one(about[str(link)])
            for link in _QUANTITY.values()]  # fmt: skip


def _quotes(known: Known, claims: Sequence[str]) -> Iterator[Sequence[str]]:
    yield ("claim", "source", "start", "end", "quote")
    for iri in claims:
        for passage in known[iri][str(TP.passage)]:
            about = known[passage]
            links = (OA.hasSource, OA.start, OA.end, OA.exact)
            yield (iri, *(_one(about[str(link)]) for link in links))


def _proposals(known: Known, proposals: Sequence[str]) -> Iterator[Sequence[str]]:
    """The unreviewed proposals; no column is a claim's, so that none passes as one."""
    words = (str(OA.start), str(OA.end), str(OA.exact))
    yield (
        "proposal", *(f"{name}{more}" for name in _PROPOSED[:2] for more in ("", " name")),
        *_PROPOSED[2:], "start", "end", "quote", "source",
    )  # fmt: skip
    for iri in proposals:
        about = known[iri]
        ends = (_named(known, _one(about[str(TP[name])])) for name in _PROPOSED[:2])
        plain = (*(str(TP[name]) for name in _PROPOSED[2:]), *words)
        source = iri.partition("/proposal/")[0]
        yield (iri, *chain(*ends), *(_one(about[link]) for link in plain), source)


def _named(known: Known, iri: str) -> tuple[str, str]:
    about = known[iri] if iri else defaultdict(list)
    return iri, _one(about[str(SKOS.prefLabel)] or about[str(DCTERMS.title)])


def csv_file(rows: Iterable[Sequence[str]]) -> bytes:
    """Rows as a CSV file that spreadsheets open as it is."""
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


MANY = " | "  # between the values of a cell that holds several
_GUARDED = (
    "A cell that a spreadsheet would run as a formula begins with an apostrophe, which is not "
    "part of its value."
)
# Columns whose cells are local names of the ontology's terms.
_TERMS = (*_NAMES, "firmness")
_OTHER_WORDS = {
    "entity": "The IRI of the entity.",
    "classes": "The entity's classes, as local names of the ontology.",
    "claim": "The IRI of the claim.",
    "proposal": "The IRI of the proposal, which nobody has reviewed.",
    "source": "The IRI of the source.",
    "firmness": "The step of the scale that the claim's modality stands on.",
    "notes": "Remarks of those who coded it.",
    "quote": "The exact words of the source.",
    "start": "Where the quote begins in the source's text, in characters from 0.",
    "end": "Where the quote ends: the place after its last character.",
    "wider fields": "The IRIs of wider fields.",
    "label": "How the relation reads.",
    "definition": "What the relation means.",
    "wider relation": "The relation of the ontology that it is a kind of.",
}
_PROPERTIES: dict[str, URIRef] = {
    "name": SKOS.prefLabel,
    "other names": SKOS.altLabel,
    "wider fields": SKOS.broader,
    "label": RDFS.label,
    "definition": SKOS.definition,
    "wider relation": RDFS.subPropertyOf,
    "start": OA.start,
    "end": OA.end,
    "quote": OA.exact,
    "source title": DCTERMS.title,
    "source publisher": DCTERMS.publisher,
    "source date": DCTERMS.date,
    "source address": DCTERMS.source,
}
_TYPES = {
    **dict.fromkeys((*_columns("year"), "start", "end"), "integer"),
    **dict.fromkeys(
        [f"{q} {part}" for q in _QUANTITIES for part in ("value", "upper value")], "decimal"
    ),
    **dict.fromkeys(_columns("flag"), "boolean"),
    **dict.fromkeys((*_columns("entity", "claim"), "entity", "claim", "source"), "anyURI"),
    **dict.fromkeys(("proposal", *_PROPOSED[:5]), "anyURI"),
    **dict.fromkeys(("wider fields", "wider relation", "source address"), "anyURI"),
}
_SEVERAL = {*_MANY, "classes", "other names", "wider fields", "notes"}
# How the tables hang together.
_POINTERS = {
    "claims.csv": [("subject", "entities.csv", "entity")],
    "quotes.csv": [("claim", "claims.csv", "claim")],
}
_KEYS = {"entities.csv": "entity", "claims.csv": "claim", "proposals.csv": "proposal"}


def metadata(headings: Mapping[str, Sequence[str]]) -> bytes:
    """The description of the tables that have these headings, as JSON."""
    described = {
        "@context": [str(CSVW), {"@language": "en"}],
        "dc:description": _GUARDED,
        "dialect": {"encoding": "utf-8", "header": True, "lineTerminators": ["\r\n"]},
        "tables": [
            {
                "url": name,
                "tableSchema": {
                    "aboutUrl": f"{{+{_variable(columns[0])}}}",
                    "columns": [_column(c, own="relations.csv" in headings) for c in columns],
                    **({"primaryKey": _KEYS[name]} if name in _KEYS else {}),
                    "foreignKeys": [
                        {
                            "columnReference": column,
                            "reference": {"resource": table, "columnReference": there},
                        }
                        for column, table, there in _POINTERS.get(name, ())
                    ],
                },
            }
            for name, columns in headings.items()
        ],
    }
    return json.dumps(described, ensure_ascii=False, indent=1).encode() + b"\n"


def _column(heading: str, *, own: bool) -> dict[str, Any]:
    """One column; with relations of somebody's own a relation is not always one of ours."""
    name = _variable(heading)
    quantity, _, part = heading.partition(" ")
    term = _property(heading)
    column: dict[str, Any] = {
        "name": name,
        "titles": heading,
        "dc:description": _words(heading, term),
        "datatype": _TYPES.get(heading, "string"),
    }
    if term is not None:
        column["propertyUrl"] = str(term)
    if part and quantity in _QUANTITIES:
        column["aboutUrl"] = f"{{+claim}}/{quantity}"
    elif quantity == "source" and part:
        column["aboutUrl"] = "{+source}"
    if heading in _SEVERAL:
        column["separator"] = MANY
    if (heading in _TERMS and not (own and heading == "relation")) or part == "bound":
        column["valueUrl"] = f"{TP}{{{name}}}"
    elif column["datatype"] == "anyURI" and heading not in _SEVERAL:
        column["valueUrl"] = f"{{+{name}}}"
    return column


def _property(heading: str) -> URIRef | None:
    """The property that a column states of the row's first cell, or of the quantity it is of."""
    if heading in _PROPERTIES:
        return _PROPERTIES[heading]
    first, _, part = heading.partition(" ")
    if first in _QUANTITIES and part in _QUANTITY:
        return _QUANTITY[part]
    term = f"{TP}{heading}"
    if " " in term:
        return None
    return URIRef(term) if (URIRef(term), RDF.type, None) in ontology() else None


def _words(heading: str, own: URIRef | None) -> str:
    """The meaning of a column, in the ontology's words where it has some."""
    if heading in _OTHER_WORDS:
        return _OTHER_WORDS[heading]
    first, _, part = heading.partition(" ")
    if part == "name":
        return f"The name of what stands in {first!r}."
    defined = ontology().value(own, SKOS.definition) if own is not None else None
    text = str(defined) if defined else f"{heading.capitalize()}, as the data has it."
    return f"Of the {first}: {text}" if first in _QUANTITIES else text


def _variable(heading: str) -> str:
    return heading.replace(" ", "_")
