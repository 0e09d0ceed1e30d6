"""Values of table cells: names, lists of names, addresses, dates, amounts, empty cells."""

import re
from collections.abc import Iterable

from kg.model.claims import Quantity
from kg.model.dates import day, two_ways
from kg.model.quantities import BOUNDS, BOUNDS_AFTER, SCALES, SYMBOLS, UNITS, found, read_quantity

# Deals outside these years are slips of a spreadsheet, such as 2005 read as a day of 1905.
EARLIEST, LATEST = 1930, 2100
NOTHING = frozenset(
    {
        "",
        "-",
        "–",
        "—",
        "n/a",
        "na",
        "n.a.",
        "none",
        "null",
        "?",
        "unknown",
        "tbd",
        "nan",
        "tba",
        "tbc",
        "not available",
        "not known",
        "n.d.",
        "nd",
        "n.c.",
        "nc",
        "k.a.",
        "k. a.",
        "s.d.",
        "keine angabe",
        "keine angaben",
        "unbekannt",
        "nicht bekannt",
        "inconnu",
        "desconocido",
        "no disponible",
        "ej tillgängligt",
        "н/д",
        "不明",
        "未公开",
    }
)
# What a spreadsheet shows where a formula failed.
ERROR = re.compile(
    r"#(?:REF!|N/A|VALUE!|DIV/0!|NAME\?|NULL!|NUM!|SPILL!|CALC!)|#{2,}", re.IGNORECASE
)
FORMULA = re.compile(r"=|[+\-@]\s*=|[+\-@]\w*\(")
_SUM = re.compile(
    r"(?:grand |sub-?)?totals?|sum|subtotal|average|mean|median|count|summe|gesamt(?:summe)?"
    r"|insgesamt|durchschnitt|mittelwert|somme|moyenne|totale?|suma|media",
    re.IGNORECASE,
)
SECRET = re.compile(
    r"(?:un|not |non-?)disclosed(?: \w+)?|confidential|secret|private|vertraulich"
    r"|non (?:communiqué|divulgué)|no (?:revelado|divulgado)|não divulgado"
    r"|nicht (?:bekannt ?gegeben|veröffentlicht|genannt)|非公開|未披露",
    re.IGNORECASE,
)
SCALE = re.compile(r"(?:thousand|million|billion|lakh|crore|k|m|mn|bn|b)\b", re.IGNORECASE)
NEGATIVE = re.compile(r"[-−(]\s*\D{0,3}\d")
SHOWN, LONGEST = 60, 200  # characters
GROUP = re.compile(r"(?<![\d.,])[1-9]\d{0,2}[.,]\d{3}(?![\d.,])")
RANGE = re.compile(r"\d\s?(?:-|–|—|to|and)\s?\D?\d")
_SCALE_WORDS = {
    word: scale
    for scale, words in (
        ("thousand", "thousand thousands k tsd tausend 000 000s"),
        ("million", "million millions m mn mm mln mio millionen mill"),
        ("billion", "billion billions b bn bln mrd mld milliarden milliards miliardi miljarder"),
        ("lakh", "lakh lakhs lac lacs"),
        ("crore", "crore crores cr"),
    )
    for word in words.split()
}
_CURRENCIES = {code.lower(): code for code in UNITS["codes"].split("|")} | {
    "$": "dollars", "€": "euros", "£": "pounds", "¥": "¥", "₹": "rupees", "dollar": "dollar",
    "dollars": "dollars", "euro": "euro", "euros": "euros", "pound": "pound", "pounds": "pounds",
    "yen": "yen", "yuan": "yuan", "rs": "rupees", "%": "percent", "percent": "percent",
}  # fmt: skip


def _listed(phrases: Iterable[str]) -> str:
    return "|".join(re.escape(one) for one in sorted(phrases, key=len, reverse=True))


# A figure of which the heading says what it counts, or two, whatever bounds them.
BARE = re.compile(
    rf"""(?P<figure>(?:(?:{_listed(BOUNDS)}|between)\s*)?
    (?P<symbol>(?:{_listed(SYMBOLS)}|[^\w\s.,~≈<>≤≥+-]{{1,3}})\s*)?
    \d(?:[\d.,'’\s]*\d)?(?:\s?(?:-|–|—|to|and)\s?(?:{_listed(SYMBOLS)})?\d[\d.,'’]*)?)
    (?P<own>\s?(?:{_listed(SCALES)})\b)?(?P<after>\s*(?:{_listed(BOUNDS_AFTER)})?\s*)""",
    re.VERBOSE | re.IGNORECASE,
)
SCALED = re.compile(rf"\d[\s-]?(?:{_listed(SCALES)})\b", re.IGNORECASE)


def unfit(name: str, column: str) -> str:
    """Explain why a cell does not name an organization; empty if it does."""
    if name.lower() in NOTHING or not name.strip(" .–—-…?"):
        return f"{column} is empty"
    if not re.search(r"\w", name):
        return f"{column} holds “{name[:40]}”, which is not a name"
    if ERROR.fullmatch(name):
        return f"{column} holds the error {name}"
    if FORMULA.match(name) or len(name) > LONGEST:
        return f"{column} holds “{name[:40]}”, which is not a name"
    return ""


def sums_up(who: str, whom: str) -> bool:
    """Check for a row of totals; Total is a company too, where the other side is a name."""
    return any(
        _SUM.fullmatch(one.strip(" :")) and not re.match(r"[^\W\d_]", other)
        for one, other in ((who, whom), (whom, who))
    )


def date(given: str, order: str | None, doubts: list[str]) -> str | None:
    """Read a cell's date in its own precision; anything unusual is added to the doubts."""
    if given.lower() in NOTHING:
        return None
    when, shown = day(given, order), f"the date “{given[:SHOWN]}”"
    if when is None:
        doubts.append(f"{shown} cannot be read")
    elif not EARLIEST <= int(when[:4]) <= LATEST:
        doubts.append(f"{shown} is hardly meant")
        return None
    elif order is None and two_ways(given):
        doubts.append(f"{shown} can be read two ways, so its year alone is kept")
    return when


def price(given: str, unit: str, doubts: list[str], *, comma: bool = False) -> Quantity | None:
    """A cell's amount in its own words, with what its column says that bare figures count.

    `comma` says that the column writes decimals with a comma.
    """
    if given.lower() in NOTHING:
        return None
    if ERROR.fullmatch(given):
        doubts.append(f"the amount is the error {given}, and left out")
        return None
    words = given[:LONGEST]
    if SECRET.fullmatch(given):
        return Quantity(words, "unstated")
    worded = _worded(given, unit)
    quantity = None if NEGATIVE.match(given) or _parted(worded) else read_quantity(worded[:LONGEST])
    doubt = _doubt(given, worded, unit, quantity, comma=comma)
    if quantity is None or doubt:
        doubts.append(doubt)
        return Quantity(words, "unstated")
    return quantity


def _doubt(given: str, worded: str, unit: str, quantity: Quantity | None, *, comma: bool) -> str:
    """Say why an amount is not trusted: a wrong thousand or million is worse than no figure."""
    amount, rest = f"the amount “{given[:SHOWN]}”", _after(worded)
    if quantity is None:
        return f"{amount} cannot be read"
    figured, split = quantity.value is not None, bool(GROUP.search(given))
    reasons = {
        f"{amount} is the length of a figure": quantity.unit in ("figure", "digit"),
        f"{amount} can be read two ways": split and (comma or not (figured or RANGE.search(given))),
        f"whether {amount} is in {unit} cannot be told": (
            bool(unit) and worded == given and _lacking(given, unit)
        ),
        # "500 mil euros" is half a million in Spain and five hundred nowhere.
        f"the scale of {amount} cannot be read": (
            figured and any(map(_SCALE_LIKE.match, (quantity.unit or "", rest)))
        ),
        f"{amount} names more than one figure": figured and bool(re.search(r"\d", rest)),
    }
    return next((reason for reason, holds in reasons.items() if holds), "")


def _after(words: str) -> str:
    """The words that follow the first figure; remarks in brackets are left out."""
    first = next(iter(found(words)), None)
    return re.sub(r"\([^()]*\)", "", words[first.end :]).strip() if first else ""


# A unit that begins as words for thousands, millions and more do in some language.
_SCALE_LIKE = re.compile(
    r"(?:mi+l|mld|mrd|bil|tri[lj]|milj|bilh|mio|tsd|taus|thous|tuh|tys|tis|bin\b|juta|trieu|lakh|cr(?:ore)?\b|mn\b"
    r"|млн|млрд|тыс|тис|[千万億百萬亿兆만억천])",
    re.IGNORECASE,
)


def spanned(least: str, most: str) -> str:
    """The amounts of two cells, of which one is the least and one the largest, as one wording."""
    least, most = (each if each.lower() not in NOTHING else "" for each in (least, most))
    if least and most:
        return least if least == most else f"{least} to {most}"
    return f"at least {least}" if least else f"up to {most}" if most else ""


def decimal_comma(values: Iterable[str]) -> bool:
    """Check if a column of amounts writes decimals with a comma: 10,5 or 1.200,50.

    So it may where all its points stand before three digits: 2.500 alone reads both ways.
    """
    listed = list(values)
    if any(re.search(r"\d,\d{1,2}(?![\d,])", value) for value in listed):
        return True
    told = any(re.search(r"\d\.(?!\d{3}(?!\d))\d|(?<!\d)0\.\d|\d,\d{3}", v) for v in listed)
    return not told and any(re.search(r"[1-9]\d{0,2}\.\d{3}(?![\d.,])", v) for v in listed)


def _parted(words: str) -> bool:
    """Check if the figure is only a part of adjacent digits."""
    first = next(iter(found(words)), None)
    if first is None:
        return False
    return bool(re.search(r"\d[\s.,'’]*$", words[: first.start])
                or re.match(r"[\s.,'’]*\d", words[first.end :]))  # fmt: skip


def unit(heading: str) -> str:
    """The unit given in a heading such as "Price (USD million)" or "Preis in T€"."""
    inner = re.search(r"\(([^)]*)\)|\[([^\]]*)\]|\bin\s+(.+)$", heading)
    said = next(filter(None, inner.groups()), "") if inner else heading
    tokens = re.findall(r"[$€£¥₹%]|[^\W\d_]+|000s?", _split(said))
    scale = money = ""
    for place, token in enumerate(tokens):
        near = inner is not None or any(
            t in _CURRENCIES for t in tokens[max(place - 1, 0) : place + 2]
        )
        if (known := _SCALE_WORDS.get(token)) and (len(token) > 3 or near):
            scale = scale or known
        money = money or _CURRENCIES.get(token, "")
    # A scale that is not known would leave figures a thousand or a million times too small.
    odd = (token for token in tokens if inner and _SCALE_LIKE.match(token))
    return " ".join(filter(None, (scale or next(odd, ""), money)))


def unit_with(heading: str, currency: str) -> str:
    """The unit that a heading gives, with the currency of the table where it names none itself."""
    own = unit(heading)
    money = own.split()[-1:]
    return own if money and money[0] in _CURRENCIES.values() else f"{own} {currency}".strip()


def _split(heading: str) -> str:
    """A heading in small letters, with currencies apart from what they are joined to."""
    apart = re.sub(r"(?<=[a-z])(?=[A-Z])", " ", heading)
    apart = re.sub(rf"\b([TMKtmk]?)({UNITS['codes']})(m|mn|bn|k|b)?\b", r"\1 \2 \3", apart)
    apart = apart.replace("US$", "$").replace("_", " ").lower()
    return re.sub(r"\bt (?=[€$£]|eur)|\bt(?=[€$£])", "k ", apart)


def _worded(given: str, unit: str) -> str:
    """Add the unit of the column to a bare figure, unless the cell already has one."""
    if not unit or not (match := BARE.fullmatch(given)):
        return given
    scale = SCALE.match(unit)
    # $1,200 below the heading “Value (USD m)” is twelve hundred millions.
    scaled = match["own"] or (f" {scale[0]}" if scale else "")
    currency = "" if match["symbol"] else unit[scale.end() if scale else 0 :].strip()
    after = match["after"].strip()
    plus, bound = ("+", "") if after == "+" else ("", after)
    return " ".join(filter(None, (f"{match['figure']}{scaled}{plus}", currency, bound)))


def _lacking(given: str, unit: str) -> bool:
    """Check if words about a figure hide its scale: 300 dollars in a column of millions."""
    first = next(iter(found(given)), None)
    if first is None:
        return bool(re.search(r"\d", given)) and not SCALED.search(given)
    return first.kind == "money" and bool(SCALE.match(unit)) and not SCALED.search(given)


# What ends a name after a comma, or ties its last two parts to one firm.
_LEGAL = re.compile(
    r"(?:inc|incorporated|corp|corporation|ltd|limited|llc|llp|lp|plc|gmbh|ag|s\.?a|n\.?v|b\.?v|s\.?p\.?a"
    r"|co|company|kg|se|oy|ab|a/s|pte|pty|jr|sr)\.?(?:\s.*)?",
    re.IGNORECASE,
)
_FIRM = re.compile(
    r"(?:&|and|und|et|y|e)\s+(?:co|company|cie|comp|sons?|söhne|brothers|bros|partners?|partner|associates"
    r"|daughters|fils|hijos|figli)\b\.?.*$",
    re.IGNORECASE,
)
AND = re.compile(r"\s+(?:and|&|und|et)\s+", re.IGNORECASE)
_TWO = re.compile(r"[^\W\d_]\s+(?:and|und|et)\s+[^\W\d_]", re.IGNORECASE)
_ADDRESS = re.compile(r"https?://.*?(?=(?:\s+(?:and|und|et|y|&))?[\s,;|]+https?://|$)")


def names(cell: str, *, several: bool) -> tuple[tuple[str, ...], bool]:
    """The names in a cell, and whether somebody should look at how they were told apart.

    `several` says that the column lists companies; elsewhere a comma is asked about, not split at.
    """
    # A list as programs write it: {"Acme","Bell"} or ['Acme', 'Bell'].
    if match := re.fullmatch(r"[\[{]\s*([\"'].*[\"'])\s*[\]}]", cell.strip()):
        listed = re.split(r"[\"']\s*,\s*[\"']", match[1].strip("\"'"))
        return tuple(" ".join(part.split()) for part in listed if part.strip()), False
    whole = " ".join(cell.split())
    marks = r"\s*(?:[;|\n]|\s/\s)\s*" if several else r"\s*[;\n]\s*"
    marked = [part.strip() for part in re.split(marks, cell.strip()) if part.strip()]
    # "Ash; Inc." is one.
    for at in range(len(marked) - 1, 0, -1):
        if _LEGAL.fullmatch(marked[at]):
            marked[at - 1 : at + 1] = [f"{marked[at - 1]}, {marked[at]}"]
    if len(marked) > 1:
        return tuple(" ".join(part.split()) for part in marked), False
    pieces = _pieces(whole)
    # "Smith, Jones & Co." is one.
    if len(pieces) < 2 or _FIRM.search(pieces[-1]):
        # "Thorn and Maple" may be two, in a column that lists several.
        return (whole,), several and bool(_TWO.search(whole)) and not _FIRM.search(whole)
    if not several:
        return (whole,), True
    return tuple(pieces), False


def _pieces(whole: str) -> list[str]:
    """The parts between commas, with legal forms left at their names, and the last "and" split."""
    pieces: list[str] = []
    for part in (part.strip() for part in whole.split(",")):
        if pieces and _LEGAL.fullmatch(part):
            pieces[-1] += f", {part}"
        elif part:
            pieces.append(part)
    if len(pieces) > 1 and not _FIRM.search(pieces[-1]):
        last = re.sub(r"^(?:and|&|und|et)\s+", "", pieces.pop())
        parts = AND.split(last)
        pieces += parts if len(parts) == 2 else [last]
    return [piece for piece in pieces if piece]


def addresses(cell: str) -> tuple[str, ...]:
    """Every address of a page in a cell, each once."""
    # Within words, a full stop or bracket ends the sentence rather than the address.
    ends = " ,;|" if cell.strip().startswith("http") else " ,;|.)"
    found = (match[0].rstrip(ends) for match in _ADDRESS.finditer(cell.strip()))
    return tuple(dict.fromkeys(found))
