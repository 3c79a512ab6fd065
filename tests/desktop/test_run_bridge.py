import threading

from desktop.run_bridge import RunBridge
from engine.records import RunState
from engine.runs.events import (
    ModelLoaded,
    RunEnded,
    RunPlanned,
    RunProgress,
    TaskAdded,
    Told,
    WorkerRestarted,
)
from engine.store import Project

PROGRESS = RunProgress(30, 1, {}, 0, 0, None)


def added(project: Project, count: int) -> list[TaskAdded]:
    ids = range(1, count + 1)
    return [TaskAdded(1, task, PROGRESS) for task in project.tasks.page(list(ids))]


def test_tasks_are_gathered_and_told_before_the_end(qtbot, full: Project):
    bridge, heard = RunBridge(), []
    bridge.tasks_added.connect(lambda events: heard.append(len(events)))
    bridge.run_ended.connect(lambda event: heard.append(event.state))
    with qtbot.waitSignal(bridge.run_ended):
        for event in added(full, 5):
            bridge.listen(event)
        bridge.listen(RunEnded(1, RunState.DONE))
    assert heard == [5, RunState.DONE]


def test_tasks_come_without_an_end_too(qtbot, full: Project):
    bridge = RunBridge()
    with qtbot.waitSignal(bridge.tasks_added) as told:
        for event in added(full, 3):
            bridge.listen(event)
    assert [event.task.id for event in told.args[0]] == [1, 2, 3]


def test_events_of_another_thread_arrive_on_the_ui_thread(qtbot):
    bridge, threads = RunBridge(), []
    bridge.model_loaded.connect(lambda _event: threads.append(threading.current_thread()))
    with qtbot.waitSignal(bridge.model_loaded):
        threading.Thread(target=bridge.listen, args=(ModelLoaded(1, "CPU", 2),)).start()
    assert threads == [threading.main_thread()]


def test_each_kind_of_event_has_its_signal(qtbot):
    bridge = RunBridge()
    with qtbot.waitSignals([bridge.run_planned, bridge.worker_restarted, bridge.told]):
        bridge.listen(RunPlanned(1, 10, 0))
        bridge.listen(Told(1, "The card is not used: it is slower."))
        bridge.listen(WorkerRestarted(1, "It died.", 1))


def test_nothing_is_told_when_nothing_waits(qtbot):
    bridge = RunBridge()
    with qtbot.assertNotEmitted(bridge.tasks_added):
        bridge.flush()
