from dataclasses import replace
from pathlib import Path

from engine import runs
from engine.records import PassageKind
from engine.runs.cutting import cut_missing
from engine.runs.languages import foreign
from engine.worker import fake
from models import library
from tests.harbour import harbour, import_text, request

GERMAN = "Der Mieter zahlt die Miete am dritten Werktag eines jeden Monats an den Vermieter. " * 3


def test_what_the_model_was_not_trained_on_is_counted_and_named(tmp_path: Path):
    model = library.find(request(tmp_path).model)
    with harbour(tmp_path) as project:
        assert not foreign(project, model).sentence
        german = import_text(project, "vertrag.txt", GERMAN, "de")
        cut_missing(project, model, [PassageKind.PARAGRAPH], fake.main)
        found = foreign(project, model)
        none = foreign(project, model, [1])
    assert found.document_ids == {german}
    assert found.sentence.startswith(
        "1 passage: 1 document is in German, and the model was trained on English."
    )
    assert not none.document_ids


def test_documents_in_other_languages_can_be_left_out_of_a_run(tmp_path: Path):
    asked = replace(request(tmp_path), trained_languages_only=True)
    with harbour(tmp_path) as project:
        import_text(project, "vertrag.txt", GERMAN, "de")
        handle = runs.start(project, asked, lambda _: None, fake.main)
        handle.wait()
        read = {task.document_name for task in project.tasks.export_rows(only_accepted=False)}
    assert read
    assert "vertrag.txt" not in read
