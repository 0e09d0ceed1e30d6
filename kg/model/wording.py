"""The wording of a claim, its speaker, its date and its quote: one for every page and command."""

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache
from typing import Any
from urllib.parse import urlsplit

from kg.model.claims import ASKED, Claim, Field, Quantity, Source, values
from kg.model.ontology import Reading, vocabulary

NO_DATE = "date not stated"
# A place of a template, with the preposition before it.
_PLACE = re.compile(r"((?:in|at|for|as) )?\{(\w+)(?: after (\w+))?\}")
_BE = {"is": "be", "are": "be", "was": "be", "were": "be"}


@dataclass(frozen=True)
class Statement:
    """The parts of a claim that its sentence needs, the names as people read them."""

    subject: str
    relation: str  # local name
    object: str = ""
    modality: str = "fact"
    polarity: str = "affirmed"
    amount: str = ""  # in the source's words


def sentence(said: Statement) -> str:
    """A statement as an English sentence: as firm as it was said, denied where it was denied."""
    return sentence_of(said, reading(said.relation))


def sentence_of(said: Statement, reads: Reading) -> str:
    """A statement as an English sentence, with the phrases that its relation reads as."""
    subject = _phrase(said.subject)
    whom = _of_itself(said.object, said.subject)
    values = {"subject": subject, "object": whom, "amount": spoken(said.amount)}
    declared = vocabulary().relations.get(said.relation)
    values["unnamed"] = _UNNAMED.get(declared.range if declared else "", "something unnamed")
    how = vocabulary().readings.get(said.modality, _AS_A_FACT)
    # Who aims at a goal does not "aim to aim".
    if f"{_filled(reads.bare, values).split(' ')[0]}s to {{bare}}" in how.affirmed:
        how = _AS_A_FACT
    template = how.denied if said.polarity == "denied" else how.affirmed
    needed = [name for _, name, _ in _PLACE.findall(template) if name not in values]
    parts = {name: _filled(getattr(reads, name), values) for name in needed}
    if _plural(said.subject):
        parts |= {n: _for_several(words) for n, words in parts.items() if n != "bare"}
        template = _AFTER_SUBJECT.sub(lambda match: _for_several(match[0]), template)
    whole = _filled(template, {**values, **parts})
    if subject != said.subject or _COMMON.match(said.subject):
        whole = first_upper(whole)
    # Stated beside the sentence where its words do not say it.
    used = "{amount}" in _chosen(reads.affirmed, values)
    return f"{whole} ({values['amount']})" if said.amount and not used else whole


def wording_of(quantity: Quantity) -> str:
    """A quantity in its source's words."""
    return quantity.wording


def claim_sentence(
    claim: Claim, named: Callable[[str], str], amount: Callable[[Quantity], str] = wording_of
) -> str:
    """A claim as an English sentence; `named` gives what an IRI is called."""
    return sentence(
        Statement(
            subject=named(claim.subject),
            relation=claim.relation,
            object=named(claim.object) if claim.object else "",
            modality=claim.modality,
            polarity=claim.polarity,
            amount=amount(claim.amount) if claim.amount else "",
        )
    )


# Currencies by their codes or, in the singular, by their names.
_MONEY = {"USD": "US dollars", "EUR": "euros", "GBP": "pounds", "JPY": "yen", "CHF": "Swiss francs",
          "CNY": "yuan", "INR": "rupees", "KRW": "won", "SEK": "Swedish kronor",
          "NOK": "Norwegian kroner", "DKK": "Danish kroner", "CAD": "Canadian dollars",
          "AUD": "Australian dollars",
          "dollar": "dollars", "euro": "euros", "pound": "pounds"}  # fmt: skip
_BOUNDS = {"approximately": "about", "atMost": "at most", "atLeast": "at least",
           "moreThan": "more than", "lessThan": "less than"}  # fmt: skip
_SCALES = ((10**12, "trillion"), (10**9, "billion"), (10**6, "million"))


def amount_words(quantity: Quantity) -> str:
    """A quantity as it was understood: about 12.5 million US dollars; empty without a figure."""
    if not (value := quantity.value):
        return ""
    money = _MONEY.get(quantity.unit or "", quantity.unit or "")
    figures = [_figure_words(value)]
    if quantity.upper is not None:
        figures.append(_figure_words(quantity.upper))
        low, scale = figures[0].rsplit(" ", 1) if " " in figures[0] else (figures[0], "")
        # "10 to 20 million": the scale of both once.
        figures[0] = low if scale and figures[1].endswith(f" {scale}") else figures[0]
    return " ".join(filter(None, (_BOUNDS.get(quantity.bound), " to ".join(figures), money)))


_UNDISCLOSED = re.compile(
    r"(?:an? )?(?:undisclosed|unspecified|unknown|not disclosed)(?: amount| sum| price)?",
    re.IGNORECASE,
)
_LISTED_FIGURE = re.compile(r"(\d{5,})(?:\.0+)? ([A-Z]{3})")


def spoken(amount: str) -> str:
    """An amount as people say it, where a table has mere digits: 12.5 million US dollars."""
    if _UNDISCLOSED.fullmatch(amount):
        return "an undisclosed amount"
    match = _LISTED_FIGURE.fullmatch(amount)
    if match is None:
        return amount
    return amount_words(Quantity(amount, "exactly", Decimal(match[1]), match[2]))


def _figure_words(value: Decimal) -> str:
    """A figure with its scale as a word: 12.5 million."""
    size, scale = next(((n, word) for n, word in _SCALES if value >= n), (1, ""))
    figure = f"{value / size:,f}".rstrip("0").rstrip(".") if value % size else f"{value // size:,}"
    return f"{figure} {scale}".rstrip()


def details(
    claim: Claim, named: Callable[[str], str], stated: Callable[[str], str] = str
) -> list[tuple[str, str]]:
    """Further details of a claim, as pairs of label and value; only those that it gives.

    `named` gives what the IRI of an entity is called, `stated` the sentence of another claim.
    """

    def shown(field: Field, value: Any) -> str:
        if isinstance(value, Quantity):
            bound = "no figure" if value.value is None else term("Bound", value.bound)
            return f"“{value.wording}” ({bound})"
        words = {"entity": named, "claim": stated}.get(field.kind, str)
        return words(value)

    found = []
    for field in ASKED:
        between = "; " if field.kind == "claim" else ", "
        found.append((field.label, between.join(shown(field, v) for v in values(claim, field))))
    found.append(("note", " ".join(claim.notes)))
    found.append(("withdrawn", "yes" if claim.retracted else ""))
    return [(label, value) for label, value in found if value]


def reading(relation: str) -> Reading:
    """The phrases of a relation; made from its label where the ontology gives none."""
    known = vocabulary().readings.get(relation)
    if known is not None:
        return known
    declared = vocabulary().relations.get(relation)
    return phrases(declared.label if declared else relation)


def phrases(label: str) -> Reading:
    """The phrases that the label of a relation makes: partners with, does not partner with …"""
    first, _, rest = label.partition(" ")
    rest = f" {rest}".rstrip() + " {object}"
    if first in _BE:
        return Reading(f"{first}{rest}", f"{first} not{rest}", f"be{rest}")
    verb = _infinitive(first)
    if verb == first:  # in the past tense: founded
        return Reading(f"{first}{rest}", f"has not {first}{rest}", f"have {first}{rest}")
    return Reading(f"{first}{rest}", f"does not {verb}{rest}", f"{verb}{rest}")


def _infinitive(verb: str) -> str:
    """The infinitive of a verb in the third person: partners → partner, has → have."""
    if verb == "has":
        return "have"
    if verb.endswith("ies"):
        return f"{verb[:-3]}y"
    if re.search(r"(ss|sh|ch|x|zz|o)es$", verb):
        return verb[:-2]
    return verb[:-1] if verb.endswith("s") and not verb.endswith("ss") else verb


_AS_A_FACT = Reading("{subject} {affirmed}", "{subject} {denied}")


def _chosen(template: str, values: Mapping[str, str]) -> str:
    """The first option of a template for which every value is known, else the last."""
    options = _options(template)
    return next((one for one, places in options if _fits(places, values)), options[-1][0])


@lru_cache(maxsize=1_000)
def _options(template: str) -> list[tuple[str, list[tuple[str, str, str]]]]:
    """The options of a template, each with its places and the words that these ask for."""
    return [(option, _PLACE.findall(option)) for option in template.split(" | ")]


def _fits(places: list[tuple[str, str, str]], values: Mapping[str, str]) -> bool:
    return all(
        values.get(name) and (not word or re.search(rf"\b{word}\b", values[name]))
        for _, name, word in places
    )


def _filled(template: str, values: Mapping[str, str]) -> str:
    """A template with its values, each put in once, so that no name is read as a template."""

    def value(match: re.Match[str]) -> str:
        before, name, word = match[1] or "", match[2], match[3]
        whole = values.get(name, "")
        if word:
            return before + re.split(rf"\b{word}\b", whole, maxsplit=1)[-1]
        if name != "object":
            return before + whole
        if _NEEDS_NO_PREPOSITION.match(whole):
            return whole
        return before + (_phrase(whole, one_of_several=before == "as ") or values["unnamed"])

    return _PLACE.sub(value, _chosen(template, values)).strip()


# Where a claim names an amount and no object.
_UNNAMED = dict.fromkeys(("Agent", "Organization", "Person"), "an unnamed party")
# A verb that follows the subject in the template of a modality: {subject} is to …
_AFTER_SUBJECT = re.compile(r"(?<=\{subject\} )\w+")
_VERBS_OF_SEVERAL = {"is": "are", "was": "were", "has": "have", "does": "do"}


def _for_several(words: str) -> str:
    """The words with their first verb as it follows a plural: uses → use, is not → are not."""
    verb, space, rest = words.partition(" ")
    # "distributes or resells": both.
    rest = re.sub(r"^or (\w+)", lambda match: f"or {_infinitive(match[1])}", rest)
    return f"{_VERBS_OF_SEVERAL.get(verb) or _infinitive(verb)}{space}{rest}"


# A name that is a common noun's phrase: lower case from its first word to its last one.
_COMMON = re.compile(r"(?![^ ]*[A-Z])[a-z][^ ]* (?:.* )?[a-z][^ A-Z]*$")
# The last word of a plural: of common nouns (implementations), or of letters (GPUs).
_SEVERAL = re.compile(r"(?:[a-z][a-z-]*|[A-Z]{2,})(?<!s)(?<!u)(?<!i)(?<!ic)s$")
_NOT_SEVERAL = re.compile(r"(?:news|series|business|means|lens|headquarters|overseas|sales)$")
_WORLDWIDE = r"(?:worldwide|globally|internationally|nationwide|overseas|abroad|online|everywhere)"
# What follows a verb without the preposition that it takes else: operates worldwide.
_NEEDS_NO_PREPOSITION = re.compile(rf"{_WORLDWIDE}$|to [a-z]")
_PLACES_WITH_ARTICLE = re.compile(
    r"(?:(?:Middle|Far|Near) East|(?:East|West) Coast|Americas|Caribbean|Balkans|Baltics|Nordics"
    r"|Netherlands|Philippines|Bahamas|Maldives|UK|U\.K\.|USA?|U\.S\.(?:A\.)?|EU|UAE"
    r"|European Union|(?:Czech|Dominican) Republic"
    r"|United (?:Kingdom|States(?: of America)?|Arab Emirates))$"
)
_POSSESSIVE = re.compile(r".*[’'](?:s\b|(?= ))")
# Becoming a leader, being one of the first.
_GERUND = re.compile(r"[a-z]+ing (?:an?|the|one|more|its|their)\b")
# Common nouns that never stand without an article.
_COUNTED_NOUNS = re.compile(
    r"(?:investment|lab|laboratory|partnership|deal|offering|arm|unit|division|project|agreement"
    r"|acquisition|stake|round|venture|market|industry|region|sector|fund|funding|program|programme"
    r"|platform|alliance|consortium|merger|contract|plan|business|company|center|centre|ministry"
    r"|government|university|agency|committee|board|technology|player|provider|leader|rival"
    r"|supplier|partner|group|firm|startup|country|portion|world|cloud)$"
)
_MASS = re.compile(r"(?:technology|business|cloud|funding)$")


def _head(name: str) -> str:
    """The words of a name up to its head: implementations of what they implement."""
    return _HEAD.split(name, maxsplit=1)[0]


@lru_cache(maxsize=10_000)
def _plural(name: str) -> bool:
    """Check if a name is a plural that its verb agrees with: data implementations, GPUs."""
    last = _head(name).rsplit(" ", 1)[-1]
    return bool(_SEVERAL.fullmatch(last)) and not _NOT_SEVERAL.match(last)


@lru_cache(maxsize=10_000)
def _phrase(name: str, *, one_of_several: bool = False) -> str:
    """A name as it stands in a sentence: the Middle East, the $1B investment, Acme."""
    if _PLACES_WITH_ARTICLE.match(name):
        return f"the {name}"
    last = _head(name).rsplit(" ", 1)[-1]
    if any(found.match(name) for found in (_DETERMINED, _GERUND, _POSSESSIVE)):
        return name
    if one_of_several and name[:1].islower() and _COUNTED_NOUNS.match(last):
        return f"{'an' if name[0] in 'aeiou' else 'a'} {name}"
    counted_noun = _COUNTED_NOUNS.match(last) and not _MASS.match(last)
    if counted_noun or re.match(r"[a-z]+ing of |(?:yearly|annual|total) ", name):
        return f"the {name}"
    return name


def _of_itself(whom: str, subject: str) -> str:
    """The object, where it is the subject's own: its endeavors, not AliCloud's endeavors."""
    for mark in ("’s ", "'s "):
        if subject and whom.startswith(f"{subject}{mark}"):
            own = whom.removeprefix(f"{subject}{mark}")
            return own if _plural(own) else f"its {own}"
    return whom


_LISTED = "listed in "
# Words that a common name begins with and that settle its article, or ask for "the".
_DETERMINED = re.compile(
    r"(?:an?|the|this|that|these|those|some|any|no|one|two|three|four|several|many|most|few|both"
    r"|all|each|its|his|her|their|our|my|your)\b"
)
_ONLY_ONE = re.compile(r"(?:first|last|latest|same|only|next|previous|former|\w+est)\b")
# The last words of what there may be several of: a spokesman, an analyst, a report.
_ONE_OF_SEVERAL = re.compile(
    r"(?:person|man|woman|er|or|[iy]st|tive|ian|source|report|survey|study|filing|statement"
    r"|document|letter|article|release|memo|estimate|forecast|note|post|account)$"
)
_HEAD = re.compile(r"\s(?:of|for|with|from|in|at|on|by|to|who|that|which|familiar|close)\s")


def attribution(who: str, shown: Callable[[str], str] = str) -> str:
    """The attribution of a claim: according to Acme, to the last figures; listed in deals.csv.

    `shown` marks up the speaker's name.
    """
    if who.startswith(_LISTED):
        return f"listed {shown(who.removeprefix('listed '))}"
    return f"according to {article(who)}{shown(who)}"


def article(name: str) -> str:
    """The article that a name needs within a sentence: none, unless it is a common noun's."""
    if not name[:1].islower() or _DETERMINED.match(name):
        return ""
    if _ONLY_ONE.match(name):
        return "the "
    if _ONE_OF_SEVERAL.search(_HEAD.split(name, maxsplit=1)[0]):
        return "an " if name[0] in "aeiou" else "a "
    return ""


def first_upper(words: str) -> str:
    """The words with a capital first, as they open a sentence."""
    return f"{words[:1].upper()}{words[1:]}"


def speaker(claim: Claim, named: Callable[[str], str], source: Source) -> str:
    """The speaker of a claim: who is named, the table that lists it, or the source's own voice."""
    if claim.attributed_to != claim.source:
        return named(claim.attributed_to)
    return listed(claim, source.address) or source_voice(source.title, source.publisher)


def source_voice(title: str, publisher: str | None = None) -> str:
    """The name of a source that speaks for itself: its publisher's, else its title."""
    return publisher or title


def listed(claim: Claim, address: str | None) -> str:
    """The table that lists a claim, with the page it cites: listed in giants.csv, citing cnbc.com.

    Empty for a claim that no table lists.
    """
    return listed_in(claim.notes, address) if claim.evidence == "cited" else ""


def listed_in(notes: Iterable[str], address: str | None) -> str:
    """The words of `listed`, from the notes of a cited claim."""
    rows = (re.fullmatch(r"Row \d+ of (.+)\.", note) for note in notes)
    table = next((row[1] for row in rows if row), "")
    host = urlsplit(address or "").netloc.removeprefix("www.")
    return f"{_LISTED}{table}{f', citing {host}' if host else ''}" if table else ""


def counted(number: int, noun: str, several: str = "") -> str:
    """A number with its noun: 1 source, 2 sources, 3 companies."""
    return f"{number:,} {noun if number == 1 else several or f'{noun}s'}"


def all_sources(number: int) -> str:
    """The choice of every source there is."""
    return "The only source" if number == 1 else f"All {counted(number, 'source')}"


def date_words(date: str | None) -> str:
    """A date as far as it is known."""
    return date or NO_DATE


def evidence_words(quote: str | None, summary: str | None) -> str:
    """The exact words of a claim in quotation marks, or the claim in our words, said to be ours."""
    return f"“{quote}”" if quote else f"In our words: {summary or ''}"


def claim_evidence(claim: Claim) -> str:
    """The exact words of a claim, or the claim in our words."""
    return evidence_words(claim.passage.exact if claim.passage else None, claim.summary)


def term(kind: str, name: str) -> str:
    """The label of a fixed answer: term("Modality", "hint")."""
    answer = vocabulary().values[kind].get(name)
    return answer.label if answer else name


def modality(name: str) -> str:
    """A modality with its step: "suggested (hint)"."""
    step = term("Firmness", vocabulary().firmness.get(name, ""))
    own = term("Modality", name)
    return step if step == own else f"{step} ({own})"


def relation_label(name: str) -> str:
    """The label of a relation."""
    found = vocabulary().relations.get(name)
    return found.label if found else name


def class_label(name: str) -> str:
    """The label of a class."""
    found = vocabulary().classes.get(name)
    return found.label if found else name
