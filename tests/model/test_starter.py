import pytest

from kg.errors import BadInput
from kg.model.folder import read, start
from kg.model.quotes import anchor_folder
from kg.validation.report import file_problems


def filled(folder):
    """A workspace filled in by hand, by uncommenting the suggestions of the templates."""
    place = start(folder, "my-article")
    (place / "article.txt").write_text("Acme and Example have agreed to work together.\n")
    claims = place / "claims.ttl"
    head, example = claims.read_text().split("# A claim:")
    lines = [line.removeprefix("#").strip() for line in example.splitlines()[2:]]
    claims.write_text(head + "\n".join(lines))
    names = (folder / "entities.ttl").read_text().splitlines()[1:]
    names.append('entity:example a tp:Company ; skos:prefLabel "Example"@en .')
    (folder / "entities.ttl").write_text("\n".join(n.removeprefix("# ") for n in names))
    return place


def test_a_new_source_reads_as_a_source_without_claims(tmp_path):
    start(tmp_path, "my-article")
    [source] = read(tmp_path).sources.values()
    assert (source.slug, source.title, source.claims) == ("my-article", "My article", ())


def test_a_new_workspace_has_nothing_that_check_complains_of(tmp_path):
    start(tmp_path, "my-article")
    assert file_problems(tmp_path)[0] == []


def test_the_commented_example_becomes_a_valid_claim(tmp_path):
    place = filled(tmp_path)
    assert anchor_folder(place) == 1
    assert file_problems(tmp_path)[0] == []
    [source] = read(tmp_path).sources.values()
    passage = source.claims[0].passage
    assert passage
    assert passage.exact == "Acme and Example have agreed to work together"


def test_a_second_source_leaves_the_entities_as_they_are(tmp_path):
    start(tmp_path, "one")
    (tmp_path / "entities.ttl").write_text("# mine\n")
    start(tmp_path, "two")
    assert (tmp_path / "entities.ttl").read_text() == "# mine\n"


def test_a_source_is_never_started_twice(tmp_path):
    place = start(tmp_path, "one")
    (place / "claims.ttl").write_text("# mine\n")
    with pytest.raises(BadInput, match="is there already"):
        start(tmp_path, "one")
    assert (place / "claims.ttl").read_text() == "# mine\n"


@pytest.mark.parametrize("slug", ["", "Two Words", "../up", "a--b", "ünder", "a/b", "-a", "a\n"])
def test_a_slug_that_cannot_be_an_address_is_refused(tmp_path, slug):
    with pytest.raises(BadInput, match="lower-case"):
        start(tmp_path, slug)
    assert list(tmp_path.iterdir()) == []


def test_a_file_in_the_way_is_named(tmp_path):
    (tmp_path / "sources").write_text("")
    with pytest.raises(BadInput, match="cannot be made"):
        start(tmp_path, "one")
