from dataclasses import replace
from pathlib import Path

from engine.importing import import_paths
from engine.records import ImportOptions, PassageKind, Span
from engine.runs.cutting import CutProgress, cut_all, cut_missing, settings_for
from engine.worker import fake
from models import library
from tests.engine.documents import files
from tests.harbour import harbour, import_text, request
from tests.projects import new_project
from tests.statements import counted

BOTH = (PassageKind.PARAGRAPH, PassageKind.SENTENCE)


def nobody(reads, writes) -> None:
    """A worker that must not be started."""
    raise AssertionError


def test_every_document_is_cut_in_each_kind_asked_for(tmp_path: Path):
    model = library.find(request(tmp_path).model)
    with harbour(tmp_path) as project:
        cut_missing(project, model, BOTH, fake.main)
        paragraphs = project.passages.ids(settings_for(model, PassageKind.PARAGRAPH))
        sentences = project.passages.ids(settings_for(model, PassageKind.SENTENCE))
    assert (len(paragraphs), len(sentences)) == (3, 6)


def test_only_new_documents_are_cut_and_without_any_no_worker_is_started(tmp_path: Path):
    model = library.find(request(tmp_path).model)
    settings = settings_for(model, PassageKind.SENTENCE)
    with harbour(tmp_path) as project:
        cut_missing(project, model, [PassageKind.SENTENCE], fake.main)
        before = project.passages.ids(settings)
        cut_missing(project, model, [PassageKind.SENTENCE], nobody)
        new = import_text(project, "new.txt", "One more notice. It is short.")
        cut_missing(project, model, [PassageKind.SENTENCE], fake.main)
        after = project.passages.ids(settings)
    assert after[: len(before)] == before
    assert [document for document, _ in after[len(before) :]] == [new, new]


def test_all_documents_can_be_cut_in_another_size_and_the_next_follows(tmp_path: Path):
    model = library.find(request(tmp_path).model)
    usual = settings_for(model, PassageKind.PARAGRAPH)
    small = replace(usual, max_tokens=7, min_tokens=0)
    with harbour(tmp_path) as project:
        cut_missing(project, model, [PassageKind.PARAGRAPH], fake.main)
        project.passages.revise(2, usual, [Span(0, 9, 2)])
        assert cut_all(project, model, small, worker=fake.main) == 2
        assert cut_all(project, model, small, worker=fake.main) == 0
        new = import_text(project, "new.txt", "One more notice. It is short. " * 9)
        cut_missing(project, model, [PassageKind.PARAGRAPH], fake.main)
        sizes = [project.passages.current(n, usual).settings.max_tokens for n in (1, 2, 3, new)]
    assert sizes == [7, usual.max_tokens, 7, 7]


def test_cutting_all_can_be_cancelled_and_keeps_what_is_done(tmp_path: Path):
    model = library.find(request(tmp_path).model)
    settings = settings_for(model, PassageKind.PARAGRAPH)
    asked = iter((False, True))
    with harbour(tmp_path) as project:
        assert cut_all(project, model, settings, lambda: next(asked), fake.main) == 1
        assert project.passages.missing(settings) == [2, 3]


def test_many_small_documents_are_saved_in_few_commits_also_when_it_is_cancelled(tmp_path: Path):
    model = library.find(request(tmp_path).model)
    settings = settings_for(model, PassageKind.PARAGRAPH)
    with new_project(tmp_path / "many.bonito") as project:
        for number in range(60):
            import_text(project, f"{number}.txt", f"Notice {number}. The ferry leaves at nine.")
        asked = iter([False] * 40 + [True])
        with counted(project) as seen:
            cut_missing(project, model, [PassageKind.PARAGRAPH], fake.main, lambda: next(asked))
        assert project.passages.missing(settings) == list(range(41, 61))
    assert sum(sql.startswith("COMMIT") for sql in seen) <= 4


def test_passages_edited_while_others_are_cut_stay_as_edited(tmp_path: Path):
    model = library.find(request(tmp_path).model)
    settings = settings_for(model, PassageKind.PARAGRAPH)
    mine = [Span(0, 5, 1)]
    with harbour(tmp_path) as project:

        def edit(now: CutProgress) -> None:
            """The first document is cut, and not saved yet."""
            if now.done and not project.passages.current(1, settings):
                project.passages.revise(1, settings, mine)

        cut_missing(project, model, [PassageKind.PARAGRAPH], fake.main, tell=edit)
        assert [passage.end for passage in project.passages.of(1, settings)] == [5]
        assert project.passages.missing(settings) == []


def test_cutting_all_tells_how_far_it_is(tmp_path: Path):
    model = library.find(request(tmp_path).model)
    told = []
    with harbour(tmp_path) as project:
        total = sum(document.characters for document in project.documents.all())
        settings = settings_for(model, PassageKind.PARAGRAPH)
        cut_all(project, model, settings, worker=fake.main, tell=told.append)
    assert [now.done for now in told] == sorted(now.done for now in told)
    assert (told[-1].done, told[-1].total) == (total, total)


def test_passages_are_counted_by_the_vocabulary_of_the_model(tmp_path: Path):
    model = library.find(request(tmp_path).model)
    assert settings_for(model, PassageKind.PARAGRAPH).tokenizer == model.header.vocabulary
    with harbour(tmp_path) as project:
        cut_missing(project, model, [PassageKind.PARAGRAPH], fake.main)
        (first, *_) = project.passages.of(1, settings_for(model, PassageKind.PARAGRAPH))
        assert first.tokens == len(project.passages.text(first.id).split())


def test_passages_follow_the_slides_of_a_presentation(tmp_path: Path):
    model = library.find(request(tmp_path).model)
    said = ["The ferry leaves at nine. " * 10, "The tram leaves at ten. " * 10]
    path = tmp_path / "talk.pptx"
    path.write_bytes(files.pptx(*(files.slide(files.shape(each)) for each in said)))
    with new_project(tmp_path / "slides.bonito") as project:
        import_paths(project, [path])
        cut_missing(project, model, [PassageKind.PARAGRAPH], fake.main)
        found = project.passages.of(1, settings_for(model, PassageKind.PARAGRAPH))
        texts = [project.passages.text(passage.id) for passage in found]
    assert texts == [each.strip() for each in said]


def test_a_document_read_by_records_has_one_passage_a_record(tmp_path: Path):
    model = library.find(request(tmp_path).model)
    path = tmp_path / "faq.csv"
    path.write_text("question,answer\n" + "".join(f"Why {n}?,So {n}.\n" for n in range(9)))
    with harbour(tmp_path) as project:
        (report,) = import_paths(project, [path], options=ImportOptions(records=True))
        cut_missing(project, model, [PassageKind.PARAGRAPH], fake.main)
        found = project.passages.of(report.document_id, settings_for(model, PassageKind.PARAGRAPH))
        last = project.passages.text(found[-1].id)
    assert len(found) == 9
    assert last.endswith("So 8.")
