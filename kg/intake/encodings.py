"""Bytes into letters: the encoding that is declared, marked, or most likely, and its name."""

import codecs
import re
from collections.abc import Iterator
from dataclasses import dataclass

from charset_normalizer import from_bytes

from kg.errors import BadInput

# In the order in which they are taken where nothing tells them apart.
_LATIN = {
    "cp1252": "Windows-1252 (Western Europe)",
    "cp1254": "Windows-1254 (Turkish)",
    "cp1250": "Windows-1250 (Central Europe)",
    "cp1257": "Windows-1257 (Baltic)",
    "mac_roman": "Mac Roman",
    "cp850": "DOS 850",
}
_OTHER = {
    "cp1251": "Windows-1251 (Cyrillic)",
    "koi8_r": "KOI8-R (Cyrillic)",
    "cp866": "DOS 866 (Cyrillic)",
    "cp1253": "Windows-1253 (Greek)",
}
# Alphabets of several bytes a letter, by letters that only a text in them would hold so many of.
_EASTERN = {
    "cp932": (re.compile(r"[\u3040-\u30ff]"), 0.15),
    "euc_jp": (re.compile(r"[\u3040-\u30ff]"), 0.15),
    "cp949": (re.compile(r"[\uac00-\ud7a3]"), 0.9),
    "gb2312": (re.compile(r"[\u4e00-\u9fff]"), 0.7),
    "big5": (re.compile(r"[\u4e00-\u9fff]"), 0.7),
    "gb18030": (re.compile(r"[\u4e00-\u9fff]"), 0.7),
}
_REST = ("cp932", "cp1255", "cp1256", "cp874")
# Old names that are used for an encoding with more letters (as the Encoding Standard of the web).
_AS_BROWSERS_DO = (
    dict.fromkeys(("iso-8859-1", "iso8859-1", "latin1", "latin-1", "us-ascii", "ascii"), "cp1252")
    | dict.fromkeys(("iso-8859-9", "latin5"), "cp1254")
    | dict.fromkeys(("iso-8859-11", "tis-620"), "cp874")
    | dict.fromkeys(("gb2312", "gbk", "x-gbk", "gb_2312-80"), "gb18030")
    | dict.fromkeys(("shift_jis", "shift-jis", "sjis", "x-sjis", "windows-31j"), "cp932")
    | dict.fromkeys(("euc-kr", "ks_c_5601-1987", "korean"), "cp949")
)
LOOKED_AT = 400_000  # bytes in which letters are weighed
MOST_ODD = 0.05  # of the letters beyond ASCII, before an alphabet is ruled out
_WORD = re.compile(r"[^\x00-\x26\x28-\x2c\x2e-\x40\x5b-\x60\x7b-\x7f]*[^\x00-\x7f]"
                   r"[^\x00-\x26\x28-\x2c\x2e-\x40\x5b-\x60\x7b-\x7f]*")  # fmt: skip
# Signs that stand beside words, so that one inside of a word tells of a wrong alphabet.
_SIGNS = frozenset("“”‘’„‚–—…€£¥§©®™°·«»¡¿ªº²³¹±½¼¾×\u00a0•†‡‰‹›№")
_EDGES = "“”‘’„‚–—…€£¥§©®™°·«»¡¿•‹›\u00a0'-"


@dataclass(frozen=True)
class Decoded:
    """A file's text, the encoding used, and a note if the bytes leave the encoding open."""

    text: str
    encoding: str
    note: str = ""


def decode(name: str, data: bytes, encoding: str | None = None) -> Decoded:
    """Read bytes as text: in the encoding asked for, else marked, UTF-8, or most likely."""
    if encoding:
        return Decoded(_without_nul(name, _asked(name, data, encoding)), encoding)
    for mark, each in _marked(data):
        try:
            if data.startswith(mark):
                return Decoded(_without_nul(name, data.decode(each)), each)
        except UnicodeDecodeError:
            continue
    _without_nul(name, data[:10_000].decode("latin-1"))
    likely = _likely(name, data)
    try:
        text = data.decode(likely)
    except UnicodeDecodeError as error:
        raise BadInput(f"{name} is not valid {likely}; save it as UTF-8") from error
    return Decoded(text, likely, _note(name, likely, text))


def decode_declared(name: str, data: bytes, label: str | None) -> Decoded:
    """Read bytes in the encoding that a page or mail declares, unless they tell another."""
    said = (label or "").strip().lower()
    told = _utf8(data) and not data.isascii()
    if said and not told and not data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        codec = _AS_BROWSERS_DO.get(said, said)
        try:
            return Decoded(_without_nul(name, data.decode(codec)), codec)
        except (LookupError, UnicodeError):
            read = decode(name, data)
            contradicted = f"{name} says that it is in {label}, and it is not"
            return Decoded(
                read.text, read.encoding, "; ".join((contradicted, read.note)).strip("; ")
            )
    read = decode(name, data)
    if told and said not in {"", "utf-8", "utf8"}:
        note = f"{name} says that it is in {label}, and is read as UTF-8, which all of it fits"
        return Decoded(read.text, read.encoding, note)
    return read


def _utf8(data: bytes) -> bool:
    try:
        data.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True


def _marked(data: bytes) -> Iterator[tuple[bytes, str]]:
    """The encodings that a byte order mark or the pattern of the bytes shows."""
    yield codecs.BOM_UTF16_LE, "utf-16"
    yield codecs.BOM_UTF16_BE, "utf-16"
    yield b"", _wide(data) or "utf-8-sig"


def _wide(data: bytes) -> str | None:
    """The encoding of text in which every other byte is zero; None for other text."""
    even, odd = data[:10_000:2].count(0), data[1:10_000:2].count(0)
    most = len(data[:10_000]) * 0.4
    return "utf-16-le" if odd > most > even else "utf-16-be" if even > most > odd else None


def _asked(name: str, data: bytes, encoding: str) -> str:
    try:
        return data.decode("utf-8-sig" if encoding.lower() in {"utf-8", "utf8"} else encoding)
    except LookupError as error:
        raise BadInput(
            f"there is no encoding {encoding!r}; say for instance cp1252, cp1250 or utf-8"
        ) from error
    except UnicodeError as error:
        raise BadInput(f"{name} is not valid {encoding}: {error}") from error


def _without_nul(name: str, text: str) -> str:
    if "\0" in text:
        raise BadInput(f"{name} holds bytes that no text has; is it another kind of file?")
    return text


def _likely(name: str, data: bytes) -> str:
    """The encoding in which the letters form words as in a known language."""
    # A letter of a Latin alphabet beyond ASCII stands among letters of ASCII.
    sample = data[:LOOKED_AT]
    among = len(re.findall(rb"(?<![\x80-\xff])[\x80-\xff]{1,2}(?![\x80-\xff])", sample))
    high = len(re.findall(rb"[\x80-\xff]+", sample))
    families = (_LATIN, _OTHER) if 2 * among > high else (_OTHER,)
    for family in families:
        odd = {each: _odd(sample, each) for each in family}
        best = min(odd, key=lambda each: odd[each])
        if odd[best] <= MOST_ODD:
            return best
    for each, (letters, least) in _EASTERN.items():
        if _share(sample, each, letters) >= least:
            return each
    guess = from_bytes(sample, cp_isolation=[*_REST]).best()
    if guess is None and families == (_OTHER,):
        raise BadInput(
            f"{name} is in no known encoding; name the encoding, or save the file as UTF-8"
        )
    return guess.encoding if guess is not None else "cp1252"


def _share(data: bytes, encoding: str, letters: re.Pattern[str]) -> float:
    """The share of these letters among those beyond ASCII; none if the bytes cannot be decoded."""
    text = data.decode(encoding, "replace")
    high = sum(character > "\x7f" for character in text)
    # The sample may end in the middle of a letter.
    return 0.0 if text.count("\ufffd") > 1 else len(letters.findall(text)) / max(high, 1)


def _odd(data: bytes, encoding: str) -> float:
    """The share of letters beyond ASCII that no word would have at that place."""
    text = data.decode(encoding, "replace")
    if (
        encoding in {"cp1252", "cp1254"}
        and re.search("[šžŠŽ]", text)
        and re.search("[øèìùïÈØ]", text)
    ):
        return 1.0  # these two sets of letters meet in Czech, read as what it is not
    high = sum(character > "\x7f" for character in text)
    odd = 0
    for match in _WORD.finditer(text):
        word = match[0].strip(_EDGES)
        if _SIGNS.issuperset(word) or word in {"m²", "m³", "km²"}:
            continue
        for place, character in enumerate(word):
            if character > "\x7f":
                capital = character.isupper() and place and word[place - 1].islower()
                inner = character in "’'" and 0 < place < len(word) - 1
                thorn = character in "þÝ" and (place or (character == "Ý" and word[1:2].islower()))
                odd += not inner and (capital or not character.isalpha() or bool(thorn))
                odd += character in "ªº"
    # Boxes and mathematics stand in no word and in no table of deals.
    odd += sum(c > "\x7f" and not c.isalnum() and c not in _SIGNS for c in text)
    return odd / max(high, 1)


def _note(name: str, encoding: str, text: str) -> str:
    """A sentence on the encoding that was taken, with words that show whether it is right."""
    words = [match[0] for match in re.finditer(r"[\w’&-]*[^\W\x00-\x7f][\w’&-]*", text)]
    shown = ", ".join(f"“{word[:30]}”" for word in dict.fromkeys(words[:50]))
    shown = ", ".join(shown.split(", ")[:3])
    said = {**_LATIN, **_OTHER}.get(encoding, encoding)
    example = f", so that it holds {shown}" if shown else ""
    return (
        f"{name} is not UTF-8 and is read as {said}{example}; "
        "if these letters are wrong, name the encoding"
    )
