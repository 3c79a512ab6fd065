import json
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QDesktopServices, QGuiApplication

from desktop.background import Background
from desktop.dialogs.replace_export import ConfirmReplace
from desktop.export_result import open_folder
from desktop.pages.export import ExportPage
from desktop.widgets.check_list import bounds, points
from desktop.wording import clock
from engine.export import export
from engine.records import Decision, Outcome, TaskFilter, Verdict
from engine.store import Project


def accept(project: Project, count: int) -> None:
    ids = project.tasks.ids(TaskFilter(outcomes=(Outcome.OK,)))[:count]
    project.decisions.add([Decision(one, Verdict.ACCEPT) for one in ids], "ilse")


@pytest.fixture
def page(qtbot, background: Background, full: Project):
    made = ExportPage(background)
    qtbot.addWidget(made)
    accept(full, 5)
    made.show_project(full)
    made.refresh(full.status())
    made.resize(1100, 700)
    made.show()
    qtbot.waitExposed(made)
    yield made
    background.close()


def preview(page: ExportPage) -> list[dict]:
    return [json.loads(part) for part in page.preview.toPlainText().split("\n\n")]


def choose(combo, value: str) -> None:
    combo.setCurrentIndex(combo.findData(value))
    combo.activated.emit(combo.currentIndex())


def test_three_rows_are_shown_in_the_format_chosen(page: ExportPage):
    assert [row["input"] for row in preview(page)] == ["Question 0?", "Question 1?", "Question 2?"]
    choose(page.format, "messages")
    assert preview(page)[0]["messages"][0]["role"] == "user"


def test_the_preview_shows_only_what_will_be_written(page: ExportPage, full: Project, qtbot):
    for task_id in full.tasks.ids(TaskFilter(verdicts=(Verdict.ACCEPT,))):
        full.decisions.add([Decision(task_id, Verdict.REJECT)], "ilse")
    page.refresh(full.status())
    assert page.preview.toPlainText() == ""
    assert not page.button.isEnabled()
    qtbot.mouseClick(page.all_kept, Qt.MouseButton.LeftButton)
    assert preview(page)[0]["input"] == "Question 5?"
    assert page.button.isEnabled()


def test_the_checklist_counts(full: Project):
    accept(full, 5)
    said = {point.name: point for point in points(full.status())}
    assert said["accepted"].text == "5 tasks accepted"
    assert said["unreviewed"].text == "22 tasks not reviewed"
    assert said["unreviewed"].action == "Review"
    assert said["failed"].text == "3 units gave no task; never exported"
    assert said["flagged"].state == "good"


def test_the_numbers_of_the_checklist_add_up_to_the_well_formed_tasks(full: Project):
    accept(full, 5)
    ids = full.tasks.ids(TaskFilter(outcomes=(Outcome.OK,)))[5:]
    failed = full.tasks.ids(TaskFilter(outcomes=(Outcome.NO_PIPE,)))
    verdicts = [Verdict.REJECT] * 2 + [Verdict.FLAG] * 3 + [Verdict.SKIP]
    decided = [Decision(one, verdict) for one, verdict in zip(ids, verdicts, strict=False)]
    decided += [Decision(failed[0], Verdict.FLAG), Decision(failed[1], Verdict.REJECT)]
    full.decisions.add(decided, "ilse")
    said = {point.name: point.text for point in points(full.status())}
    assert said["accepted"] == "5 tasks accepted, 2 rejected"
    assert said["unreviewed"] == "20 tasks not reviewed"  # and 5 and 2 are the 27
    assert said["flagged"] == "Of these, 3 flagged and 1 skipped"  # failed units are none of these


def test_an_export_is_written_and_named(page: ExportPage, tmp_path: Path, qtbot, monkeypatch):
    target = tmp_path / "out"
    page.target.setText(str(target))
    qtbot.mouseClick(page.button, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: bool(page.notice.text), timeout=30_000)
    assert page.notice.text.startswith(f"5 rows written to {target}")
    assert len((target / "train.jsonl").read_text("utf-8").splitlines()) == 5
    assert page.anchor.line.text().startswith("manifest.json SHA-256 ")
    page.anchor.copy.click()
    assert QGuiApplication.clipboard().text() == page.anchor.line.text()
    opened = []
    monkeypatch.setattr(QDesktopServices, "openUrl", opened.append)
    open_folder(target)
    assert Path(opened[0].toLocalFile()) == target


def test_a_foreign_folder_is_refused_in_place(page: ExportPage, tmp_path: Path, qtbot):
    target = tmp_path / "mine"
    target.mkdir()
    (target / "letter.txt").write_text("Dear …", "utf-8")
    page.target.setText(str(target))
    qtbot.mouseClick(page.button, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: bool(page.notice.text), timeout=30_000)
    assert "Target exists" in page.notice.text
    assert page.button.isEnabled()


def test_a_target_is_needed(page: ExportPage, qtbot):
    page.target.clear()
    qtbot.mouseClick(page.button, Qt.MouseButton.LeftButton)
    assert page.notice.text == "Name a folder to write into."


def test_the_request_is_what_the_page_shows(page: ExportPage):
    choose(page.split, "80/10/10")
    choose(page.format, "alpaca")
    request = page.request()
    assert (request.format, request.split, request.only_accepted) == ("alpaca", (80, 10, 10), True)


def test_pairs_are_of_accepted_tasks_whatever_was_chosen_before(
    page: ExportPage, full: Project, qtbot
):
    qtbot.mouseClick(page.all_kept, Qt.MouseButton.LeftButton)
    choose(page.format, "dpo")
    assert page.request().only_accepted
    assert "No pair among the first tasks" in page.preview_hint.text()
    (first, *_others) = full.tasks.ids(TaskFilter(verdicts=(Verdict.ACCEPT,)))
    full.decisions.add([Decision(first, Verdict.EDIT, output="another answer")], "ilse")
    page.refresh(full.status())
    (row,) = preview(page)
    assert row["chosen"] == "another answer"
    assert not page.all_kept.isEnabled()


def test_passages_are_shown_as_they_are_written_and_nothing_is_asked_of_tasks(page: ExportPage):
    page.beside.passage.setChecked(True)
    choose(page.format, "passages")
    assert preview(page)[0]["text"]
    assert "passage_id" in preview(page)[0]["provenance"]
    request = page.request()
    assert (request.only_accepted, request.with_passage, request.instructions) == (True, False, ())
    assert not page.one_of_each.isEnabled()
    choose(page.format, "bonito")
    assert page.one_of_each.isEnabled()
    assert page.request().with_passage


def test_the_line_of_the_newest_export_is_there_when_the_project_is_opened_again(
    page: ExportPage, full: Project, tmp_path: Path
):
    assert page.anchor.isHidden()
    report = export(full, replace(page.request(), target=tmp_path / "out"))
    page.show_project(full)
    assert page.anchor.line.text() == report.anchor
    assert f"Last export: {clock(full.log.newest('exported').at)}, 5 rows." in page.anchor.caption


def test_the_checklist_leads_to_the_review(page: ExportPage, qtbot):
    with qtbot.waitSignal(page.review_requested) as told:
        page.checks._act("failed")
    assert told.args == ["failed"]


def test_an_empty_project_says_where_to_go(qtbot, background: Background, empty: Project):
    page = ExportPage(background)
    qtbot.addWidget(page)
    page.show_project(empty)
    page.refresh(empty.status())
    assert page._places.currentIndex() == 0


def test_an_instruction_stands_in_front_of_the_inputs_of_its_type_alone(page: ExportPage):
    assert [page.instructions.type.itemData(n) for n in range(2)] == ["exqa", "qa"]
    page.instructions.text.setPlainText("Quote the text.")
    inputs = [row["input"] for row in preview(page)]
    assert inputs == ["Quote the text.\n\nQuestion 0?", "Question 1?",
                      "Quote the text.\n\nQuestion 2?"]  # fmt: skip
    choose(page.instructions.type, "qa")
    assert page.instructions.text.toPlainText() == ""
    page.instructions.text.setPlainText("Answer.")
    assert page.request().instructions == (("exqa", "Quote the text."), ("qa", "Answer."))
    assert page.instructions.type.itemText(1) == "Question answering without choices  ·  set"
    choose(page.instructions.type, "exqa")
    assert page.instructions.text.toPlainText() == "Quote the text."


def test_another_project_has_no_instruction(page: ExportPage, full: Project):
    page.instructions.text.setPlainText("Quote the text.")
    page.show_project(full)
    assert page.request().instructions == ()
    assert page.instructions.text.toPlainText() == ""
    page.refresh(full.status())
    assert page.instructions.type.itemText(0) == "Extractive question answering"


def test_the_bound_of_a_sample_stands_before_the_export(page: ExportPage, full: Project):
    said = {point.name: point.text for point in bounds(full.audits.all())}
    assert said == {"bound": "No random sample was read to its end, so no error rate can be stated"}
    audit = full.audits.draw(TaskFilter(), 4, 7, "ilse")
    assert [point.name for point in bounds(full.audits.all())] == ["bound"]
    for task in full.tasks.ids(TaskFilter(audit_id=audit.id)):
        full.decisions.add([Decision(task, Verdict.ACCEPT)], "ilse")
    (point,) = bounds(full.audits.all())
    assert point.text.startswith("Sample 1: 4 read, 0 wrong: with 95 % confidence fewer than")
    assert "By type: extractive question answering: " in point.text
    page.refresh(full.status())
    assert any("4 read, 0 wrong" in label.text() for label, _button in page.checks._lines)


def test_a_split_says_what_it_will_give(page: ExportPage, background: Background, qtbot):
    page.all_kept.setChecked(True)
    choose(page.split, "90/10")
    qtbot.waitUntil(lambda: not background.is_busy, timeout=30_000)
    assert page.forecast.said.text() == "Train: 27 rows of 1 document"
    choose(page.split, "")
    assert page.forecast.isHidden()


def test_a_folder_that_nothing_shows_is_named(page: ExportPage, tmp_path: Path, monkeypatch):
    monkeypatch.setattr("desktop.export_result.QDesktopServices.openUrl", lambda _url: False)
    page.result._folder = tmp_path
    page.result._say("3 rows written.", "good")
    page.notice._action.click()
    assert page.notice.text.startswith("3 rows written. No program was found that shows folders")
    assert str(tmp_path) in page.notice.text


def test_an_earlier_export_is_kept_unless_it_may_be_replaced(
    page: ExportPage, tmp_path, monkeypatch
):
    earlier = tmp_path / "rows.jsonl"
    earlier.write_text("{}\n", encoding="utf-8")
    page.target.setText(str(earlier))
    monkeypatch.setattr(ConfirmReplace, "exec", lambda _dialog: 0)
    page.export()
    assert page.button.isEnabled()  # nothing is being written
    assert earlier.read_text("utf-8") == "{}\n"
