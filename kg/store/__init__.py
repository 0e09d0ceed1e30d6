"""The store: the data as named graphs and derived ties, asked with SPARQL."""

from kg.store.building import derived
from kg.store.opening import open  # noqa: A004
from kg.store.publishing import Published, publish
from kg.store.reading import Given, Scope, Store, query_text
from kg.store.remote import Remote
from kg.store.terms import foreign, native

__all__ = [
    "Given",
    "Published",
    "Remote",
    "Scope",
    "Store",
    "derived",
    "foreign",
    "native",
    "open",
    "publish",
    "query_text",
]
