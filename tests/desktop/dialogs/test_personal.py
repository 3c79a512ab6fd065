from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget

from desktop.background import Background
from desktop.dialogs.personal import PersonalDialog
from desktop.pages.export import ExportPage
from desktop.tables.personal import COL_CHOICE, PersonalTable
from desktop.widgets.personal_check import personal_check
from engine.export.personal import look
from engine.records import PersonalChoice, PersonalKind, Verdict
from engine.store import Project
from tests.near_projects import with_tasks
from tests.projects import new_project

PASSAGE = "Write to anna@example.org or otto@example.org; call +49 30 901820. Ask Eva Horn then."
TASKS = [("Whom does one ask?", "Eva Horn"), ("Where does one write?", "to anna@example.org")]


@pytest.fixture
def private(tmp_path: Path) -> Iterator[Project]:
    with new_project(tmp_path / "private.bonito") as project:
        with_tasks(project, TASKS, PASSAGE)
        yield project


@pytest.fixture
def dialog(qtbot, background: Background, private: Project) -> Iterator[PersonalDialog]:
    look(private)
    parent = QWidget()
    qtbot.addWidget(parent)
    made = PersonalDialog(parent, background, private, "ilse")
    made.show()
    qtbot.waitExposed(made)
    made.view.setFocus()
    yield made  # so that its parent stays alive
    parent.close()


def choices(project: Project) -> list[PersonalChoice | None]:
    return [one.choice for one in project.personal.values()]


def test_the_table_passes_the_tests_of_qt(private: Project, qtmodeltester):
    look(private)
    model = PersonalTable()
    qtmodeltester.check(model)
    model.show_values(private.personal.values())
    qtmodeltester.check(model)
    assert model.index(0, COL_CHOICE).data() == "Undecided"
    assert model.index(0, 1).data() == "anna@example.org"


def test_the_first_row_shows_where_it_stands(dialog: PersonalDialog):
    assert [one.value for one in dialog.chosen()] == ["anna@example.org"]
    assert "Write to anna@example.org or otto" in dialog.place.toPlainText()
    assert dialog.left.text() == "3 of 3 undecided"


def test_one_key_decides_and_goes_to_the_next(dialog: PersonalDialog, private: Project):
    QTest.keyClick(dialog.view, Qt.Key.Key_M)
    assert choices(private) == [PersonalChoice.MASK, None, None]
    assert [one.value for one in dialog.chosen()] == ["otto@example.org"]
    QTest.keyClick(dialog.view, Qt.Key.Key_M)
    assert [one.kind for one in dialog.chosen()] == [PersonalKind.PHONE]


def test_keeping_asks_for_the_reason_first(dialog: PersonalDialog, private: Project):
    QTest.keyClick(dialog.view, Qt.Key.Key_K)
    assert choices(private) == [None, None, None]
    assert "why it may stay" in dialog.notice.text
    dialog.reason.setText("the office's own address")
    QTest.mouseClick(dialog.buttons[PersonalChoice.KEEP], Qt.MouseButton.LeftButton)
    assert private.personal.values()[0].reason == "the office's own address"


def test_rejecting_rejects_the_tasks_that_hold_it(dialog: PersonalDialog, private: Project):
    QTest.keyClick(dialog.view, Qt.Key.Key_X)
    assert [private.tasks.get(one).verdict for one in (1, 2)] == [Verdict.REJECT] * 2


def test_all_rows_of_a_kind_are_decided_at_once(dialog: PersonalDialog, private: Project, qtbot):
    dialog.kind.setCurrentIndex(dialog.kind.findData(PersonalKind.EMAIL))
    dialog.kind.activated.emit(dialog.kind.currentIndex())
    assert dialog.table.rowCount() == 2
    with qtbot.waitSignal(dialog.decided):
        dialog.view.selectAll()
        QTest.keyClick(dialog.view, Qt.Key.Key_M)
    assert choices(private) == [PersonalChoice.MASK, PersonalChoice.MASK, None]


def test_words_of_ones_own_are_looked_for(dialog: PersonalDialog, private: Project, qtbot):
    dialog.words.setPlainText("Eva Horn | Frau Horn")
    QTest.mouseClick(dialog.again, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: dialog.table.rowCount() == 4, timeout=30_000)
    assert PersonalKind.WORD in [one.kind for one in dialog.table.values]
    assert dialog.again.isEnabled()


def test_a_project_without_any_has_nothing_to_decide(qtbot, background, empty: Project):
    parent = QWidget()
    qtbot.addWidget(parent)
    made = PersonalDialog(parent, background, empty, "ilse")
    assert made.left.text() == "Nothing was found"
    made.decide(PersonalChoice.MASK)
    assert not made.buttons[PersonalChoice.MASK].isEnabled()


def test_the_export_page_leads_to_the_decisions_and_masks_its_preview(
    qtbot, background: Background, private: Project
):
    page = ExportPage(background, "ilse")
    qtbot.addWidget(page)
    page.show_project(private)
    page.refresh(private.status())
    page.all_kept.setChecked(True)
    page.show()
    qtbot.waitUntil(
        lambda: "personal" in [point.name for point in page.checks._shown], timeout=30_000
    )
    (point,) = page.personal.points()
    assert point.text == "3 × possible personal data, 3 undecided: they hold the export"
    assert "anna@example.org" in page.preview.toPlainText()
    page.checks._act("personal")
    dialog = page.findChild(PersonalDialog)
    dialog.view.selectAll()
    dialog.decide(PersonalChoice.MASK)
    assert "[E-MAIL 1]" in page.preview.toPlainText()
    assert "anna@example.org" not in page.preview.toPlainText()
    qtbot.waitUntil(lambda: "all decided" in page.personal.points()[0].text, timeout=30_000)
    dialog.close()


def test_an_export_that_is_held_says_why(qtbot, background: Background, private: Project, tmp_path):
    page = ExportPage(background, "ilse")
    qtbot.addWidget(page)
    page.show_project(private)
    page.refresh(private.status())
    page.all_kept.setChecked(True)
    page.show()
    page.target.setText(str(tmp_path / "out"))
    page.export()
    qtbot.waitUntil(lambda: bool(page.notice.text), timeout=30_000)
    assert "2 × e-mail, 1 × phone" in page.notice.text


def test_enter_behind_a_reason_keeps_the_value_and_the_dialog(dialog: PersonalDialog):
    dialog.view.selectRow(0)
    chosen = dialog.chosen()[0].id
    QTest.keyClicks(dialog.reason, "the office's own")
    QTest.keyClick(dialog.reason, Qt.Key.Key_Return)
    kept = next(one for one in dialog.table.values if one.id == chosen)
    assert kept.choice is PersonalChoice.KEEP
    assert dialog.isVisible()


def test_that_nothing_was_found_says_whether_names_were_looked_for(
    qtbot, background: Background, empty: Project
):
    check = personal_check(background)
    check.show_project(empty)
    for words, said in (("", "to find names, list them"), ("Eva Horn", "Rules and your own words")):
        empty.personal.set_words(words)
        with qtbot.waitSignal(check.changed, timeout=30_000):
            check.look()
        (point,) = check.points()
        assert said in point.text
