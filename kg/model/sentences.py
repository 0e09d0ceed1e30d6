"""Sentence boundaries: at closing punctuation, unless an abbreviation or a name goes on."""

import re
from collections.abc import Iterator

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
