from dataclasses import replace

import pytest

from engine.errors import NothingToDo
from engine.passages import Span
from engine.records import Extract, Passage, PassageKind


def test_passages_come_back_in_reading_order_with_their_text(
    project, document_id, passage_ids, settings
):
    passages = project.passages.of(document_id, settings)
    assert [p.id for p in passages] == passage_ids
    assert passages[1] == Passage(passage_ids[1], document_id, 1, 26, 55, 7)
    assert project.passages.get(passage_ids[1]) == passages[1]
    assert project.passages.text(passage_ids[1]) == "The inspector signs the form."


def test_saving_the_same_cut_again_changes_nothing(project, document_id, passage_ids, settings):
    project.passages.save(document_id, settings, [Span(0, 5, 1)])
    assert [p for _, p in project.passages.ids(settings)] == passage_ids


def test_a_document_is_missing_until_it_is_cut_with_just_these_settings(
    project, document_id, settings
):
    other = replace(settings, max_tokens=settings.max_tokens + 1)
    assert project.passages.missing(settings) == [document_id]
    project.passages.save(document_id, settings, [])
    assert project.passages.missing(settings) == []
    assert project.passages.missing(other) == [document_id]
    assert project.passages.of(document_id, other) == []


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
