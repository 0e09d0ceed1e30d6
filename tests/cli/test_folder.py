PAIRS = "SELECT ?a ?b WHERE { ?a tp:partnersWith ?b } ORDER BY ?a ?b"


def test_the_shipped_data_passes_and_is_counted(say):
    code, out, err = say("check")
    assert (code, err) == (0, "")
    assert out.splitlines()[-1].endswith("sources: no problems")
    assert "quoted claims" in out


def test_one_changed_character_of_a_quote_fails_and_names_the_claim(say, copy):
    path = copy / "sources" / "alicloud-nvidia" / "claims.ttl"
    text = path.read_text()
    assert text.count("has teamed up") > 0
    path.write_text(text.replace("has teamed up", "has teamed op"))
    code, out, _ = say("check", copy)
    assert code == 1
    assert "sources/alicloud-nvidia/claims.ttl: " in out.splitlines()[0]
    assert "teamed op" in out


def test_a_hint_recoded_as_a_fact_is_worth_a_second_look_and_no_error(say, copy):
    path = copy / "sources" / "alicloud-nvidia" / "claims.ttl"
    text = path.read_text()
    start = text.index("claim:hinted-quantum-assistance a ")
    assert "tp:modality tp:hint" in text[start : start + 1000]
    recoded = text[start:].replace("tp:modality tp:hint", "tp:modality tp:fact", 1)
    path.write_text(text[:start] + recoded)
    code, out, _ = say("check", copy)
    assert code == 0
    last, doubt = out.splitlines()[-2:]
    assert last == "worth a second look: 1 claim sounds firmer than its words"
    assert "hinted-quantum-assistance: coded as a fact" in doubt
    assert "“hinted” mostly tells of a hint" in doubt
    assert "worth a second look" not in say("check")[1]


def test_data_is_named_before_or_after_the_command(say, copy):
    (copy / "entities.ttl").unlink()
    before, after = say("--data", copy, "check"), say("check", "--data", copy)
    assert before == after
    assert before[0] == 1
    assert say("check")[0] == 0


def test_data_may_come_from_the_environment(say, copy, monkeypatch):
    monkeypatch.setenv("KG_DATA", str(copy / "nowhere"))
    assert say("check")[0] == 1
    assert say("check", copy)[0] == 0


def test_a_source_is_started_filled_anchored_and_found(say, tmp_path):
    work = tmp_path / "work"
    code, out, err = say("new", "my-article", "--data", work)
    assert (code, out) == (0, f"{work / 'sources' / 'my-article'}\n")
    assert "kg anchor" in err
    place = work / "sources" / "my-article"
    (place / "article.txt").write_text("Acme and Example work together.")
    (place / "claims.ttl").write_text(
        (place / "claims.ttl").read_text()
        + "claim:one a tp:Claim ; tp:subject entity:acme ; tp:relation tp:partnersWith ;"
        " tp:object entity:example ; tp:evidence tp:quoted ;"
        ' tp:passage [ oa:exact "Acme and Example work together" ] ;'
        " tp:attributedTo <https://w3id.org/tech-partnerships/source/my-article> ;"
        " tp:form tp:narration ; tp:modality tp:fact ; tp:polarity tp:affirmed .\n"
    )
    (work / "entities.ttl").write_text(
        (work / "entities.ttl").read_text()
        + 'entity:acme a tp:Company ; skos:prefLabel "Acme"@en .\n'
        + 'entity:example a tp:Company ; skos:prefLabel "Example"@en .\n'
    )
    assert say("anchor", place)[0] == 0
    assert say("check", work)[0] == 0
    code, out, _ = say("query", PAIRS, "--format", "csv", "--data", work)
    assert code == 0
    assert len(out.splitlines()) == 3, "the one tie, in both directions, under its heading"


def test_a_quote_that_is_not_in_the_text_is_shown_the_nearest_words(say, tmp_path):
    say("new", "one", "--data", tmp_path)
    place = tmp_path / "sources" / "one"
    (place / "article.txt").write_text("Acme and Example work together.")
    with (place / "claims.ttl").open("a") as file:
        file.write('claim:one a tp:Claim ; tp:passage [ oa:exact "Acme and Exmaple" ] .\n')
    code, _, err = say("anchor", place)
    assert code == 1
    assert "Acme and Example" in err
