"""The questions that the network answers, in words."""

from __future__ import annotations

from dataclasses import dataclass

from kg.errors import NotFound

__all__ = ["QUESTIONS", "Question", "question"]


@dataclass(frozen=True)
class Question:
    """A question in words and the measures that answer it, the plainest first."""

    slug: str
    words: str
    measures: tuple[str, ...]


QUESTIONS = (
    Question(
        "most-ties",
        "Who has the most ties?",
        ("degree", "strength", "eigenvector", "pagerank", "closeness", "core"),
    ),
    Question(
        "broker",
        "Who connects otherwise separate groups?",
        ("betweenness", "constraint", "effective-size", "efficiency", "hierarchy"),
    ),
    Question(
        "cut",
        "Which tie, if it vanished, would cut whom off?",
        ("bridge", "articulation", "component"),
    ),
    Question(
        "both",
        "Who is both partner and rival of whom?",
        ("coopetition", "partners-of-rivals", "common-partners", "common-rivals"),
    ),
    Question(
        "camps", "Do partnerships and rivalries fit together?", ("balance", "triads", "frustration")
    ),
    Question(
        "portfolio",
        "How broad and how firm is one organization's set of partners?",
        (
            "portfolio-size",
            "portfolio-facts",
            "portfolio-rivals",
            "portfolio-relations",
            "portfolio-fields",
        ),
    ),
    Question("groups", "Which groups form?", ("community", "modularity", "stability")),
    Question("position", "Who is in the same position?", ("position",)),
    Question(
        "vanish",
        "What would vanish if this source were wrong?",
        ("source-dependence", "speaker-dependence"),
    ),
    Question(
        "knit",
        "How tightly knit is the whole?",
        (
            "density",
            "transitivity",
            "degree-centralization",
            "closeness-centralization",
            "betweenness-centralization",
        ),
    ),
)


def question(slug: str) -> Question:
    """The question of that name."""
    for found in QUESTIONS:
        if found.slug == slug:
            return found
    known = ", ".join(q.slug for q in QUESTIONS)
    raise NotFound(f"no question named {slug!r}; there are: {known}")
