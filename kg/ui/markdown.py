"""Text from outside as Streamlit shows it: as text, whatever is in it."""

from __future__ import annotations

import re

from kg.presentation.drawing import plain

# Everything Markdown, its maths, its colours and its icons could make something of.
SPECIAL = re.compile(r"([\\`*_{}\[\]<>()#+\-.!|~$:&^=\"'@/])")


def escaped(text: str, most: int = 2000) -> str:
    """The text so that Markdown shows exactly its characters."""
    one = plain(text, most).replace("\n", " ")
    return SPECIAL.sub(lambda match: f"&#{ord(match[1])};", one)
