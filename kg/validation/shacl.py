"""The evidence contract in SHACL, run by pySHACL."""

from functools import cache
from typing import TYPE_CHECKING, Any

from rdflib import BNode, Graph, Literal
from rdflib.namespace import SH
from rdflib.query import Result
from rdflib.term import Node

from kg.errors import Problem
from kg.model.folder import claims_file, parsed
from kg.model.ontology import ontology
from kg.model.vocab import SOURCE
from kg.resources import home
from kg.validation.triple_rules import BLANK, problem_slug

if TYPE_CHECKING:
    from rdflib.plugins.sparql.sparql import Query


@cache
def shapes() -> Graph:
    """The shapes as they are shipped; do not change the graph."""
    return parsed(home("ontology") / "shapes.ttl")


def shacl(graph: Graph) -> list[Problem]:
    """Run the SHACL shapes on a graph of entities, sources and claims.

    The ontology is merged in, because the shapes need its classes, relations and values.
    """
    import pyshacl  # noqa: PLC0415  (takes most of a second to import, and opening needs none)

    merged = _ParsedOnce()
    for part in (ontology(), graph):
        for triple in part:
            merged.add(triple)
    _, report, _ = pyshacl.validate(merged, shacl_graph=shapes(), inference="none")
    if not isinstance(report, Graph):
        raise TypeError("pySHACL gave no report graph")
    return sorted({_problem(report, result) for result in report.objects(None, SH.result)})


class _ParsedOnce(Graph):
    """A graph that parses a query once, where pySHACL asks it again for every node."""

    def query(self, query_object: "str | Query", *args: Any, **kwargs: Any) -> Result:
        """The answer to a query."""
        known = _prepared(query_object) if isinstance(query_object, str) else query_object
        return super().query(known, *args, **kwargs)


@cache
def _prepared(sparql: str) -> "Query":
    from rdflib.plugins.sparql import prepareQuery  # noqa: PLC0415  (slow to import)

    return prepareQuery(sparql)


def _problem(report: Graph, result: Node) -> Problem:
    focus = report.value(result, SH.focusNode)
    message = report.value(result, SH.resultMessage)
    value = report.value(result, SH.value)
    shown = f": {value}" if value is not None and value != focus else ""
    wrong, _, right = str(message if isinstance(message, Literal) else "").partition("; ")
    return Problem(_file(focus), problem_slug(_named(focus)) if focus else "", wrong + shown, right)


def _named(node: Node) -> str:
    return f"{BLANK}{node}" if isinstance(node, BNode) else str(node)


def _file(node: Node | None) -> str:
    name = str(node or "")
    if not name.startswith(str(SOURCE)):
        return "entities.ttl"
    return claims_file(name.removeprefix(str(SOURCE)).partition("/")[0].partition("#")[0])
