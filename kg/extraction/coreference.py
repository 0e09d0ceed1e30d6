"""Coreference resolution: the mentions of names in a text, and the antecedents of its pronouns."""

import re
from collections.abc import Collection, Mapping
from dataclasses import replace
from itertools import pairwise

from kg.extraction.cues import Cues
from kg.extraction.names_in_text import TICKER, Mention, fixed, kind_of, spellings, spotted, titled
from kg.model.claims import Entity, Passage
from kg.model.names import linked, name_index

_LED_IN = re.compile(r"\b(?:in|on|at|by|for|from|with|to|of|and|or)\s+(?:the\s+)?$", re.IGNORECASE)
# "Tesla supplier Panasonic said it …" and "Alphabet's Waymo said it …" are about the latter.
_OWNER = re.compile(
    r"(?:['’]s)?\s(?:supplier|rival|partner|parent|unit|subsidiary|owner|competitor|customer|maker)\s"
    r"[A-Z]|['’]s\s(?:(?!(?:includ|ha[sd]|are|is|was|were)\w*\s)[a-z-]+\s){0,3}[A-Z]"
)
_PREDICATE = re.compile(r"\s+(?:is|was|are|were|remains?|became|becomes)\s+(?:one\s+of\s+)?", re.I)
_NEXT_CLAUSE = re.compile(
    r"[,;:“”]|\b(?:that|which|who|whether|how|why|when|while|as|because|and|or|but|if|after|before|where|until|since|"
    r"sa(?:id|ys)|announce[sd]?|believes?|hopes?|expects?|claims?|thinks?|told|tells?|confirm(?:s|ed)|denie[sd])\b"
)
# "Acme and Korean battery maker Bell", "Acme & Bell".
_JOINED = re.compile(
    r"\.?(?:\s\([^()]{1,40}\))?\s+(?:and|&)\s+(?:(?!to\b|of\b|for\b|with\b)[\w-]+\s+){0,4}"
)
_SEVERAL = re.compile(
    r"they|(?:the|both) (?:two )?(?:companies|firms)|the (?:two|pair|duo)", re.IGNORECASE
)


# "PARIS, 3 May (Agency) -", "Taipei, Sept. 26 (CNA)", "NEW DELHI:", "Some Wire (Sep 27) --".
_DATED = r"(?:(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)[a-z]*\.?|\d{1,2}|\d{4})"
_WHERE = r"[A-Z][\w.'’&/-]*"
_DATELINE = re.compile(
    rf"(?:{_WHERE},?\s+){{0,5}}(?:{_DATED},?\s+)*(?:\([A-Z][^()]{{1,40}}\)\s+|\([^()]{{2,40}}\)\s*(?:--|[-–—:])\s*)(?=[“\"'A-Z])"
    rf"|(?:{_WHERE},?\s+){{1,5}}(?:{_DATED},?\s+)*(?:/[^/]{{2,30}}/\s*)?(?:--|[–—]|-\s)\s*(?=[“\"'A-Z])"
    r"|[A-Z]{2}[A-Z .,]{1,30}:\s+"
)


def _dateline(sentence: Passage, text: str) -> int:
    """The place where a paragraph's first sentence begins after its dateline."""
    opens = sentence.start == 0 or text[: sentence.start].rstrip(" ").endswith("\n")
    found = _DATELINE.match(sentence.exact) if opens else None
    words = found[0] if found else ""
    # A name with its stock symbol, "Acme Corp. (ACME)", opens a sentence and is not a dateline.
    plain = found and (re.search(rf"{_DATED}|--|[A-Z]{{4}}", words) or sentence.exact[0] == "(")
    return sentence.start + len(words) if plain else sentence.start


def mentions(
    text: str, sentences: list[Passage], entities: Mapping[str, Entity], cues: Cues
) -> list[list[Mention]]:
    """The mentions of each sentence, in order."""
    known = name_index(entities.values())
    datelines = {s.start: _dateline(s, text) for s in sentences}
    labels = {name for e in entities.values() for name in (e.label, *e.aliases)}
    spelled = spellings(labels)
    plain = {
        s.start: [m for m in spotted(s, spelled, cues) if m.start >= datelines[s.start]]
        for s in sentences
    }
    # In a headline every word has a capital: only names that stand elsewhere too are names.
    elsewhere = {m.words for s in sentences if not titled(s.exact) for m in plain[s.start]}
    both = spellings(labels | elsewhere)
    within = labels | {
        m.words
        for s in sentences
        for m in plain[s.start]
        if not titled(s.exact)
        and text[max(0, m.start - 2) : m.start].strip(" ‘“\"'")[-1:].isalpha()
    }
    found: list[list[Mention]] = []
    short: dict[str, str] = {}
    for sentence in sentences:
        row = plain[sentence.start]
        row = (fixed(sentence, both) or row) if titled(sentence.exact) else row
        row = [m for m in row if m.start >= datelines[sentence.start]]
        tickers = [m.span() for m in TICKER.finditer(sentence.exact)]
        row = [m for m in row if not any(a < m.start - sentence.start < b for a, b in tickers)]
        row = [m for m in row if m.words in within or not _only_begins(m, sentence)]
        kinds = [kind_of(m.words, (m.start, m.end), text, cues) for m in row]
        row = [_state(replace(m, kind=kind), text) for m, kind in zip(row, kinds, strict=True)]
        row, meant = _shortened(row, text, labels)
        short |= meant
        row = [replace(m, name=short.get(m.words, m.name)) for m in row]
        found.append([m for m in row if m.kind != "Place" or not _adjective(m, row, text)])
    return _resolved(found, sentences, entities, known, cues.words["outlets"])


_AGENCIES = frozenset({"Reuters", "Bloomberg", "Nikkei", "Kyodo", "Xinhua"})
# "The banks can then use Acme": Acme is not whom the sentence is about; "For Acme, …" may be.
_AFTER_VERB = re.compile(
    r"^[^,;:“”\"]*\b(?:is|are|was|were|has|have|had|will|would|can|could|may|might|must|should)\s"
    r"(?:(?!that\b|said\b|says\b|when\b|after\b|because\b|and\b|but\b)[\w'’-]+\s+)*$"
)
# "Acme CEO Jane Doe said": the sentence is about her.
_TITLED = re.compile(r"\s(?:CEO|CFO|CTO|MD|chief executive|president|chairman|boss|analyst)\s[A-Z]")
_OPENS = re.compile(r"(?:For|At|With|By|From|Under|Of|Like|Unlike|Among|To|As|In|On|Besides)\b")
_REACH = 3  # sentences for which "they" may mean the two named last
_OUTLET = re.compile(
    r"\b(?:Times|News|Journal|Post|Herald|Daily|Tribune|Gazette|Newswires?|Telegraph|Weekly|News\sAgency)$"
)
# Words that may follow a name at the start of a sentence; before others it is not a name.
_AFTER_NAME = re.compile(
    r"(?:['’]s?)?(?:$|\s*[,;:(/&’'”\"-]|\s+(?:[A-Z(\d]|(?:and|for)\s+[A-Z]|(?:\w+ly\s+)?(?:also|now|already|later|"
    r"once|both|never|no longer|not|nor|first|has|have|had|is|was|are|were|"
    r"will|would|may|might|can|could|should|does|did|to|that|"
    r"which|who|in|on|[a-z]+(?:ed|s|al|ing)|sold|bought|took|held|made|won|lost|led|kept|began|became|got|built|"
    r"paid|went|came|saw|gave|put|set|cut|ran|fell|rose|grew|beat|said|told|sought|sent|spent|struck|chose|found|met|left|drew|lent|shut|hit|let|quit|spun|"
    r"chief|co-founder|founder|chair|chairman|chairwoman|president|boss|executive|director|spokes\w+|parent|unit|"
    r"subsidiary|supplier|rival|partner|investor|owner|competitor|customer|maker|arm|division)\b))"
)


def _only_begins(mention: Mention, sentence: Passage) -> bool:
    """Check if a word has its capital only because a sentence begins with it."""
    before = sentence.exact[: mention.start - sentence.start]
    first = bool(re.search(r"(?:^|[:“\"])\s*[‘“\"']?$", before))
    plain = mention.words.istitle() and mention.words.isalpha() and not mention.pronoun
    after = sentence.exact[mention.end - sentence.start :]
    return first and plain and not _AFTER_NAME.match(after)


def _state(mention: Mention, text: str) -> Mention:
    """A place, or the government that is named after it."""
    after = re.match(r"(?:['’]s)?\s(?:government|federal government)\b", text[mention.end :][:30])
    if mention.kind != "Place" or not after:
        return mention
    words = mention.words + after[0]
    end = mention.start + len(words)
    return replace(mention, words=words, name=words, end=end, kind="Organization")


def _shortened(
    row: list[Mention], text: str, labels: Collection[str]
) -> tuple[list[Mention], dict[str, str]]:
    """The mentions without short names in brackets, "Union (AU)", and the names these stand for."""
    kept: list[Mention] = []
    short: dict[str, str] = {}
    for one in row:
        before = kept[-1] if kept else None
        bracketed = before and text[before.end : one.start] == " (" and text[one.end :][:1] == ")"
        if before and bracketed and one.words not in labels and not one.pronoun:
            initials = "".join(word[0] for word in re.findall(r"[A-Z]\w*", before.words))
            if one.words in {initials, initials[:-1]} or before.words.startswith(one.words):
                short[one.words] = before.name
                continue
        kept.append(one)
    return kept, short


def _adjective(place: Mention, row: list[Mention], text: str) -> bool:
    """Check if a place only describes the next name: "the New Zealand technology firm Acme"."""
    after = next((m for m in row if m.start > place.start), None)
    between = text[place.end : after.start] if after else ""
    led = re.search(
        r"\b(?:in|to|from|at|into|near|of|and|across)\s+(?:the\s+)?$", text[: place.start]
    )
    return not led and bool(re.fullmatch(r"\s(?:[a-z][a-z-]*\s){1,5}", between))


def _resolved(
    found: list[list[Mention]],
    sentences: list[Passage],
    entities: Mapping[str, Entity],
    known: Mapping[str, tuple[str, ...]],
    outlets: Collection[str],
) -> list[list[Mention]]:
    """The same mentions with full names, linked to known entities where a name is equal."""
    people: dict[str, Mention] = {}
    topic: Mention | None = None
    pair = two = None
    read = 0
    settled = []
    for place, (listed, sentence) in enumerate(zip(found, sentences, strict=True)):
        row: list[Mention] = []
        for mention in listed:
            joined = _pair(row, sentence, outlets)
            here = _topic(row, sentence, outlets)
            if here is None or (topic and _beyond(mention, here, sentence)):
                here = topic
            one = _named(mention, here, people)
            both = joined or (pair if one.words.lower() == "they" else two or pair)
            if one.pronoun and _SEVERAL.fullmatch(one.words):
                one = _several(one, both)
            # A pronoun without an antecedent is not a name: "it" is not IT.
            meant = not one.pronoun or one.name != one.words
            iri = one.entity or (linked(one.name, known) if meant else None)
            kind = _class(entities[iri], one.kind) if iri else one.kind
            row.append(replace(one, entity=iri, kind=kind))
            if kind == "Person" and not one.pronoun:
                # "He" and "she" mean the last person named.
                people[one.name.split()[-1]] = people["he"] = row[-1]
        topic = _topic(row, sentence, outlets) or topic
        if newer := _pair(row, sentence, outlets):
            pair, read = newer, place
        elif place - read > _REACH:
            pair = None
        two = _only_two(row, outlets) or (two if all(one.pronoun for one in row) else None)
        settled.append(row)
    return settled


def _several(they: Mention, both: tuple[Mention, Mention] | None) -> Mention:
    """The two for whom "they" stands, or a group that nobody names."""
    if both is None:
        return replace(they, name=they.words, entity=None, kind="Group")
    return replace(they, name=both[0].name, entity=both[0].entity, partner=both[1])


def _beyond(mention: Mention, topic: Mention, sentence: Passage) -> bool:
    """Check if a pronoun must refer to somebody other than the subject of its own clause.

    "Acme bought the company", "Acme is its rival".
    """
    between = sentence.exact[topic.end - sentence.start : mention.start - sentence.start]
    if mention.words.lower() in {"its", "their"}:
        return bool(_PREDICATE.fullmatch(between))
    return mention.pronoun and mention.kind != "Person" and not _NEXT_CLAUSE.search(between)


def _pair(
    row: list[Mention], sentence: Passage, outlets: Collection[str]
) -> tuple[Mention, Mention] | None:
    """The last two organizations of a sentence that "and" joins."""
    able = [m for m in row if not _reports(m.name, outlets)]
    for one, other in reversed(list(pairwise(able))):
        between = sentence.exact[one.end - sentence.start : other.start - sentence.start]
        kinds = {one.kind, other.kind} & {"Person", "Place"}
        if _JOINED.fullmatch(between) and not kinds and not (one.pronoun or other.pronoun):
            return one, other
    return None


def _only_two(row: list[Mention], outlets: Collection[str]) -> tuple[Mention, Mention] | None:
    """The two organizations of a sentence that names no third: "the two companies" of the next."""
    other = {"Person", "Place", "Field", "Group"}
    named = {m.name: m for m in row if m.kind not in other and not _reports(m.name, outlets)}
    first, second, *more = [*named.values(), None, None]
    return (first, second) if first and second and not any(more) else None


def _class(entity: Entity, guess: str) -> str:
    return entity.classes[0].rpartition("#")[2] if entity.classes else guess


def _named(mention: Mention, topic: Mention | None, people: dict[str, Mention]) -> Mention:
    """The mention with the full name of its referent."""
    if not mention.pronoun:
        full = people.get(mention.words)
        return replace(mention, name=full.name, kind="Person") if full else mention
    meant = people.get("he") if mention.kind == "Person" else topic
    if meant is None:
        return mention
    return replace(mention, name=meant.name, entity=meant.entity, kind=meant.kind)


def _reports(name: str, outlets: Collection[str]) -> bool:
    """Check if a name is that of a newspaper or an agency: "Reuters", "CNBC TV18"."""
    first = name.partition(" ")[0]
    channel = first in outlets and (first in _AGENCIES or (len(first) > 2 and first.isupper()))
    return channel or name in outlets or bool(_OUTLET.search(name))


def _topic(row: list[Mention], sentence: Passage, outlets: Collection[str]) -> Mention | None:
    """The organization that a sentence is about: the first that no preposition leads in."""
    other = {"Person", "Place", "Field", "Group"}
    able = [m for m in row if m.kind not in other and not _reports(m.name, outlets)]
    for mention in able:
        before = sentence.exact[: mention.start - sentence.start]
        after = sentence.exact[mention.end - sentence.start :]
        passed = _OWNER.match(after) or _TITLED.match(after) or _AFTER_VERB.search(before)
        if not (_LED_IN.search(before) or passed):
            return mention
    titled = able and _TITLED.match(sentence.exact, able[0].end - sentence.start)
    if not titled and not _OPENS.match(sentence.exact):
        return None
    first = sentence.exact[: able[0].start - sentence.start] if able else ""
    # "In Tartu, …" is not about Tartu; "For Acme, …" may be about Acme.
    return None if not able or re.search(r"\b(?i:in|at|near)\s+$", first) else able[0]
