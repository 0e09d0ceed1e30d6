"""The redirect rules that are ready for w3id.org."""

import re

import pytest

from kg.model.vocab import BASE
from kg.resources import home

LINES = (home("ontology") / "w3id" / ".htaccess").read_text(encoding="utf-8").splitlines()
RULES = [
    line.split()[1:3] for line in LINES if line.startswith("RewriteRule ^") and "[E=" not in line
]


def redirected(address: str) -> list[str]:
    """Target of an address by the redirect rules, without the host."""
    path = address.removeprefix(str(BASE))
    # Apache writes $1 for a group, Python \1.
    return [
        match.expand(target.removeprefix("%{ENV:HOME}").replace("$", "\\"))
        for pattern, target in RULES
        if (match := re.search(pattern, path))
    ]


@pytest.mark.parametrize(
    ("name", "place"),
    [
        ("ontology", "/ontology"),
        ("ontology/0.1.0", "/ontology/0.1.0"),
        ("ontology.ttl", "/ontology.ttl"),
        ("shapes", "/shapes"),
        ("shapes.jsonld", "/shapes.jsonld"),
        ("alignments", "/alignments"),
        ("data", "/data"),
        ("entity/nvidia", "/entity/nvidia"),
        ("source/news", "/source/news"),
        ("source/news/claim/ties/amount", "/source/news/claim/ties/amount"),
    ],
)
def test_every_kind_of_address_leads_to_its_page_in_the_app(name: str, place: str) -> None:
    assert redirected(str(BASE[name])) == [place]


def test_other_addresses_lead_nowhere() -> None:
    assert redirected(str(BASE["elsewhere"])) == []
    assert redirected(str(BASE["database"])) == []
    assert redirected(str(BASE["entity/"])) == []
