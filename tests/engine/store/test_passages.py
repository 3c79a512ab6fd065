from dataclasses import replace

import pytest

from engine.errors import NothingToDo
from engine.records import Extract, Header, Passage, PassageKind, PassageText, Span
from engine.store import Project
from engine.store.passages import _READ

SPANS = (Span(0, 25, 6), Span(26, 55, 7), Span(56, 73, 5))


def test_passages_come_back_in_reading_order_with_their_text(
    project, document_id, passage_ids, settings
):
    passages = project.passages.of(document_id, settings)
    assert [p.id for p in passages] == passage_ids
    assert passages[1] == Passage(passage_ids[1], document_id, 1, 26, 55, 7)
    assert project.passages.get(passage_ids[1]) == passages[1]
    assert project.passages.text(passage_ids[1]) == "The inspector signs the form."


def test_a_passage_of_a_long_document_is_read_from_the_pieces_that_overlap_it(project, settings):
    text = " ".join(f"Étude {number} 🎼 begins." for number in range(20_000))
    report = project.documents.add("/long.txt", "long.txt", "txt", 1, "c1", Extract(text))
    starts = [0, 1, 1499, 1500, 1501, 123_456, len(text) - 700]
    spans = [Span(start, start + 700, 100) for start in starts]
    spans += [Span(0, len(text), 1), Span(len(text) - 1, len(text), 1)]
    project.passages.save(report.document_id, settings, spans)
    for passage in project.passages.of(report.document_id, settings):
        found = project.passages.read(passage.id)
        assert found == PassageText(passage.start, text[passage.start : passage.end])
        pieces = project.passages._connection.rows(_READ, id=passage.id)
        assert len(pieces) <= 3 or passage.end - passage.start == len(text)
    with pytest.raises(NothingToDo, match="no passage 999"):
        project.passages.read(999)


def test_saving_the_same_cut_again_changes_nothing(project, document_id, passage_ids, settings):
    project.passages.save(document_id, settings, [Span(0, 5, 1)])
    assert [p for _, p in project.passages.ids(settings)] == passage_ids


def test_a_document_is_missing_until_it_is_cut_for_this_kind_and_vocabulary(
    project, document_id, settings
):
    assert project.passages.missing(settings) == [document_id]
    project.passages.save(document_id, settings, [])
    assert project.passages.missing(settings) == []
    assert project.passages.missing(replace(settings, max_tokens=9)) == []
    for other in (
        replace(settings, tokenizer="v2"),
        replace(settings, kind=PassageKind.SENTENCE),
    ):
        assert project.passages.missing(other) == [document_id]
        assert project.passages.of(document_id, other) == []
        assert project.passages.current(document_id, other) is None


def test_other_sizes_make_another_set_and_tasks_of_the_old_one_keep_theirs(
    project, document_id, tasks, settings, path
):
    before = project.tasks.get(tasks[0].id)
    passage_ids = [passage for _, passage in project.passages.ids(settings)]
    smaller = replace(settings, max_tokens=20)
    project.passages.save(document_id, smaller, [Span(0, 73, 18)])
    assert project.passages.current(document_id, settings).settings == smaller
    ((_, new),) = project.passages.ids(settings)
    assert new not in passage_ids
    project.close()
    with Project.open(path) as again:
        assert again.tasks.get(tasks[0].id) == before
        assert again.passages.text(passage_ids[0]) == "The ferry leaves at nine."
        again.passages.save(document_id, settings, [])
        assert [passage for _, passage in again.passages.ids(settings)] == passage_ids


def test_an_edit_is_a_revision_and_excluded_passages_are_kept_but_not_read(
    project, document_id, passage_ids, settings
):
    project.passages.revise(document_id, settings, [replace(SPANS[0], is_excluded=True), SPANS[1]])
    current = project.passages.current(document_id, settings)
    assert (current.revision, current.passages, current.settings) == (1, 1, settings)
    first, second = project.passages.of(document_id, settings)
    assert (first.is_excluded, second.is_excluded) == (True, False)
    assert project.passages.ids(settings) == [(document_id, second.id)]
    assert project.passages.counts() == {document_id: 1}
    project.passages.revise(document_id, settings, SPANS)
    assert project.passages.current(document_id, settings).revision == 2
    project.passages.save(document_id, settings, [])
    assert [passage for _, passage in project.passages.ids(settings)] == passage_ids


def test_sets_that_nothing_refers_to_are_gone_when_the_project_is_opened_next(
    project, document_id, run, settings, path
):
    passage_ids = [passage for _, passage in project.passages.ids(settings)]
    for _ in range(3):
        project.passages.revise(document_id, settings, SPANS[:1])
    project.close()
    with Project.open(path) as again:
        assert again._connection.number("SELECT count(*) FROM cuts") == 2
        assert again._connection.number("SELECT count(*) FROM passages") == len(passage_ids) + 1
        assert len(again.passages.of(document_id, settings)) == 1
        assert again.passages.get(passage_ids[2]).position == 2


def test_the_largest_passage_is_that_of_any_set_of_the_vocabulary(
    project, document_id, passage_ids, settings
):
    project.passages.save(document_id, replace(settings, tokenizer="v2"), [Span(0, 73, 99)])
    assert project.passages.largest("v1") == 7
    assert project.passages.largest("v3") == 0


def test_counts_are_of_paragraphs_under_the_newest_settings(project, document_id, settings):
    assert project.passages.count(document_id) == 0
    whole, halves = [Span(0, 50, 12)], [Span(0, 25, 6), Span(26, 55, 7)]
    sentences = replace(settings, kind=PassageKind.SENTENCE)
    project.passages.save(document_id, settings, whole)
    project.passages.save(document_id, sentences, [*halves, Span(56, 73, 5)])
    assert project.passages.count(document_id) == 1
    project.passages.save(document_id, replace(settings, max_tokens=20), halves)
    assert project.passages.counts() == {document_id: 2}


def test_ids_can_be_narrowed_to_some_documents(project, document_id, passage_ids, settings):
    other = project.documents.add("/b", "b", "txt", 1, "b2", Extract("Another text.")).document_id
    project.passages.save(other, settings, [Span(0, 13, 3)])
    everything = project.passages.ids(settings)
    assert [document for document, _ in everything] == [document_id] * 3 + [other]
    assert project.passages.ids(settings, [other]) == everything[3:]
    assert project.passages.ids(settings, []) == []
    assert [project.passages.text(p) for _, p in everything][-1] == "Another text."


@pytest.mark.parametrize("ask", ["get", "text"])
def test_an_unknown_passage_is_named_in_the_error(project, ask):
    with pytest.raises(NothingToDo, match="no passage 7"):
        getattr(project.passages, ask)(7)


def test_an_unknown_document_cannot_be_cut(project, settings):
    with pytest.raises(NothingToDo, match="no document 7"):
        project.passages.save(7, settings, [])
    assert project.passages.counts() == {}


def test_a_passage_of_a_table_is_read_with_its_header_row(project, settings):
    text = "name;age\n" + "\n".join(f"person {number};{number}" for number in range(2_000))
    report = project.documents.add("/t.csv", "t.csv", "csv", 1, "c2", Extract(text))
    start = text.index("person 1500")
    span = Span(start, start + 16, 5, header=Header(0, 8, 3))
    project.passages.save(report.document_id, settings, [span])
    (passage,) = project.passages.of(report.document_id, settings)
    found = project.passages.read(passage.id)
    assert found == PassageText(start, "person 1500;1500", Header(0, 8, 3), "name;age")
    assert found.shown == "name;age\nperson 1500;1500"
    assert project.passages.text(passage.id) == "person 1500;1500"
