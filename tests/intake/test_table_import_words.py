"""Kinds, states, scales and gaps of tables, in the words that tables have for them."""

import pytest

from kg.intake.column_mapping import guess
from kg.intake.table_import import Import, convert
from kg.intake.tables import read_table
from kg.model.claims import Claim
from kg.workspace.workspace import State
from tests.intake.test_table_import import claims, imported


@pytest.mark.parametrize(
    ("kind", "tie"),
    [
        ("supplier", "bell supplies acme"),
        ("customer", "acme supplies bell"),
        ("customer of", "bell supplies acme"),
        ("acquired by", "bell acquires acme"),
        ("sold to", "bell acquires acme"),
        ("investor", "bell investsIn acme"),
        ("parent company", "acme isUnitOf bell"),
        ("subsidiary", "bell isUnitOf acme"),
        ("distributor", "bell distributesFor acme"),
        ("licensed from", "bell licensesTo acme"),
        ("competitor", "acme competesWith bell"),
    ],
)
def test_a_kind_says_which_of_the_two_does_it(kind: str, tie: str) -> None:
    table = read_table("d.csv", f"Company A,Company B,Relationship\nAcme,Bell,{kind}\n".encode())
    made = convert(table, guess(table), State())
    (claim,) = claims(made)
    slugs = [iri.rpartition("/")[2] for iri in (claim.subject, claim.object or "")]
    assert f"{slugs[0]} {claim.relation} {slugs[1]}" == tie


def test_a_bare_role_is_said_to_be_that_of_the_second() -> None:
    table = read_table("d.csv", b"Company A,Company B,Relationship\nAcme,Bell,supplier\n")
    made = convert(table, guess(table), State())
    assert "“supplier” is taken to say what the second of the two is to the first" in made.notes


@pytest.mark.parametrize(
    ("status", "modality", "polarity", "reason"),
    [
        ("Unconfirmed", "speculation", "affirmed", ""),
        ("Not confirmed", "speculation", "affirmed", ""),
        ("Denied", "fact", "denied", ""),
        ("Under review", "agreement", "affirmed", ""),
        ("Never closed", "fact", "affirmed", "is not known"),
        ("On hold", "fact", "affirmed", "is not known"),
    ],
)
def test_a_status_that_is_not_known_is_doubted(
    status: str, modality: str, polarity: str, reason: str
) -> None:
    made = imported(f"Acme,Bell,,,,Completed,,,\nAcme,Cargo,,,,{status},,,\n", kind=None,
                    relation="acquires")  # fmt: skip
    _, claim = claims(made)
    assert (claim.modality, claim.polarity) == (modality, polarity)
    assert reason in made.report[1].reason
    assert (made.report[1].status == "doubtful") == bool(reason)


@pytest.mark.parametrize(
    ("least", "most", "bound", "aloud"),
    [
        ("10000000", "20000000", "between", "10 to 20 million US dollars"),
        ("10000000", "", "atLeast", "at least 10 million US dollars"),
        ("", "20000000", "atMost", "at most 20 million US dollars"),
    ],
)
def test_two_columns_of_amounts_are_bounds(least: str, most: str, bound: str, aloud: str) -> None:
    table = read_table(
        "d.csv",
        f"Acquirer,Target,Amount min,Amount max,Currency\nAcme,Bell,{least},{most},USD\n".encode(),
    )
    made = convert(table, guess(table), State())
    (claim,) = claims(made)
    assert claim.amount is not None
    assert claim.amount.bound == bound
    assert made.aloud() == [f"Acme acquires Bell for {aloud}"]


def first_of(text: str) -> tuple[Import, Claim]:
    table = read_table("d.csv", text.encode())
    made = convert(table, guess(table), State())
    return made, claims(made)[0]


@pytest.mark.parametrize(
    ("heading", "cell", "wording", "value"),
    [
        ("Deal value (Rs crore)", "450", "450 crore rupees", 4_500_000_000),
        ("Value (mld Kč)", "450", "450 billion", 450_000_000_000),
        ("Stake (%)", "51", "51 percent", 51),
        ("Value ($000s)", '"1,250"', "1,250 thousand dollars", 1_250_000),
        ("Montant (k€)", "750", "750 thousand euros", 750_000),
        ("Value (tril. VND)", "450", "450", None),
        ("Value (億円)", "450", "450", None),
    ],
)
def test_the_scale_of_a_heading_counts_or_the_figure_is_doubted(
    heading: str, cell: str, wording: str, value: int | None
) -> None:
    made, claim = first_of(f"Acquirer,Target,{heading}\nAcme,Bell,{cell}\n")
    assert claim.amount is not None
    assert (claim.amount.wording, claim.amount.value) == (wording, value)
    assert (made.report[0].status == "doubtful") == (value is None)


def test_a_share_is_the_amount_only_where_no_price_is() -> None:
    _, claim = first_of("Acquirer,Target,Stake (%),Price (EUR bn)\nAcme,Bell,51,1.2\n")
    assert claim.amount is not None
    assert claim.amount.value == 1_200_000_000
    assert "Stake (%): 51" in claim.notes


@pytest.mark.parametrize(
    ("status", "modality", "polarity"),
    [
        ("abgeschlossen", "fact", "affirmed"),
        ("angekündigt", "agreement", "affirmed"),
        ("gescheitert", "fact", "denied"),
        ("annulé", "fact", "denied"),
    ],
)
def test_states_in_other_languages_are_known(status: str, modality: str, polarity: str) -> None:
    _, claim = first_of(f"Käufer;Ziel;Status\nAcme;Bell;{status}\n")
    assert (claim.modality, claim.polarity) == (modality, polarity)


def test_a_status_of_which_no_word_is_known_is_doubted_and_a_state_of_the_union_is_none() -> None:
    made, _ = first_of("Acquirer,Target,Status\nAcme,Bell,mrk\n")
    assert "the status “mrk” is not known" in made.report[0].reason
    made, claim = first_of("Acquirer,Target,State\nAcme,Bell,TX\nCargo,Dart,CA\n")
    assert made.odd == 0
    assert claim.modality == "fact"


@pytest.mark.parametrize("cell", ["k.A.", "n.d.", "unbekannt", "não divulgado", "non communiqué"])
def test_what_is_not_told_in_any_language_is_no_figure_and_no_doubt(cell: str) -> None:
    made, claim = first_of(f"Acquirer,Target,Price\nAcme,Bell,{cell}\nCargo,Dart,$5m\n")
    assert claim.amount is None or claim.amount.value is None
    assert made.odd == 0


def test_two_names_with_an_and_between_them_are_asked_about_in_a_list() -> None:
    made, _ = first_of("Company,Partners\nAcme,Bell and Cargo\n")
    assert "Partners may name several" in made.report[0].reason
    made, _ = first_of("Company,Partners\nAcme,Bell & Cargo LLP\nDart,Smith and Sons\n")
    assert made.odd == 0
