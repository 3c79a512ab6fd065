"""How far the cutting of a long text is, and a way to stop it, as the pane shows them."""

from collections.abc import Callable
from threading import Event

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from desktop import wording
from desktop.background import Job
from desktop.widgets.document_pane import DocumentPane
from engine.runs.cutting import CutProgress
from engine.store import Project
from tests.desktop.cutting import SETTINGS, TEXT, add


@pytest.fixture
def handled(monkeypatch: pytest.MonkeyPatch) -> Event:
    """Work waits (at most 5 s a time) until its news is handled: a busy machine can't outrun it."""
    event, begin = Event(), Job.__init__

    def begin_waiting(job: Job, tell: Callable[[object], None]) -> None:
        def tell_and_wait(news: object) -> None:
            tell(news)
            if isinstance(news, CutProgress) and news.done:
                event.wait(5.0)

        begin(job, tell_and_wait)

    monkeypatch.setattr(Job, "__init__", begin_waiting)
    return event


def stop_at_first_news(pane: DocumentPane, handled: Event) -> list[str]:
    """Click on Stop as soon as it is there; gives what was said by then."""
    said: list[str] = []

    def stop(_permille: int) -> None:
        if pane.cutting.stop.isEnabled():
            said.append(pane.cutting.label.text())
            pane.cutting.stop.click()
        handled.set()

    pane.cutting.bar.valueChanged.connect(stop)
    return said


def test_a_long_text_says_how_far_it_is_cut_and_can_be_stopped(
    pane: DocumentPane, empty: Project, qtbot, handled: Event
):
    long = add(empty, "\n\n".join(f"{TEXT}\n\nPart {n}." for n in range(60)), "long.txt")
    said = stop_at_first_news(pane, handled)
    pane.show_document(empty, long)
    qtbot.waitUntil(lambda: pane.facts.text() == wording.CUTTING_STOPPED, timeout=60_000)
    assert said
    assert said[0].startswith("Cutting passages: ")
    assert said[0].endswith(" %")
    assert not pane.cutting.isVisible()
    assert empty.passages.current(long.id, SETTINGS) is None
    pane.cutting.bar.valueChanged.disconnect()
    with qtbot.waitSignal(pane.passages_changed, timeout=120_000):
        pane.show_document(empty, long)
    assert "100 % of the text" in pane.facts.text()
    assert not pane.cutting.isVisible()


def test_cutting_all_documents_can_be_stopped_and_keeps_those_that_are_cut(
    pane: DocumentPane, empty: Project, qtbot, handled: Event
):
    with qtbot.waitSignal(pane.passages_changed, timeout=60_000):
        pane.show_document(empty, add(empty, TEXT))
    others = [add(empty, f"{TEXT} {n}" * 5, f"{n}.txt").id for n in range(12)]
    said = stop_at_first_news(pane, handled)
    pane.bar.slider.setValue(150)
    with qtbot.waitSignal(pane.told, timeout=120_000):
        QTest.keyClick(pane.bar.slider, Qt.Key.Key_A)
    assert said
    cut = [each for each in others if empty.passages.current(each, SETTINGS) is not None]
    assert len(cut) < len(others)
    assert not pane.cutting.isVisible()


def test_a_document_that_is_left_while_it_is_cut_does_not_keep_the_next_waiting(
    pane: DocumentPane, empty: Project, qtbot
):
    long = add(empty, "\n\n".join(f"{TEXT}\n\nPart {n}." for n in range(60)), "long.txt")
    pane.show_document(empty, long)
    with qtbot.waitSignal(pane.passages_changed, timeout=60_000):
        pane.show_document(empty, add(empty, TEXT))
    assert empty.passages.current(long.id, SETTINGS) is None
    assert not pane.cutting.isVisible()
