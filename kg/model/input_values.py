"""Values as they come in: text that every format can carry, addresses that the store takes."""

import re
import unicodedata
from dataclasses import fields, is_dataclass, replace
from ipaddress import IPv6Address
from typing import Any, TypeVar
from urllib.parse import quote

import pyoxigraph as ox

from kg.errors import BadInput
from kg.model.claims import Passage

Value = TypeVar("Value")

# No XML may hold these, and no reader sees them; tabs and ends of lines are not among them.
CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")
# What counts characters is not touched: a source's text, and the words quoted from it.
_COUNTED = "text"

_ADDRESS = re.compile(
    r"(?P<scheme>https?)://(?P<host>[^/?#]*)(?P<path>[^?#]*)(\?(?P<query>[^#]*))?(#(?P<part>.*))?",
    re.IGNORECASE | re.DOTALL,
)
_HOST = re.compile(r"(?:[^@]*@)?(?:\[(?P<six>[^\]]*)\]|(?P<name>[^:\[\]]+))(?::(?P<port>\d*))?")
_FILE = re.compile(r"urn:sha256:[0-9a-f]{64}")
# Characters that stand for themselves; a per cent sign only before two hexadecimal digits.
_KEPT = "!$&'()*+,;=:@/-._~"
_LONE_PER_CENT = re.compile(r"%(?![0-9A-Fa-f]{2})")


def plain_text(text: str) -> str:
    """The text without control characters, which no format for XML can hold."""
    return CONTROL.sub("", text) if CONTROL.search(text) else text


def without_controls(value: Value) -> Value:
    """An entity, source, claim or other value, its words without control characters."""
    if not _spoilt(value):
        return value
    found: Any = value
    if isinstance(value, str):
        found = plain_text(value)
    elif isinstance(value, tuple | list):
        found = type(value)(without_controls(one) for one in value)
    elif isinstance(value, dict):
        found = {key: without_controls(one) for key, one in value.items()}
    elif is_dataclass(value) and not isinstance(value, Passage | type):
        old = {f.name: getattr(value, f.name) for f in fields(value) if f.name != _COUNTED}
        found = replace(value, **{name: without_controls(one) for name, one in old.items()})
    return found  # type: ignore[no-any-return]


def _spoilt(value: Any) -> bool:
    """Check for control characters in a value; hardly any has some, so this has to be quick."""
    if isinstance(value, str):
        return CONTROL.search(value) is not None
    if isinstance(value, tuple | list):
        return any(map(_spoilt, value))
    if isinstance(value, dict):
        return any(map(_spoilt, value.values()))
    if is_dataclass(value) and not isinstance(value, Passage | type):
        return any(_spoilt(v) for name, v in vars(value).items() if v and name != _COUNTED)
    return False


def web_address(text: str) -> str:
    """An address as an IRI of the store: encoded where that keeps its meaning, else BadInput."""
    given = plain_text(text).strip()
    if _FILE.fullmatch(given):
        return given
    match = _ADDRESS.fullmatch(given)
    if match is None:
        raise BadInput(f"{given} is not a web address; write it in full, as https://…")
    if wrong := _wrong_host(match["host"]):
        raise BadInput(f"{given} is not a web address: {wrong}")
    query = "" if match["query"] is None else f"?{_encoded(match['query'], '?')}"
    part = "" if match["part"] is None else f"#{_encoded(match['part'], '?')}"
    host = f"{match['scheme'].lower()}://{match['host']}"
    address = f"{host}{_encoded(match['path'], '')}{query}{part}"
    try:
        return ox.NamedNode(address).value
    except ValueError as error:
        raise BadInput(f"{given} is not a web address: {error}") from error


def _wrong_host(host: str) -> str:
    """The reason why no host can have this name; empty where one can."""
    match = _HOST.fullmatch(host)
    if match is None:
        return f"“{host}” names no host, as example.org does" if host else "it names no host"
    if match["port"] and int(match["port"]) > 65_535:
        return f"its port, {match['port']}, is larger than 65535"
    if match["six"] is None:
        odd = [c for c in match["name"] if not (c.isalnum() or c in "-._")]
        return f"its host’s name holds “{odd[0]}”" if odd else ""
    try:
        IPv6Address(match["six"])
    except ValueError as error:
        return f"its host is not an IPv6 address: {error}"
    return ""


def _encoded(part: str, also: str) -> str:
    """Percent-encode the characters of a part of an address that must not occur there."""
    whole = _LONE_PER_CENT.sub("%25", part)
    return "".join(c if c == "%" or _stands(c) else quote(c, safe=_KEPT + also) for c in whole)


def _stands(character: str) -> bool:
    """Check if an IRI may contain a letter: other scripts may, private, invisible and blank ones
    not.
    """
    return ord(character) > 0x9F and unicodedata.category(character)[0] not in "CZ"
