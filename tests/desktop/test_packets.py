"""Packets in the window: plan only, pack, merge by choice or drop, and what is said of each."""

from pathlib import Path

import pytest
from PySide6.QtCore import QUrl
from PySide6.QtWidgets import QFileDialog

from desktop.app import App
from desktop.dialogs.packets import PackDialog, PackReviewDialog, RunCut
from desktop.dialogs.packets_agreement import AgreementDialog
from desktop.dialogs.packets_merged import Came, MergedDialog, summary
from desktop.dialogs.runs import RunsDialog
from desktop.main_window import GENERATE, REVIEW
from engine import packets, runs
from engine.errors import PacketRefused
from engine.records import (
    Agreement,
    Decision,
    Extract,
    Merged,
    Outcome,
    PacketKind,
    RunState,
    TaskFilter,
    Verdict,
)
from engine.store import Project
from engine.worker import fake
from tests.desktop.test_file_drops import drop


@pytest.fixture
def planned(app: App, full_path: Path, calm) -> App:
    """A project with a planned run of four units of two documents, beside one that is done."""
    with Project.open(full_path) as project:
        extract = Extract("The pier is shut in winter. The porter keeps the key of its gate.")
        project.documents.add("/pier.txt", "pier.txt", "txt", 90, "e" * 64, extract)
    app.current.open(full_path)
    app.window.go_to(GENERATE)
    calm(app)
    app.generate.panel.another.click()
    app.generate.types.choose(["exqa", "qa"])
    app.generate.start.plan.click()
    calm(app)
    return app


def packed(app: App, folder: Path, parts: int = 2) -> list[Path]:
    run = app.project.runs.all()[0]
    return [one.path for one in packets.pack(app.project, run.id, parts, folder).files]


def merged_dialogs(monkeypatch) -> list[tuple[int, str, str]]:
    """The rows, the summary and the selected row of each dialog; it is closed at once."""
    opened = []

    def close(dialog: MergedDialog) -> int:
        rows = dialog.view.model().rowCount()
        opened.append((rows, dialog.said.text(), dialog.full.text()))
        return 0

    monkeypatch.setattr(MergedDialog, "exec", close)
    return opened


def test_a_plan_is_stored_shown_and_generates_nothing(planned: App):
    run = planned.project.runs.all()[0]
    assert (run.state, run.units_planned, run.units_done) == (RunState.PLANNED, 4, 0)
    assert planned.generate.panel.resume.isVisibleTo(planned.generate)
    assert "The plan is stored: 4 units." in planned.generate.notice.text
    dialog = RunsDialog(planned.window, planned.project, can_resume=True)
    assert dialog.view.model().index(0, 1).data() == "Planned"
    assert dialog.pack.isEnabled()


def test_continuing_carries_a_plan_out(planned: App, calm):
    planned.generate.panel.resume.click()
    calm(planned)
    assert planned.project.runs.all()[0].state is RunState.DONE


def test_a_run_is_packed_into_a_folder(planned: App, monkeypatch, tmp_path: Path, calm):
    def choose(dialog: PackDialog) -> bool:
        dialog.parts.setValue(2)
        assert dialog.run_cut() == RunCut(2, 2, by_documents=False)
        return True

    monkeypatch.setattr(PackDialog, "exec", choose)
    monkeypatch.setattr(QFileDialog, "getExistingDirectory", lambda *_: str(tmp_path))
    planned.generate.pack_requested.emit(None)
    calm(planned)
    assert "4 units packed into 2 packets" in planned.generate.notice.text
    assert len(list(tmp_path.glob("*-part-*-of-2.bonito"))) == 2


def test_nothing_open_can_not_be_packed(app: App, full_path: Path):
    app.current.open(full_path)
    app.packets.pack_run()
    assert app.generate.notice.text.startswith("No run has anything open.")


def test_a_packet_says_what_it_is_when_it_is_opened(planned: App, tmp_path: Path, calm):
    first, _second = packed(planned, tmp_path)
    name = planned.project.path.name
    planned.current.open(first)
    calm(planned)
    said = planned.generate.notice.text
    assert said.startswith(f"This is a packet of “{name}”, part 1 of 2.")


def test_packets_dropped_on_the_window_are_merged(planned: App, monkeypatch, tmp_path, calm):
    paths, opened = packed(planned, tmp_path), merged_dialogs(monkeypatch)
    drop(planned, *(QUrl.fromLocalFile(str(path)) for path in paths))
    calm(planned)
    ((rows, _said, selected),) = opened
    assert rows == 2
    assert "2 units of it still open" in selected


def test_what_was_merged_is_counted_at_once(planned: App, monkeypatch, tmp_path: Path, calm):
    paths = packed(planned, tmp_path)
    merged_dialogs(monkeypatch)
    with Project.open(paths[0]) as packet:
        runs.resume(packet, None, lambda _event: None, fake.main).wait(60)
    planned.window.go_to(REVIEW)
    before = planned.review.reviewed.text()
    planned.packets.merge(paths)
    calm(planned)
    project = planned.project
    assert project is not None
    assert planned.review.reviewed.text() != before
    assert planned.review.table.rowCount() == project.status().unreviewed > 0


def test_a_file_that_is_refused_is_named_in_words_and_stops_no_other(
    planned: App, monkeypatch, tmp_path: Path, calm
):
    (first, _), opened = packed(planned, tmp_path), merged_dialogs(monkeypatch)
    other = tmp_path / "other.bonito"
    Project.create(other).close()
    named = [str(other), str(first)]
    monkeypatch.setattr(QFileDialog, "getOpenFileNames", lambda *_: (named, ""))
    planned.generate.merge_requested.emit()
    calm(planned)
    ((rows, said, selected),) = opened
    assert rows == 2
    assert said == "0 tasks added. 1 file refused; nothing of it was merged."
    assert selected.startswith("Refused: ")


def test_what_came_is_summed_up():
    run = Merged(Path("a"), PacketKind.RUN, 1, 1, 2, 5, 1, 0, 2, 3, 0, 0, is_done=True)
    review = Merged(Path("b"), PacketKind.REVIEW, 0, 1, 1, 0, 0, 0, 0, 0, 4, 1, is_done=False)
    refused = Came(Path("c"), error=PacketRefused("It is of another project."))
    came = [Came(Path("a"), run), Came(Path("b"), review), refused]
    assert summary(came) == (
        "5 tasks added. 4 decisions added. 1 file refused; nothing of it was merged."
    )


def test_each_packet_is_told_in_words(app: App):
    run = Merged(Path("a"), PacketKind.RUN, 1, 1, 2, 5, 1, 0, 2, 3, 0, 0, is_done=True)
    dialog = MergedDialog(app.window, [Came(Path("a.bonito"), run)])
    assert dialog.full.text() == (
        "5 tasks added, 1 were here. 3 units of it still open: merge it again later. "
        "2 left out: their documents were deleted here. The run has all its tasks now."
    )
    assert not dialog.conflicts.isVisibleTo(dialog)


@pytest.fixture
def at_odds(app: App, full_path: Path, tmp_path: Path, calm) -> App:
    """A project whose first task Ann accepted here and Ben rejected in a packet."""
    packet = tmp_path / "for-ben.bonito"
    with Project.open(full_path) as project:
        packets.pack_review(project, TaskFilter(outcomes=(Outcome.OK,)), packet)
        project.decisions.add([Decision(1, Verdict.ACCEPT)], "Ann")
        with Project.open(packet) as other:
            other.decisions.add([Decision(1, Verdict.REJECT, "wrong")], "Ben")
        packets.merge_one(project, packet)
    app.current.open(full_path)
    calm(app)
    app.window.go_to(REVIEW)
    return app


def test_what_people_decided_differently_is_a_queue_with_both_decisions(at_odds: App, calm):
    review = at_odds.review
    assert review.filter.at_odds.text() == "Decided differently: 1 task"
    at_odds.packets.show_conflicts()
    calm(at_odds)
    assert review.table.rowCount() == 1
    first, second = review.conflict.said.text().splitlines()
    assert first.startswith("Ann: Accepted, ")
    assert second.startswith("Ben: Rejected, ")
    assert second.endswith("(wrong)")


def test_a_decision_settles_it_and_undoing_brings_it_back(at_odds: App, calm):
    at_odds.packets.show_conflicts()
    calm(at_odds)
    at_odds.review.decide(Verdict.ACCEPT)
    calm(at_odds)
    assert at_odds.project.packets.count_at_odds() == 0
    assert at_odds.review.conflict.isHidden()
    at_odds.review.undo()
    calm(at_odds)
    assert at_odds.project.packets.count_at_odds() == 1
    assert not at_odds.review.conflict.isHidden()


def test_the_queue_is_left_by_its_button_or_by_another_queue(at_odds: App, calm):
    review, whole = at_odds.review, at_odds.review.table.rowCount()
    assert whole > 1
    for leave in (review.filter.at_odds.click, review.filter.queues.buttons["all"].click):
        at_odds.packets.show_conflicts()
        calm(at_odds)
        assert review.table.rowCount() == 1
        leave()
        calm(at_odds)
        assert review.table.rowCount() > 1
        assert not review.filter.at_odds.isChecked()


def test_without_conflicts_nothing_is_offered(app: App, full_path: Path, calm):
    app.current.open(full_path)
    calm(app)
    assert app.review.filter.at_odds.isHidden()
    assert app.review.conflict.isHidden()


def test_the_tasks_that_review_shows_are_packed_for_a_reviewer(
    app: App, full_path: Path, tmp_path: Path, monkeypatch, calm
):
    app.current.open(full_path)
    calm(app)

    def choose(dialog: PackReviewDialog) -> bool:
        dialog.is_blind.setChecked(True)
        dialog.double.setChecked(True)
        assert dialog.sharing() == packets.Sharing(1, 0.1, is_blind=True)
        return True

    target = tmp_path / "ann.bonito"
    monkeypatch.setattr(PackReviewDialog, "exec", choose)
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(target), ""))
    app.review.pack_requested.emit()
    calm(app)
    assert "packed into 2 packets" in app.review.notice.text
    first = next(tmp_path.glob("ann-part-1-of-2.bonito"))
    app.current.open(first)
    calm(app)
    assert app.review.notice.text.startswith("These are tasks of “")


def test_agreement_is_shown_of_each_two_people(app: App):
    whole = Agreement("Ann", "Ben", "", 20, 15, 0.5, 0.1, 0.9)
    one_word = Agreement("Ann", "", "exqa", 2, 2, None, None, None)
    table = AgreementDialog(app.window, [whole, one_word]).view.model()
    rows = [[table.index(r, c).data() for c in range(6)] for r in range(2)]
    assert rows[0] == ["Ann · Ben", "All types", "20", "75.0 %", "0.50", "0.10 … 0.90"]
    assert rows[1][0] == "Ann · nobody"
    assert rows[1][2:] == ["2", "100 %", "–", "–"]


def test_where_nobody_decided_twice_the_way_to_it_is_said(app: App):
    dialog = AgreementDialog(app.window, [])
    assert dialog.view.isHidden()
