"""Linked data: every IRI of the graph leads to a page for people or to triples for programs."""

import asyncio
import contextlib
import html
from collections.abc import Callable, Iterator
from functools import cache, lru_cache
from pathlib import Path
from string import Template
from urllib.parse import quote

from rdflib import DCTERMS, RDFS, SKOS, BNode, Graph, Literal, URIRef
from rdflib.term import Node
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response

from kg.endpoint.guards import base_path
from kg.endpoint.protocol import DOCUMENTS, graph_response
from kg.errors import BadQuery
from kg.model.vocab import BASE, ENTITY, ONTOLOGY, SOURCE, TP
from kg.resources import __version__, home
from kg.store.formats import negotiated
from kg.store.local import Store, query_text

_TEMPLATE = Path(__file__).with_name("resource.html")
_SUFFIXES = {media: suffix for suffix, (media, _) in DOCUMENTS.items()} | {"text/html": ".html"}
_MOST_ROWS = 500  # on a page for people; the data is complete
_LABELS = (SKOS.prefLabel, RDFS.label, DCTERMS.title)
_NO_IRI = set('<>"{}|\\^`')


class Linked:
    """The answers for things, the ontology and the data set."""

    def __init__(self, store: Callable[[], Store], *, app: bool) -> None:
        self._store = store
        self._app = app

    async def thing(self, request: Request) -> Response:
        """An entity, source, claim or part of one: 303 to a document about it, or the document."""
        path = request.url.path.lstrip("/")
        kind, name = path.partition("/")[0], request.path_params["name"]
        stem, suffix = _cut(name)
        if not suffix:
            iri = f"{BASE}{kind}/{name}"
            await asyncio.to_thread(self._about, iri)
            media = negotiated(_accept(request), list(_SUFFIXES))
            if media is None:
                raise HTTPException(406, f"This can be had as {', '.join(_SUFFIXES)}.")
            target = f"/{kind}/{quote(name)}{_SUFFIXES[media]}"
            return RedirectResponse(target, 303, headers={"Vary": "Accept"})
        iri = f"{BASE}{kind}/{stem}"
        found = await asyncio.to_thread(self._about, iri)
        if suffix == ".html":
            return HTMLResponse(self._page(iri, found))
        return graph_response(found, request, suffix)

    async def ontology(self, request: Request) -> Response:
        """The ontology, in this version."""
        rest, wants_page = _version(request, "ontology")
        if wants_page:
            found = await asyncio.to_thread(self._about, str(ONTOLOGY))
            return HTMLResponse(self._page(str(ONTOLOGY), found), headers={"Vary": "Accept"})
        found = await asyncio.to_thread(self._store().construct, query_text("ontology"))
        return graph_response(found, request, rest)

    async def beside(self, request: Request) -> Response:
        """The shapes or the alignments that come with the ontology, in this version."""
        name = request.url.path[1:].partition(".")[0].partition("/")[0]
        rest, wants_page = _version(request, name)
        found = await asyncio.to_thread(_file, name)
        if wants_page:
            iri = str(BASE[name])
            return HTMLResponse(self._page(iri, found), headers={"Vary": "Accept"})
        return graph_response(found, request, rest)

    async def data(self, _request: Request) -> Response:
        """The data set as a thing: its description says where the data are."""
        return RedirectResponse("/.well-known/void", 303)

    async def description(self, request: Request) -> Response:
        """Description of the data set, with its counts."""
        store = await asyncio.to_thread(self._store)
        root = f"{request.url.scheme}://{request.url.netloc}{base_path()}"
        found = await asyncio.to_thread(_described, store, "dataset", f"{root}/sparql")
        return graph_response(found, request)

    def _about(self, iri: str) -> Graph:
        if not _NO_IRI.intersection(iri) and " " not in iri and iri.isprintable():
            thing = URIRef(iri)
            with contextlib.suppress(BadQuery):  # for what is no IRI
                found = self._store().construct(query_text("linked"), {"thing": thing})
                if (thing, None, None) in found:
                    return found
        raise HTTPException(404, f"Nothing is called {iri[:200]}.")

    def _page(self, iri: str, found: Graph) -> str:
        thing = URIRef(iri)
        link = _in_app(iri) if self._app else None
        label = f'<a href="{html.escape(link)}">See it in the graph.</a>' if link else ""
        return _template().substitute(
            title=html.escape(_label(found, thing)),
            iri=html.escape(iri),
            path=html.escape(quote(base_path() + "/" + iri.removeprefix(str(BASE)))),
            open=label,
            rows="\n".join(_rows(found, thing)),
        )


def service(store: Store, request: Request) -> Graph:
    """Service description of the endpoint, in the standard's terms."""
    path = base_path() + request.url.path
    return _described(store, "service", str(request.url.replace(path=path, query="", fragment="")))


@lru_cache(maxsize=8)
def _described(store: Store, query: str, address: str) -> Graph:
    return store.construct(query_text(query), {"service": URIRef(address)})


@cache
def _template() -> Template:
    return Template(_TEMPLATE.read_text(encoding="utf-8"))


@cache
def _file(name: str) -> Graph:
    return Graph().parse(home("ontology") / f"{name}.ttl", format="turtle")


def _version(request: Request, name: str) -> tuple[str, bool]:
    """The suffix that a request names, in this version, and whether it wants a page for people."""
    rest = request.path_params.get("suffix", "")
    rest = "" if rest in {"/", f"/{__version__}"} else rest
    if rest and rest not in _SUFFIXES.values():
        raise HTTPException(404, f"There is no {name}{rest}; this is {__version__}.")
    media = None if rest else negotiated(_accept(request), list(_SUFFIXES))
    return rest, rest == ".html" or media == "text/html"


def _cut(name: str) -> tuple[str, str]:
    """A name without its suffix, and the suffix."""
    for suffix in _SUFFIXES.values():
        if name.endswith(suffix):
            return name.removesuffix(suffix), suffix
    return name, ""


def _accept(request: Request) -> str:
    return ",".join(request.headers.getlist("accept"))


def _label(found: Graph, thing: URIRef) -> str:
    labels = (found.value(thing, link) for link in _LABELS)
    return next((str(label) for label in labels if label), thing.removeprefix(str(BASE)))


def _in_app(iri: str) -> str | None:
    """The app's page about a thing."""
    # The app has loaded these; the endpoint alone does not need them, and starts without.
    from kg.presentation.graph_view import View  # noqa: PLC0415
    from kg.presentation.view_address import CLAIM, link  # noqa: PLC0415

    if iri.startswith(str(ENTITY)):
        return link(View(entity=iri), base_path())
    # An amount is shown with its claim.
    source, part, claim = iri.partition(CLAIM)
    if iri.startswith(str(SOURCE)) and claim:
        return link(View(claim=f"{source}{part}{claim.partition('/')[0]}"), base_path())
    return None


def _rows(found: Graph, thing: URIRef) -> Iterator[str]:
    named = ((p, o) for p, o in found.predicate_objects(thing) if not isinstance(o, BNode))
    said = sorted((str(p), _shown(o)) for p, o in named)
    pointing = sorted((str(p), _shown(s)) for s, p in found.subject_predicates(thing))
    lines = [(_short(link), value) for link, value in said]
    lines += [(f"is {_short(link)} of", value) for link, value in pointing]
    for name, value in lines[:_MOST_ROWS]:
        yield f"<tr><th>{html.escape(name)}</th><td>{value}</td></tr>"
    if len(lines) > _MOST_ROWS:
        yield f"<tr><td></td><td>… and {len(lines) - _MOST_ROWS} more in the data</td></tr>"


def _short(iri: str) -> str:
    return iri[max(iri.rfind("#"), iri.rfind("/")) + 1 :]


def _shown(term: Node) -> str:
    if isinstance(term, Literal):
        return html.escape(str(term))
    iri = str(term)
    if iri.startswith(str(TP)):
        return html.escape(_short(iri))
    if not iri.startswith(("http:", "https:")):
        return html.escape(iri)
    local = iri.startswith(str(BASE))
    target = f"{base_path()}/{iri.removeprefix(str(BASE))}" if local else iri
    text = iri.removeprefix(str(BASE)) if local else iri
    return f'<a href="{html.escape(target)}">{html.escape(text)}</a>'
