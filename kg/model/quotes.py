"""Quotes and sentences in a text: their boundaries, and checks that quotes still match."""

import re
from collections.abc import Iterator
from difflib import SequenceMatcher
from pathlib import Path

from rdflib import BNode, Graph, URIRef

from kg.errors import BadData
from kg.model.claims import Passage
from kg.model.folder import as_turtle, parsed, text_of
from kg.model.triples import passage_triples
from kg.model.vocab import OA, TP


def anchor(quote: str, text: str, start: int | None = None) -> Passage:
    """Find the position of a quote in the text, in code points; `start` selects among repetitions.

    BadData says where the nearest words stand if the quote is not in the text, and names every
    place if it is there more than once.
    """
    if not quote.strip():
        raise BadData("the quote is empty; copy the words from the text")
    places = [m.start() for m in re.finditer(f"(?={re.escape(quote)})", text)]
    if start is not None and start in places:
        return Passage(quote, start, start + len(quote))
    if len(places) == 1:
        return Passage(quote, places[0], places[0] + len(quote))
    if places:
        listed = ", ".join(map(str, places))
        raise BadData(
            f"the quote “{_short(quote)}” stands {len(places)} times in the text, at {listed}; "
            "quote more words, or give one of these places as oa:start"
        )
    near = nearest(quote, text)
    raise BadData(
        f"the quote “{_short(quote)}” is not in the text; the nearest words, at {near.start}, "
        f"are “{_short(near.exact, 300)}”"
    )


def nearest(quote: str, text: str) -> Passage:
    """The run of the text that is most like the quote."""
    if not text:
        return Passage("", 0, 0)
    matcher = SequenceMatcher(None, text, quote, autojunk=False)
    best = matcher.find_longest_match()
    start = max(0, min(best.a - best.b, len(text)))
    end = min(len(text), start + len(quote))
    # Whole words read better than cut ones.
    while start > 0 and text[start - 1].isalnum() and text[start].isalnum():
        start -= 1
    while end < len(text) and text[end - 1].isalnum() and text[end].isalnum():
        end += 1
    return Passage(text[start:end], start, end)


def mismatch(passage: Passage, text: str) -> str | None:
    """Describe how a passage differs from the text and how to correct it; None if it matches."""
    found = text[passage.start : passage.end]
    if found == passage.exact:
        return None
    data = text.encode("utf-8")
    if data[passage.start : passage.end].decode("utf-8", "replace") == passage.exact:
        right = len(data[: passage.start].decode("utf-8"))
        return (
            f"the offsets {passage.start}–{passage.end} count bytes; counted in characters "
            f"they are {right}–{right + len(passage.exact)}"
        )
    elsewhere = text.find(passage.exact)
    if passage.exact and elsewhere >= 0:
        return (
            f"the words do not stand at {passage.start}–{passage.end}; "
            f"they stand at {elsewhere}–{elsewhere + len(passage.exact)}"
        )
    return f"the quote “{passage.exact}” is not what the text says there: “{found}”"


def sentences(text: str) -> list[Passage]:
    """The sentences and headings of a text, in order; blank lines belong to none."""
    found, start = [], 0
    for end in [*sentence_ends(text), len(text)]:
        exact = text[start:end].strip()
        if exact:
            place = text.index(exact, start)
            found.append(Passage(exact, place, place + len(exact)))
        start = end
    return found


def context(passage: Passage, text: str) -> Passage:
    """The complete sentence or sentences that contain a passage."""
    touched = [s for s in sentences(text) if s.start < passage.end and passage.start < s.end]
    if not touched:
        return passage
    start, end = touched[0].start, max(touched[-1].end, passage.end)
    return Passage(text[start:end], start, end)


def anchor_folder(place: Path) -> int:
    """Give every draft passage in `claims.ttl` its offsets and its IRI; returns how many there
    were.

    A draft is `tp:passage [ oa:exact "…" ]`, with `oa:start` where the words stand several times.
    Nothing is written if one of them cannot be placed: BadData then lists them all.
    """
    text = text_of(place)
    if text is None:
        raise BadData(f"{place} has no article.txt; a source without its text has no quotes")
    path = place / "claims.ttl"
    graph = parsed(path)
    wrong, placed = [], 0
    for claim, draft in sorted(graph.subject_objects(TP.passage), key=str):
        if not isinstance(draft, BNode):
            continue
        try:
            _settle(graph, URIRef(str(claim)), draft, text)
            placed += 1
        except BadData as error:
            wrong.append(f"{path}: {str(claim).rpartition('/')[2]}: {error}")
    if wrong:
        raise BadData("\n".join(wrong))
    if placed:
        partial = path.with_suffix(".ttl.part")
        partial.write_text(as_turtle(graph), encoding="utf-8")
        partial.replace(path)
    return placed


def _settle(graph: Graph, claim: URIRef, draft: BNode, text: str) -> None:
    """Put a passage with offsets in the place of a draft."""
    start = graph.value(draft, OA.start)
    hint = int(str(start)) if start is not None and str(start).isdecimal() else None
    passage = anchor(str(graph.value(draft, OA.exact) or ""), text, hint)
    source = str(claim).partition("/claim/")[0]
    graph.remove((draft, None, None))
    graph.remove((claim, TP.passage, draft))
    for triple in passage_triples(claim, source, passage):
        graph.add(triple)


def _short(words: str, most: int = 80) -> str:
    return words if len(words) <= most else words[: most - 1] + "…"


_STOP = re.compile(r"(?P<mark>[.!?…]+)[”\"’')\]»]*(?P<space>\s+)(?=[“\"‘'(\[«]*(?P<next>\S*))|\n+")


def _set(words: str) -> frozenset[str]:
    return frozenset(re.findall(r"\S+", words))


# Never at an end: something has to follow.
_GOES_ON = _set(
    "mr mrs ms mx dr prof sen rep gov gen col capt lt sgt rev hon messrs mme mlle st ste vs v cf "
    "approx ca circa est resp viz eg ie incl excl usw bzw sog insb e.g i.e z.b d.h"
)
# Before a figure only: "No. 1", but "He said no."
_COUNTS = _set("no nos nr art sec para fig vol ch p pp ziff abs")
_MONTHS = _set("jan feb mar apr jun jul aug sep sept oct nov dec")
# Mostly inside of a sentence; at its end where a word follows that begins one.
_SHORTENED = _MONTHS | _set(
    "inc corp ltd co bros llc llp plc gmbh sa ag kg cie jr sr dept univ assn intl mfg mio mrd tsd "
    "mn bn mill md ass dist tel"
)
_STARTERS = _set(
    "The A An It Its He She They We You I This That These Those There Their His Her Our My In On "
    "At By For From With As If When While After Before Since Until Under Over But And Or So Yet "
    "However Both Each Some Many Most All No Not Nor What Who Why How Where Which Analysts Shares "
    "Der Die Das Ein Eine Es Er Sie Wir Ich Im Am Mit Nach Und Aber Le La Les Un Une Il Elle Ils "
    "El Los Las"
)
_GERMAN_MONTHS = (
    "Januar", "Februar", "März", "April", "Mai", "Juni", "Juli", "August", "September", "Oktober",
    "November", "Dezember",
)  # fmt: skip
# Names that end in a mark of their own.
_MARKED = _set("yahoo kahoot joomla jeopardy")
_WORD = re.compile(r"(?:\w\.?|[-&’'])+$")


def sentence_ends(text: str) -> Iterator[int]:
    """The places after each sentence and the blanks behind it."""
    for stop in _STOP.finditer(text):
        space = stop["space"]
        if space is None or "\n" in space:
            yield stop.end("space") if space else stop.end()
        elif _ends(text[max(0, stop.start() - 40) : stop.start()], stop):
            yield stop.end("space")


def _ends(before: str, stop: re.Match[str]) -> bool:
    """Tell the end of a sentence from a mark inside of one, by the words beside it."""
    following = stop["next"]
    if following[:1].islower():
        return False
    found = _WORD.search(before)
    word = found[0] if found else ""
    if stop["mark"] != ".":
        return not (stop["mark"] == "!" and word.lower() in _MARKED)
    starts = re.split(r"\W", following, maxsplit=1)[0] in _STARTERS
    plain = word.lower()
    if len(word) == 1 and word.isupper():  # an initial
        return starts
    if plain in _COUNTS | _MONTHS:
        return not following[:1].isdigit() and (plain in _COUNTS or starts)
    if re.fullmatch(r"\d{1,2}", word):
        return not following.startswith(_GERMAN_MONTHS)
    inside = plain in _SHORTENED or "." in word
    return plain not in _GOES_ON and (starts or not inside)
