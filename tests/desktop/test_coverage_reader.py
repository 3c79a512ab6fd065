"""Coverage is read once for each change, off the UI thread."""

import pytest

from desktop.background import Background
from desktop.coverage_reader import CoverageReader
from engine.records import Decision, TaskFilter, Verdict
from engine.store import Project


@pytest.fixture
def reader(background: Background):
    yield CoverageReader(background)
    background.close()


def test_what_changed_is_read_when_it_is_asked_for(reader: CoverageReader, full: Project, qtbot):
    reader.show_project(full)
    with qtbot.waitSignal(reader.found, timeout=20_000) as first:
        reader.read()
    (document,) = full.documents.all()
    assert first.args[0][document.id].whole.accepted == 0
    task = full.tasks.ids(TaskFilter())[0]
    full.decisions.add([Decision(task, Verdict.ACCEPT)], "ilse")
    reader.mark_stale()
    with qtbot.waitSignal(reader.found, timeout=20_000) as second:
        reader.read()
    assert second.args[0][document.id].whole.accepted > 0


def test_nothing_is_read_twice_nor_without_a_project(reader: CoverageReader, full: Project, qtbot):
    reader.read()
    assert reader._job is None
    reader.show_project(full)
    with qtbot.waitSignal(reader.found, timeout=20_000):
        reader.read()
    reader.read()
    assert reader._job is None
