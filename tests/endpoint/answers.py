"""Readers of the endpoint's responses."""

import httpx

from kg.model.vocab import SOURCE

PAIRS = "SELECT ?a ?b { ?a tp:partnersWith ?b } ORDER BY ?a"
COUNT = "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }"
ARTICLE = str(SOURCE["alicloud-nvidia"])
DIRECT = {"Content-Type": "application/sparql-query"}


def rows(response: httpx.Response) -> list[dict[str, str]]:
    assert response.status_code == 200, response.text
    bindings = response.json()["results"]["bindings"]
    return [{name: term["value"] for name, term in row.items()} for row in bindings]


def counted(response: httpx.Response) -> int:
    return int(rows(response)[0]["n"])
