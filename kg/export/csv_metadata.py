"""CSVW metadata: which column of the tables means what, and of which type its cells are.

https://www.w3.org/TR/tabular-metadata/
"""

import json
from collections.abc import Mapping, Sequence
from typing import Any

from rdflib import DCTERMS, RDF, SKOS
from rdflib.term import URIRef

from kg.model.ontology import ontology
from kg.model.vocab import CSVW, OA, TP

MANY = " | "  # between the values of a cell that holds several
_GUARDED = (
    "A cell that a spreadsheet would run as a formula begins with an apostrophe, which is not "
    "part of its value."
)
_ENDS = ("subject", "object", "attributedTo")
_LISTS = ("jointlyWith", "field", "audience", "condition")
# Columns whose cells are local names of the ontology's terms.
_TERMS = ("relation", "form", "modality", "polarity", "evidence", "firmness")
_OTHER_WORDS = {
    "entity": "The IRI of the entity.",
    "classes": "The entity's classes, as local names of the ontology.",
    "claim": "The IRI of the claim.",
    "source": "The IRI of the source.",
    "firmness": "The step of the scale that the claim's modality stands on.",
    "notes": "Remarks of those who coded it.",
    "quote": "The exact words of the source.",
    "start": "Where the quote begins in the source's text, in characters from 0.",
    "end": "Where the quote ends: the place after its last character.",
    "wider fields": "The IRIs of wider fields.",
}
_PROPERTIES: dict[str, URIRef] = {
    "name": SKOS.prefLabel,
    "other names": SKOS.altLabel,
    "wider fields": SKOS.broader,
    "start": OA.start,
    "end": OA.end,
    "quote": OA.exact,
    "source title": DCTERMS.title,
    "source publisher": DCTERMS.publisher,
    "source date": DCTERMS.date,
    "source address": DCTERMS.source,
}
_TYPES = {
    **dict.fromkeys(("deadlineYear", "start", "end"), "integer"),
    **dict.fromkeys(("amount value", "duration value"), "decimal"),
    "retracted": "boolean",
    **dict.fromkeys((*_ENDS, *_LISTS, "entity", "claim", "source", "wider fields"), "anyURI"),
    "source address": "anyURI",
}
_QUANTITIES = {"amount", "duration"}
_SEVERAL = {*_LISTS, "classes", "other names", "wider fields", "notes"}
# How the tables hang together.
_POINTERS = {
    "claims.csv": [("subject", "entities.csv", "entity")],
    "quotes.csv": [("claim", "claims.csv", "claim")],
}
_KEYS = {"entities.csv": "entity", "claims.csv": "claim"}


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
                    "columns": [_column(column) for column in columns],
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


def _column(heading: str) -> dict[str, Any]:
    name = _variable(heading)
    quantity, _, part = heading.partition(" ")
    own = _property(heading)
    column: dict[str, Any] = {
        "name": name,
        "titles": heading,
        "dc:description": _words(heading, own),
        "datatype": _TYPES.get(heading, "string"),
    }
    if own is not None:
        column["propertyUrl"] = str(own)
    if part and quantity in _QUANTITIES:
        column["aboutUrl"] = f"{{+claim}}/{quantity}"
    elif quantity == "source" and part:
        column["aboutUrl"] = "{+source}"
    if heading in _SEVERAL:
        column["separator"] = MANY
    if heading in _TERMS or part == "bound":
        column["valueUrl"] = f"{TP}{{{name}}}"
    elif column["datatype"] == "anyURI" and heading not in _SEVERAL:
        column["valueUrl"] = f"{{+{name}}}"
    return column


def _property(heading: str) -> URIRef | None:
    """The property that a column states of the row's first cell, or of the quantity it is of."""
    if heading in _PROPERTIES:
        return _PROPERTIES[heading]
    first, _, part = heading.partition(" ")
    term = f"{TP}{part if first in _QUANTITIES and part else heading}"
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
