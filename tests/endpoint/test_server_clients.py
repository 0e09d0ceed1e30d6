"""Clients that others wrote."""

import json
import shutil
import subprocess
from typing import Any

import pytest
from rdflib import Graph, URIRef
from rdflib.plugins.stores.sparqlstore import SPARQLStore
from SPARQLWrapper import JSON, POST, POSTDIRECTLY, TURTLE, SPARQLWrapper

from kg.model.vocab import ENTITY, TP
from tests.endpoint.answers import ARTICLE, PAIRS


@pytest.mark.parametrize("method", ["GET", POST])
def test_sparqlwrapper_reads_rows_and_graphs(server, method):
    wrapper = SPARQLWrapper(f"{server.address}/sparql")
    wrapper.setMethod(method)
    wrapper.setReturnFormat(JSON)
    wrapper.setQuery(f"PREFIX tp: <{TP}> {PAIRS}")
    found: Any = wrapper.queryAndConvert()
    assert len(found["results"]["bindings"]) == 2
    if method == POST:
        wrapper.setRequestMethod(POSTDIRECTLY)
    wrapper.setReturnFormat(TURTLE)
    wrapper.setQuery(f"DESCRIBE <{ENTITY.alibaba}>")
    described: Any = wrapper.queryAndConvert()
    assert b"Alibaba" in described


def test_rdflib_asks_the_endpoint_like_a_graph(server, store):
    remote = Graph(SPARQLStore(f"{server.address}/sparql"), identifier=URIRef(ARTICLE))
    found = set(remote.triples((None, TP.relation, TP.partnersWith)))
    assert found
    local = store.dataset().graph(URIRef(ARTICLE))
    assert found == set(local.triples((None, TP.relation, TP.partnersWith)))


def test_curl_reads_json(server):
    program = shutil.which("curl")
    assert program, "curl is not installed; on Debian: apt install curl"
    command = [program, "-sfG", f"{server.address}/sparql", "--data-urlencode", f"query={PAIRS}"]
    assert len(json.loads(subprocess.check_output(command))["results"]["bindings"]) == 2
