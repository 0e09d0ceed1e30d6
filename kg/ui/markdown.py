"""Text from outside as Streamlit shows it: as text, whatever is in it."""

from __future__ import annotations

import re

from kg.model.ontology import vocabulary
from kg.presentation.drawing import plain

# Everything Markdown, its maths, its colours and its icons could make something of.
SPECIAL = re.compile(r"([\\`*_{}\[\]<>()#+\-.!|~$:&^=\"'@/])")


def escaped(text: str, most: int = 2000) -> str:
    """The text so that Markdown shows exactly its characters."""
    one = plain(text, most).replace("\n", " ")
    return SPECIAL.sub(lambda match: f"&#{ord(match[1])};", one)


def term(kind: str, name: str) -> str:
    """The label of a fixed answer: term("Modality", "hint")."""
    answer = vocabulary().values[kind].get(name)
    return answer.label if answer else name


def modality(name: str) -> str:
    """A modality with its step: "suggested (hint)"."""
    step = term("Firmness", vocabulary().firmness.get(name, ""))
    own = term("Modality", name)
    return step if step == own else f"{step} ({own})"


def spoken_kind(name: str) -> str:
    """The label of a class."""
    found = vocabulary().classes.get(name)
    return found.label if found else name
