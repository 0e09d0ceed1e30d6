"""The form of one statement: who, how related, to whom, how firmly, by whom, how much."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

import streamlit as st

from kg.extraction.drafts import Draft, voiced
from kg.model.names import Candidate, candidates, index, linked, normal
from kg.model.ontology import vocabulary
from kg.model.quantities import read
from kg.model.wording import class_label, modality, term
from kg.presentation.page_text import escaped
from kg.workspace.workspace import State

# Classes that mean something to a user, the commonest first.
KINDS = (
    "Company", "BusinessUnit", "Organization", "ResearchInstitution", "Laboratory", "Person",
    "Group", "Place", "Field", "Offering", "Investment", "HiringProgramme", "ConstructionProject",
    "ResearchActivity", "Undertaking", "Goal", "Document",
)  # fmt: skip
OWN_VOICE = "the source"


def form(state: State, source: str, draft: Draft, key: str) -> Draft | None:
    """The claim form, filled in; returns the user's claim, None while a name is undecided."""
    if draft.passage:
        st.markdown(f"> {escaped(draft.passage.exact)}")
    spoken = [n for n in (draft.subject, draft.object, draft.speaker) if n]
    choose = _chooser(state, spoken, key)
    draft = replace(draft, subject=choose("Who", draft.subject) or "")
    draft = replace(draft, relation=_relation(draft.relation, key) or "")
    draft = replace(draft, object=choose("Whom or what", draft.object) or "")
    left, right = st.columns(2)
    with left:
        draft = replace(draft, modality=_modality(draft.modality, key))
    with right:
        speaker = choose("Said by", draft.speaker, empty=OWN_VOICE)
        draft = replace(draft, speaker=speaker or "")
    draft = _amounts(draft, key)
    draft = _more(state, source, draft, key)
    if state.sources[source].text is None:
        words = st.text_area("In your own words", draft.summary, key=f"{key}-summary", height=80)
        draft = replace(draft, summary=words)
    return new_names(state, draft, key)


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
    return st.selectbox("How firmly", names, at, format_func=modality, key=f"{key}-modality")


def _amounts(draft: Draft, key: str) -> Draft:
    left, right = st.columns(2)
    hint = "In the words of the text, such as: up to 1,000 developers"
    amount = left.text_input("Amount", draft.amount, key=f"{key}-amount", help=hint)
    year = right.text_input("By the year", str(draft.deadline_year or ""), key=f"{key}-year")
    if quantity := read(amount) if amount.strip() else None:
        figure = "" if quantity.value is None else f" · {quantity.value:,f} {quantity.unit or ''}"
        left.caption(escaped(f"{term('Bound', quantity.bound)}{figure}"))
    deadline = int(year) if year.strip().isdecimal() and len(year.strip()) == 4 else None
    if year.strip() and deadline is None:
        right.caption("Four digits, such as 2018")
    return replace(draft, amount=amount, deadline_year=deadline)


def _more(state: State, source: str, draft: Draft, key: str) -> Draft:
    forms = list(vocabulary().values["Form"])
    with st.expander("More: form, denial, time, others involved, condition, note"):
        fits = voiced(draft)
        # Another field for somebody else's words, as those of the source have other forms.
        spoken = st.selectbox(
            "Form", forms, forms.index(fits) if fits in forms else 0,
            format_func=lambda f: term("Form", f), key=f"{key}-form-{bool(draft.speaker)}",
        )  # fmt: skip
        denied = st.checkbox("It is denied", draft.polarity == "denied", key=f"{key}-denied")
        duration = st.text_input("Duration, in the words", draft.duration, key=f"{key}-duration")
        when = st.text_input("When, as vaguely as the text", draft.when, key=f"{key}-when")
        joint = _several(state, "Jointly with", draft.jointly_with, key)
        matter = _several(state, "In respect of", draft.field, key)
        audience = _several(state, "For", draft.audience, key)
        claims = {c.iri: c.slug for c in state.sources[source].claims if not c.retracted}
        condition = st.multiselect(
            "Only if", list(claims), [c for c in draft.condition if c in claims],
            format_func=claims.__getitem__, key=f"{key}-condition",
        )  # fmt: skip
        note = st.text_input("Note", draft.note, key=f"{key}-note")
    return replace(
        draft,
        form=spoken,
        polarity="denied" if denied else "affirmed",
        duration=duration,
        when=when,
        condition=tuple(condition),
        note=note,
        jointly_with=joint,
        field=matter,
        audience=audience,
    )


def _several(state: State, label: str, values: Sequence[str], key: str) -> tuple[str, ...]:
    names = list(dict.fromkeys([*values, *state.entities]))
    found = st.multiselect(
        label,
        names,
        list(values),
        format_func=lambda n: state.entities[n].label if n in state.entities else n,
        accept_new_options=True,
        placeholder="Nobody" if label == "Jointly with" else "Nothing stated",
        key=f"{key}-{label}",
    )
    return tuple(found)


def new_names(state: State, draft: Draft, key: str) -> Draft | None:
    """Ask for the class of each new name; None while one of them may be a known entity."""
    known = index(state.entities.values())
    names = (draft.subject, draft.object, draft.speaker, *draft.jointly_with, *draft.field)
    kinds, means = dict(draft.kinds), dict(draft.means)
    open_ones = False
    for name in dict.fromkeys(n for n in (*names, *draft.audience) if n):
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
