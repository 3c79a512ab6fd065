"""Reading documents again in another way, by the page's own button."""

from pathlib import Path

import pytest
from PySide6.QtCore import Qt

from desktop.background import Background
from desktop.dialogs.read_again import ReadAgain, reread_sentence
from desktop.pages.documents import DocumentsPage
from engine.importing import import_paths
from engine.records import FileReport, FileStatus, ImportOptions
from engine.store import Project
from engine.worker import fake

POLISH = "Zażółć gęślą jaźń. Najemca płaci czynsz do dziesiątego dnia miesiąca."


@pytest.fixture
def documents(empty: Project, tmp_path: Path):
    for name in ("a.txt", "b.txt"):
        (tmp_path / name).write_bytes(f"{name}: {POLISH}".encode("windows-1250"))
    (tmp_path / "t.csv").write_text("name,age\nAnn,7\nBob,9\n")
    options = ImportOptions(encoding="windows-1252")
    import_paths(empty, [tmp_path / name for name in ("a.txt", "b.txt", "t.csv")], options=options)
    return empty.documents.all()


def dialog_of(qtbot, documents, name: str) -> ReadAgain:
    dialog = ReadAgain(None, next(one for one in documents if one.name == name), documents)  # type: ignore[arg-type]
    qtbot.addWidget(dialog)
    dialog.show()
    return dialog


def test_it_offers_what_matters_for_the_format_and_shows_what_was_chosen(qtbot, documents):
    text, table = dialog_of(qtbot, documents, "a.txt"), dialog_of(qtbot, documents, "t.csv")
    assert text.encoding.currentData() == "windows-1252"
    assert not text.columns.isVisible()
    assert table.columns.isVisible()
    assert table.records.isVisible()
    assert not table.headers.isVisible()
    assert text.list.count() == 2


def test_the_choices_become_options_for_the_documents_that_are_checked(qtbot, documents):
    dialog = dialog_of(qtbot, documents, "t.csv")
    dialog.columns.setText("age, name")
    qtbot.keyClick(dialog.records, Qt.Key.Key_Space)
    assert dialog.options() == ImportOptions(
        encoding="windows-1252", columns=("age", "name"), records=True
    )
    dialog.list.item(0).setCheckState(Qt.CheckState.Unchecked)
    assert not dialog.ok.isEnabled()


def test_both_documents_are_read_anew_and_shown(
    qtbot, documents, empty: Project, background: Background, monkeypatch
):
    page = DocumentsPage(background, fake.main)
    qtbot.addWidget(page)
    page.show()
    page.show_project(empty)
    assert page.pane.again.isVisible()

    def choose(dialog: ReadAgain) -> bool:
        dialog.encoding.setCurrentIndex(dialog.encoding.findData("windows-1250"))
        dialog.list.item(1).setCheckState(Qt.CheckState.Checked)
        return True

    monkeypatch.setattr(ReadAgain, "exec", choose)
    with qtbot.waitSignal(page.documents_changed, timeout=60_000):
        page.pane.again.click()
    qtbot.waitUntil(lambda: not background.is_busy, timeout=60_000)
    texts = {one.name: empty.documents.text(one.id) for one in empty.documents.all()}
    assert texts["a.txt"] == f"a.txt: {POLISH}"
    assert texts["b.txt"] == f"b.txt: {POLISH}"
    assert len(texts) == 3
    assert page.notice.text == "2 documents read again."
    assert page.pane.note.text() == "Read as Windows-1250, as chosen."
    page.show_project(None)


def test_what_failed_is_said_with_its_reason():
    good = FileReport("/a", "a", FileStatus.READY, "Imported.")
    bad = FileReport("/b", "b", FileStatus.MISSING, "There is no such file.")
    assert reread_sentence([good]) == ("a: Imported.", "good")
    said, kind = reread_sentence([good, bad])
    assert said == "1 document read again. 1 not; the first is b: There is no such file."
    assert kind == "warn"
