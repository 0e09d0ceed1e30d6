"""The form of one statement: who, how related, to whom, how firmly, by whom, how much."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any

import streamlit as st

from kg.extraction.drafts import Draft, names_in_draft, voiced
from kg.model import wording
from kg.model.claims import ASKED, Field, Quantity, values
from kg.model.names import Candidate, candidates, linked, name_index, normal
from kg.model.ontology import vocabulary
from kg.model.quantities import read_quantity
from kg.model.wording import class_label, modality, term
from kg.presentation.codebook import glossary
from kg.presentation.page_text import escaped
from kg.workspace.workspace import State

# Classes that mean something to a user, the commonest first.
KINDS = (
    "Company", "BusinessUnit", "Organization", "ResearchInstitution", "Laboratory", "Person",
    "Group", "Place", "Field", "Offering", "Investment", "HiringProgramme", "ConstructionProject",
    "ResearchActivity", "Undertaking", "Goal", "Document",
)  # fmt: skip
OWN_VOICE = "the source"
WHO, WHOM = "Who", "Whom or what"
OWN_WORDS, NOTE = "In your own words", "Note"
FIRST = ("amount", "deadline_year")  # asked in sight, the rest below "More"


def claim_form(state: State, source: str, draft: Draft, key: str) -> Draft:
    """The claim form, filled in; returns the user's claim, whose new names are not decided yet."""
    if draft.passage:
        st.markdown(f"> {escaped(draft.passage.exact)}")
    spoken = [n for n in (draft.subject, draft.object, draft.attributed_to) if n]
    choose = _chooser(state, spoken, key)
    draft = replace(draft, subject=choose(WHO, draft.subject) or "")
    draft = replace(draft, relation=_relation(draft.relation, key) or "")
    draft = replace(draft, object=choose(WHOM, draft.object or "") or "")
    left, right = st.columns(2)
    with left:
        draft = replace(draft, modality=_modality(draft.modality, key))
    with right:
        speaker = choose("Said by", draft.attributed_to, empty=OWN_VOICE)
        draft = replace(draft, attributed_to=speaker or "")
    first = [field for field in ASKED if field.name in FIRST]
    for field, column in zip(first, st.columns(len(first)), strict=True):
        with column:
            draft = _asked(state, source, draft, field, key)
    draft = _more(state, source, draft, key)
    if state.sources[source].text is None:
        words = st.text_area(OWN_WORDS, draft.summary or "", key=f"{key}-summary", height=80)
        draft = replace(draft, summary=words)
    _read_aloud(state, draft, key)
    return draft


def _read_aloud(state: State, draft: Draft, key: str) -> None:
    """Show the statement as a sentence, and offer the other direction."""
    if not (draft.subject and draft.relation):
        return
    ends = draft.subject, draft.object or ""

    def sentence(who: str, whom: str) -> str:
        labels = [state.entities[n].label if n in state.entities else n for n in (who, whom)]
        amount = draft.amount.wording if draft.amount else ""
        return wording.sentence(
            wording.Statement(
                labels[0], draft.relation, labels[1], draft.modality, draft.polarity, amount
            )
        )

    def turn() -> None:
        who, whom = f"{key}-{WHO}", f"{key}-{WHOM}"
        st.session_state[whom], st.session_state[who] = ends

    st.markdown(f"It will read: **{escaped(sentence(*ends), 400)}**")
    relation = vocabulary().relations.get(draft.relation)
    if draft.object and not (relation and relation.symmetric):
        other = escaped(sentence(*ends[::-1]), 400)
        st.button(f"Turn it round: {other}", key=f"{key}-turn", type="tertiary", on_click=turn)


Chooser = Callable[..., str | None]


def _chooser(state: State, first: Sequence[str], key: str) -> Chooser:
    """A select box of names that takes new ones too; the names that were read come first."""
    by_label = sorted(state.entities.values(), key=lambda e: e.label.casefold())
    names = list(dict.fromkeys([*first, *(e.iri for e in by_label)]))

    def shown(name: str) -> str:
        entity = state.entities.get(name)
        if entity is None:
            return f"{name} · new"
        return f"{entity.label} · {class_label(entity.classes[0].rpartition('#')[2])}"

    def choose(label: str, value: str, empty: str = "") -> str | None:
        return st.selectbox(
            label,
            names,
            index=names.index(value) if value in names else None,
            format_func=shown,
            placeholder=empty or "Choose a name, or type a new one",
            accept_new_options=True,
            key=f"{key}-{label}",
        )

    return choose


def _relation(value: str, key: str) -> str | None:
    known = vocabulary().relations
    names = [name for name in known if name != "relatedTo"]
    return st.selectbox(
        "How related",
        names,
        index=names.index(value) if value in names else None,
        format_func=lambda name: f"{known[name].label} · {known[name].family}",
        placeholder="Choose a relation",
        key=f"{key}-relation",
        help=known[value].definition if value in known else None,
    )


def _modality(value: str, key: str) -> str:
    names = list(vocabulary().values["Modality"])
    at = names.index(value) if value in names else 0
    return st.selectbox(
        "How firmly",
        names,
        at,
        format_func=modality,
        key=f"{key}-modality",
        help=glossary()["how firmly"],
    )


def _more(state: State, source: str, draft: Draft, key: str) -> Draft:
    forms = list(vocabulary().values["Form"])
    with st.expander("More: form, denial, time, others involved, condition, note"):
        fits = voiced(draft)
        # Another field for somebody else's words, as those of the source have other forms.
        spoken = st.selectbox(
            "Form", forms, forms.index(fits) if fits in forms else 0,
            format_func=lambda f: term("Form", f), key=f"{key}-form-{bool(draft.attributed_to)}",
            help=glossary()["form"],
        )  # fmt: skip
        denied = st.checkbox(
            "It is denied",
            draft.polarity == "denied",
            key=f"{key}-denied",
            help=glossary()["denied"],
        )
        polarity = "denied" if denied else "affirmed"
        draft = replace(draft, form=spoken or draft.form, polarity=polarity)
        for field in ASKED:
            if field.name not in FIRST:
                draft = _asked(state, source, draft, field, key)
        note = st.text_input(NOTE, " ".join(draft.notes), key=f"{key}-note")
    return replace(draft, notes=(note,))


def _asked(state: State, source: str, draft: Draft, field: Field, key: str) -> Draft:
    """The draft with what the user answers for a field, asked as its kind is."""
    now, name = getattr(draft, field.name), f"{key}-{field.name}"
    answer: Any
    if field.kind == "claim":
        claims = {c.iri: c.slug for c in state.sources[source].claims if not c.retracted}
        known = [claim for claim in now if claim in claims]
        answer = tuple(
            st.multiselect(
                field.asked, list(claims), known, format_func=claims.__getitem__, key=name,
                help=field.help or None,
            )
        )  # fmt: skip
    elif field.kind == "entity":
        answer = _entities(state, field, values(draft, field), name)
    else:
        text = now.wording if isinstance(now, Quantity) else str(now or "")
        text = st.text_input(field.asked, text, key=name, help=field.help or None).strip()
        answer = _value(field, text)
    return replace(draft, **{field.name: answer})


def _value(field: Field, text: str) -> int | str | Quantity | None:
    """The value that a text stands for; how it is understood is shown below it."""
    if field.kind == "year":
        year = int(text) if text.isdecimal() and len(text) == 4 else None
        if text and year is None:
            st.caption("Four digits, such as 2018")
        return year
    if field.kind == "quantity":
        if quantity := read_quantity(text) if text else None:
            figures = [
                f"{each:,f}" for each in (quantity.value, quantity.upper) if each is not None
            ]
            figure = f" · {' to '.join(figures)} {quantity.unit or ''}" if figures else ""
            st.caption(escaped(f"{term('Bound', quantity.bound)}{figure}"))
        return Quantity(text, "unstated") if text else None
    return text or None


def _entities(state: State, field: Field, given: Sequence[str], key: str) -> Any:
    """One entity or several, known or typed."""
    found = st.multiselect(
        field.asked,
        list(dict.fromkeys([*given, *state.entities])),
        list(given),
        format_func=lambda n: state.entities[n].label if n in state.entities else n,
        accept_new_options=True,
        max_selections=None if field.several else 1,
        placeholder="Nobody" if field.range == "Agent" else "Nothing stated",
        key=key,
        help=field.help or None,
    )
    return tuple(found) if field.several else "".join(found) or None


def new_names(state: State, draft: Draft, key: str) -> Draft | None:
    """Ask for the class of each new name; None while one of them may be a known entity."""
    known = name_index(state.entities.values())
    kinds, means = dict(draft.kinds), dict(draft.means)
    open_ones = False
    for name in names_in_draft(draft):
        if name in state.entities or linked(name, known):
            continue
        guess = kinds.get(name) or expected_kind(draft, name)
        near = _near(state, name, guess)
        answers = [f"same {c.entity.iri}" for c in near]
        answers += [f"new {kind}" for kind in sorted(KINDS, key=lambda kind: kind != guess)]
        answer = st.selectbox(
            f"“{name}” is",
            answers,
            index=None if near else 0,
            format_func=lambda a: _answer(state, a),
            placeholder="Is it one of the known names, or new?",
            key=f"{key}-new-{name}",
        )
        verb, _, value = (answer or "").partition(" ")
        open_ones = open_ones or not answer
        if verb == "same":
            means[name] = value
        elif verb == "new":
            kinds[name] = value
    return None if open_ones else replace(draft, kinds=kinds, means=means)


def expected_kind(draft: Draft, name: str) -> str:
    """The most likely class of a new name: the range of the relation, a company at first."""
    relation = vocabulary().relations.get(draft.relation)
    if relation is None or name not in (draft.subject, draft.object):
        return "Company"
    wanted = relation.domain if name == draft.subject else relation.range
    known = vocabulary().classes
    fits = (k for k in KINDS if k == wanted or wanted in known[k].supers)
    return wanted if wanted in KINDS[3:] else next(fits, "Company")


def _near(state: State, name: str, guess: str) -> list[Candidate]:
    """The known names that this may be: of the same sort, and not merely sharing a word."""
    alike = [e for e in state.entities.values() if _sort(guess) & _sort(*e.classes)]
    found = candidates(name, alike, limit=3, least=86)
    sizes = [(c, sorted((len(normal(c.name)), len(normal(name))))) for c in found]
    return [candidate for candidate, (short, long) in sizes if short * 2 >= long]


def _sort(*classes: str) -> set[str]:
    """The broad kind of these classes: agents, places and fields, offerings, …"""
    known = vocabulary().classes
    names = [name.rpartition("#")[2] for name in classes]
    return {[n, *known[n].supers][-2] if known[n].supers else n for n in names if n in known}


def _answer(state: State, answer: str) -> str:
    verb, _, value = answer.partition(" ")
    if verb == "same":
        return f"the same as {state.entities[value].label}"
    return f"new: {class_label(value)}"
