"""An article nobody has seen is coded by hand, for a bounded number of clicks and keys."""

from __future__ import annotations

from pathlib import Path

from playwright.sync_api import Page

from kg.validation.report import file_problems
from tests.browser.add import added, folder, source
from tests.browser.person import Person
from tests.conftest import Running

ARTICLE = Path(__file__).parent.parent / "articles" / "unseen.txt"


def coded(person: Person) -> None:
    """Ten claims of the article, each as somebody would go about it."""
    for count, word in enumerate(("formed", "supplies"), start=1):
        person.click_sentence(word)
        person.save(count)
    person.click_sentence("€")
    person.save(3)
    person.click_sentence("hire")
    person.want("Who", "Tessera Networks", typed="Tess")
    person.want("How related", "undertakes", typed="undert")
    person.want("Whom or what", "hiring of engineers")
    person.answer("hiring of engineers", "hiring programme", typed="hiring")
    person.want("How firmly", "intended (plan)", typed="plan")
    person.want("Said by", "Marit Oja")
    person.want("Amount", "350 network engineers")
    person.save(4)
    person.click_sentence("competes")
    person.save(5)
    person.click_sentence("hinted")
    person.want("Said by", "A person close to the company")
    person.answer("A person close to the company", "person", typed="person")
    person.want("How firmly", "suggested (hint)", typed="hint")
    person.save(6)
    for count, word in enumerate(("stake", "Fernweg", "assist"), start=7):
        person.click_sentence(word)
        person.save(count)
    person.click_sentence("contribute")
    person.want("Who", "sovereign data grid")
    person.want("How related", "contributes revenue to", typed="contributes rev")
    person.answer("sovereign data grid", "offering", typed="offer")
    person.want("Said by", "Brede Research")
    person.save(10)


def test_ten_claims_of_an_unseen_article_take_few_clicks_and_keys(
    page: Page, running: Running, tmp_path: Path
) -> None:
    article = ARTICLE.read_text(encoding="utf-8")
    with running("app", "--port", "0", XDG_DATA_HOME=str(tmp_path)) as address:
        added(page, address, "unseen", article)
        person = Person(page)
        coded(person)
    claims = source(tmp_path, "unseen").claims
    assert len(claims) == 10
    assert file_problems(folder(tmp_path))[0] == []
    assert person.clicks <= 21, person.log
    assert person.keys <= 170, person.log
    assert person.decisions <= 21, person.log
    assert person.seconds(len(article.split())) < 290
    assert {c.relation for c in claims} >= {"supplies", "undertakes", "holdsStakeIn", "acquires"}
