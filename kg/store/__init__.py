"""The store: the data as named graphs and derived ties, asked with SPARQL."""

from kg.store.generation import derived
from kg.store.reading import Given, Scope, Store, foreign, native, open, query_text  # noqa: A004

__all__ = ["Given", "Scope", "Store", "derived", "foreign", "native", "open", "query_text"]
