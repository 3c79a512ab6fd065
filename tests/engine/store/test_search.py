import pytest
from hypothesis import HealthCheck, given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from engine.records import Extract, PageMark, Span
from engine.store.search import match_expression

LONG = "\n\n".join(f"Paragraph {n} says nothing of note." + " Filler." * 40 for n in range(60))


def add(project, name: str, text: str, pages=()) -> int:
    report = project.documents.add(f"/in/{name}", name, "txt", 1, name, Extract(text, pages))
    return report.document_id


def said(project, text: str) -> list[str]:
    return [
        project.documents.text(hit.document_id)[start:end]
        for hit in project.search(text)
        for start, end in hit.places
    ]


def test_a_hit_names_document_page_and_passage_and_its_exact_place(
    project, document_id, passage_ids
):
    (hit,) = project.search("inspector")
    assert (hit.document_name, hit.page) == ("rules.pdf", "2")
    assert (hit.passage_id, hit.passage) == (passage_ids[1], 2)
    assert project.documents.text(document_id)[hit.start : hit.end] == "inspector"
    assert hit.snippet == "… ferry leaves at nine. The inspector signs the form. Dogs stay ashore."


def test_all_words_must_be_close_by_and_the_last_may_be_unfinished(project, document_id):
    assert said(project, "form insp") == ["inspector", "form"]
    assert said(project, "form insp ") == []
    assert said(project, "form bicycle") == []


def test_case_and_accents_do_not_matter_and_offsets_stay_true(project):
    add(project, "a", "🙂 Das CAFÉ schließt. Ein Cafe\u0301 öffnet. Ångström.")
    assert said(project, "cafe ") == ["CAFÉ", "Cafe\u0301"]
    assert said(project, "angstrom") == ["Ångström"]


def test_a_phrase_in_quotation_marks_is_kept_together(project, document_id):
    assert said(project, '"signs the form"') == ["signs the form"]
    assert said(project, "“the signs form”") == []


def test_a_place_deep_in_a_long_text_is_found_where_it_stands(project):
    add(
        project, "long", LONG + "\n\nThe needle lies here.", (PageMark(0, "1"), PageMark(9000, "2"))
    )
    (hit,) = project.search("needle")
    assert project.documents.text(hit.document_id)[hit.start : hit.end] == "needle"
    assert hit.page == "2"
    assert "The needle lies here." in hit.snippet


def test_documents_are_found_by_their_names_too(project, document_id):
    (hit,) = project.search("RULES.p")
    assert (hit.document_id, hit.start, hit.end, hit.places) == (document_id, 0, 0, ())
    assert hit.snippet.startswith("The ferry")


def test_a_hit_in_a_document_that_is_not_cut_has_no_passage(project, document_id):
    (hit,) = project.search("inspector")
    assert (hit.passage_id, hit.passage) == (None, 0)


def test_a_word_from_after_the_last_passage_has_none(project, document_id, settings):
    project.passages.save(document_id, settings, [Span(0, 25, 6)])
    assert project.search("ashore")[0].passage_id is None


def test_there_are_no_more_hits_than_asked_for(project):
    add(project, "long", LONG)
    assert len(project.search("filler", limit=3)) == 3
    assert len(project.search("long", limit=1)) == 1


@pytest.mark.parametrize(
    "text",
    ['"', "'", '"form', "form AND", "OR", "NOT form", "form*", "col:form", "(form", "-form",
     "a\0b", "NEAR(form dogs)", "{", "^form", "form + dogs", "", " ", "--", "“", "𝟘"],
)  # fmt: skip
def test_nothing_that_is_typed_is_a_syntax_error(project, document_id, text: str):
    project.search(text)


@given(
    st.text(alphabet=st.sampled_from("a9é \"'“”*-+():^{}~\0\ud800漢ANDORT\n\u0301"), max_size=30)
)
@hypothesis_settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
def test_no_text_at_all_is_a_syntax_error(project, text: str):
    project.search(text)


def test_words_of_the_query_language_are_words():
    assert match_expression("dogs OR NOT-cats") == '"dogs" "OR" "NOT-cats"*'
    assert match_expression("-- !") == ""
    assert match_expression('say "no dogs" ') == '"say" "no dogs"'


def test_removed_text_leaves_no_residue_in_the_file(project, path):
    document_id = add(project, "secret", "Rumpelstiltskin was here. " * 50 + LONG)
    add(project, "other", "Another text stays.")
    assert project.search("rumpelstiltskin")
    project._connection.write("DELETE FROM texts WHERE document_id = :id", id=document_id)
    assert project.search("rumpelstiltskin") == []
    project._connection.write("INSERT INTO text_index (text_index) VALUES ('integrity-check')")
    project._connection.rows("PRAGMA wal_checkpoint(TRUNCATE)")
    project.close()
    everything = b"".join(file.read_bytes().lower() for file in path.parent.iterdir())
    assert b"another" in everything
    assert b"rumpel" not in everything
    assert b"filler" not in everything
