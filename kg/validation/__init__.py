"""The evidence contract: every rule that entities, sources and claims must keep."""

from kg.validation.folder import (
    Counts,
    entity_problems,
    file_problems,
    graph_problems,
    problems,
    source_problems,
)
from kg.validation.ontology import ontology_problems
from kg.validation.problem import Problem
from kg.validation.shapes import shacl

__all__ = [
    "Counts",
    "Problem",
    "entity_problems",
    "file_problems",
    "graph_problems",
    "ontology_problems",
    "problems",
    "shacl",
    "source_problems",
]
