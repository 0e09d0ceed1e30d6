"""The relations of a workspace's own: a form that shows the sentences they will read as."""

from __future__ import annotations

import re
from pathlib import Path

import streamlit as st

from kg.errors import BadInput, KgError
from kg.extraction.cues import check_cue
from kg.model.names import slug
from kg.model.ontology import Reading, Relation, declared_by, shipped
from kg.model.own_relations import FILE
from kg.model.vocab import RELATION
from kg.model.wording import Statement, class_label, phrases, sentence_of
from kg.presentation.page_text import escaped
from kg.ui.add.state import ROUND, loaded
from kg.workspace import saving

# How the new relation is shown: who, whom, and how firmly and whether denied it is said.
SHOWN = (("fact", "affirmed"), ("fact", "denied"), ("plan", "affirmed"), ("hint", "affirmed"))


def show(folder: Path) -> None:
    """The relations declared so far, and the form for a new one."""
    loaded(folder)
    for known in declared_by(folder).relations.values():
        st.markdown(f"**{escaped(known.label)}** — {escaped(known.family)}")
        st.markdown(escaped(known.definition))
    st.header("A relation of your own", anchor=False)
    st.caption(
        f"For ties that no relation here names. It is kept in {FILE} of your folder, where it can "
        "be changed by hand, and goes into every export."
    )
    key = f"relation-{st.session_state.get(ROUND, 0)}"
    relation = _described(key)
    if relation is None:
        return
    reading = _phrases(relation.label, key)
    for how, polarity in SHOWN:
        said = Statement("Acme", relation.name, "Bell", how, polarity)
        st.markdown(f"> {escaped(sentence_of(said, reading))}")
    if st.button("Add this relation", type="primary", key=f"{key}-add"):
        _add(folder, relation, reading)


def _described(key: str) -> Relation | None:
    """The relation as far as the form describes it; None until it has a name and a family."""
    known = shipped().relations
    heads = [name for name, one in known.items() if one.family]
    label = st.text_input("How it reads", key=f"{key}-label", placeholder="pilots with").strip()
    name = st.selectbox(
        "It is a kind of", heads, index=None, key=f"{key}-family",
        format_func=lambda n: f"{known[n].label} · {known[n].family}",
        placeholder="Choose the relation that it belongs to",
        help="The relation that is true as well wherever yours is. It gives yours its family.",
    )  # fmt: skip
    if not label or name is None:
        return None
    definition = st.text_input(
        "What it means", key=f"{key}-definition",
        placeholder="Tries out a product of another company together with it, before buying any.",
    )  # fmt: skip
    family = known[name]
    symmetric = st.checkbox("It holds both ways", family.symmetric, key=f"{key}-{name}-both")
    left, right = st.columns(2)
    domain = _side(left, "Who", family.domain, f"{key}-{name}-who")
    range_ = domain if symmetric else _side(right, "Whom or what", family.range,
                                            f"{key}-{name}-whom")  # fmt: skip
    left, right = st.columns(2)
    others = left.text_area("What tables call it, a line each", key=f"{key}-others", height=80)
    cues = right.text_area(
        "How a text says it, a line each", key=f"{key}-cues", height=80,
        placeholder="{who} ~pilot ... with {whom}",
        help="~pilot is any form of the verb, ... a few other words.",
    )  # fmt: skip
    words = slug(label).split("-")
    return Relation(
        name=str(RELATION[words[0] + "".join(map(str.capitalize, words[1:]))]),
        label=label, definition=definition.strip(), family=family.family, sign=family.sign,
        symmetric=symmetric, supers=(name, *family.supers), domain=domain, range=range_,
        others=_lines(others), cues=_lines(cues),
    )  # fmt: skip


def _side(place: st.delta_generator.DeltaGenerator, words: str, widest: str, key: str) -> str:
    """The class of one side: the family's or one below it."""
    classes = shipped().classes
    fits = [widest, *(name for name, one in classes.items() if widest in one.supers)]
    return place.selectbox(words, fits, format_func=class_label, key=key) or widest


def _phrases(label: str, key: str) -> Reading:
    """The three phrases, made from the label, to be put right where English has it otherwise."""
    made = phrases(label)
    with st.expander("Its other forms"):
        left, right = st.columns(2)
        denied = left.text_input("Denied", made.denied, key=f"{key}-{label}-denied")
        bare = right.text_input("After “is to” or “may”", made.bare, key=f"{key}-{label}-bare")
    return Reading(made.affirmed, denied, bare)


def _lines(text: str) -> tuple[str, ...]:
    return tuple(sorted({line.strip() for line in re.split(r"[\r\n]+", text)} - {""}))


def _add(folder: Path, relation: Relation, reading: Reading) -> None:
    try:
        if not relation.definition:
            raise BadInput("say what it means: who reads your data has nothing else to go by")
        for cue in relation.cues:
            check_cue(cue)
        st.session_state["add-done"] = saving.declare(folder, relation, reading)
        # The fields of the next one are new fields.
        st.session_state[ROUND] = st.session_state.get(ROUND, 0) + 1
    except KgError as error:
        st.session_state["add-error"] = str(error)
    st.rerun()
