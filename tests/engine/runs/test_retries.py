"""Units that are tried again, with the scripted worker: its bad answers are always bad."""

import threading
from pathlib import Path

from engine import runs
from engine.records import Outcome, RunState
from engine.runs.events import TaskAdded
from engine.store import Project
from engine.tasks.attempts import attempt_seed
from engine.worker import fake
from engine.worker.host import Host
from engine.worker.messages import Generate, ToWorker
from tests.harbour import Events, harbour, request


def finish(project: Project, events: Events, *types: str) -> RunState | None:
    wanted = request(project.path.parent, *types)
    return runs.start(project, wanted, events, fake.main).wait(60)


def test_an_answer_that_breaks_its_rule_is_tried_twice_and_every_try_is_kept(tmp_path: Path):
    events = Events()
    with harbour(tmp_path) as project:
        assert finish(project, events, "ynqa") is RunState.DONE
        assert project.runs.outcomes(1) == {Outcome.BAD_LABEL: 3}
        for unit_id in (1, 2, 3):
            made = project.tasks.attempts.of(unit_id)
            task = project.tasks.get(next(t.id for t in events.tasks if t.unit_id == unit_id))
            first = made[0].seed
            assert [one.number for one in made] == [1, 2]
            assert [one.seed for one in made] == [attempt_seed(first, n) for n in (1, 2)]
            assert [one.is_constrained for one in made] == [False, True]
            assert all(f"Question {one.seed}" in one.raw for one in made)
            assert (task.seed, task.raw) == (made[-1].seed, made[-1].raw)


def test_a_choice_that_was_not_offered_is_made_again_for_the_same_question(
    tmp_path: Path, monkeypatch
):
    events, asked = Events(), list[Generate]()
    send = Host.send

    def note(host: Host, message: ToWorker) -> None:
        asked.extend([message] if isinstance(message, Generate) else [])
        send(host, message)

    monkeypatch.setattr(Host, "send", note)
    with harbour(tmp_path, [f"A short notice. {fake.CHOICE}"]) as project:
        assert finish(project, events, "mcqa") is RunState.DONE
        made = project.tasks.attempts.of(1)
        task = project.tasks.get(events.tasks[0].id)
        assert [one.outcome for one in made] == [Outcome.NOT_OFFERED, Outcome.OK]
        questions = [one.raw.partition("<|pipe|>")[0] for one in made]
        assert questions[0] == questions[1]
        assert (task.outcome, task.output) == (Outcome.OK, "blue")
        assert [bool(one.constraint) for one in asked] == [False, True]
        assert asked[1].max_tokens == asked[0].max_tokens - made[0].generated_tokens


def test_a_good_answer_and_one_that_does_not_fit_are_made_once(tmp_path: Path):
    with harbour(tmp_path, ["A short notice.", "x" * 30_000]) as project:
        assert finish(project, Events(), "exqa") is RunState.DONE
        assert project.runs.outcomes(1) == {Outcome.OK: 1, Outcome.TOO_LONG: 1}
        assert project.tasks.attempts.of(1) == project.tasks.attempts.of(2) == []


def test_a_run_that_is_stopped_leaves_a_unit_open_that_was_to_be_tried_again(tmp_path: Path):
    known = threading.Event()
    handle: list[runs.RunHandle] = []

    def listen(event: object) -> None:
        if isinstance(event, TaskAdded):
            assert known.wait(60)
            handle[0].stop()

    with harbour(tmp_path) as project:
        wanted = request(tmp_path, "ynqa", samples=60, slots=2)
        handle.append(runs.start(project, wanted, listen, fake.main))
        known.set()
        assert handle[0].wait(60) is RunState.STOPPED
        run = project.runs.get(1)
        made = [len(project.tasks.attempts.of(unit)) for unit in range(1, 181)]
        assert set(made) == {0, 2}
        assert made.count(2) == run.units_done < run.units_planned
        assert runs.resume(project, None, Events(), fake.main).wait(100) is RunState.DONE
        assert project.runs.outcomes(1) == {Outcome.BAD_LABEL: 180}
