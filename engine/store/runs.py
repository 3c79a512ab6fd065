"""Runs and their plans: what was asked for, which units that makes, and which of them are open.

No unit is ever stored as running. In flight is what has no task row yet, so a process that dies
leaves nothing behind that would have to be put right.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import astuple, replace
from json import dumps, loads
from statistics import fmean, pstdev
from typing import cast

from engine.errors import NothingToDo, RequestError
from engine.records import (
    ComputedOn,
    ModelIdentity,
    Outcome,
    PlannedUnit,
    Run,
    RunRequest,
    RunState,
    RunTimes,
    Sampling,
    SentenceRule,
    TypeYield,
    Unit,
)
from engine.store.asked import asked_facts
from engine.store.clock import now
from engine.store.connection import Connection, Row, Value
from engine.store.counts import type_yields
from engine.store.log import Log
from engine.store.values import damaged, known, words
from engine.version import app_version

_SELECT = """
SELECT r.*, (SELECT coalesce(sum(tasks), 0) FROM task_counts WHERE run_id = r.id) AS units_done
FROM runs r
"""
_BY_ACTIVITY = """
LEFT JOIN tasks t ON t.id = (
    SELECT max((
        SELECT max(id) FROM tasks
        WHERE run_id = c.run_id AND outcome = c.outcome AND task_type = c.task_type
    ))
    FROM task_counts c WHERE c.run_id = r.id
)
ORDER BY r.state = :running DESC,
    max(
        r.created_at,
        coalesce(iif(r.state = :given_up, NULL, r.ended_at), ''),
        coalesce(t.created_at, '')
    ) DESC,
    r.state = :planned DESC, t.id DESC, r.id DESC
"""
"""Something is done in a run when it is planned, when a unit ends and when it ends; not when its
rest is given up.

The newest task is one step into the index `tasks_by_run` for each count: a million are not read.
Within one second a plan without tasks comes later than a run's end: no run ends as fast as that.
"""
_TYPES_OF_PARTS = [str, str, str, int, int]  # of `ComputedOn`
_RUNNING = "SELECT id FROM runs WHERE state = :state"


class Runs:
    """The runs of a project and their units."""

    def __init__(self, connection: Connection, log: Log) -> None:
        self._connection = connection
        self._log = log

    def note_device(self, run_id: int, device: str, computed_on: ComputedOn | None = None) -> None:
        """The run computes on this from now on; a device that it had before is not noted again."""
        if computed_on is not None:
            self._note_parts(run_id, computed_on)
        self._connection.write(
            "UPDATE runs SET device = device || iif(device = '', '', '; ') || :device"
            " WHERE id = :id AND '; ' || device || '; ' NOT LIKE '%; ' || :device || '; %'",
            id=run_id, device=device,
        )  # fmt: skip

    def _note_parts(self, run_id: int, new: ComputedOn) -> None:
        there = self.get(run_id).computed_on
        if new not in there:
            cell = dumps([astuple(one) for one in (*there, new)], ensure_ascii=False)
            self._connection.write(
                "UPDATE runs SET computing = :cell WHERE id = :id", cell=cell, id=run_id
            )

    def create(
        self,
        request: RunRequest,
        model: ModelIdentity,
        units: Sequence[PlannedUnit],
        state: RunState = RunState.RUNNING,
    ) -> Run:
        """Store a run and its whole plan, RUNNING or PLANNED; the units' order is the plan's order.

        Raises `RequestError` if another run is RUNNING: that is looked at in the same transaction,
        so that of two that start at once one is refused.
        """
        if not units:
            raise NothingToDo("There is nothing to generate; import a document first.")
        with self._connection.transaction():
            self.check_none_running()
            columns = {**_columns(request, model, len(units)), "state": state.value}
            run_id = self._connection.write(_INSERT_RUN, **columns)
            begun = "started" if state is RunState.RUNNING else state.value
            self._connection.write_many(
                """
                INSERT INTO units (run_id, passage_id, task_type, sample, seed)
                VALUES (:run, :passage, :task_type, :sample, :seed)
                """,
                _unit_rows(run_id, units),
            )
            self._log.add(
                "run",
                f"Run {run_id} {begun}: {len(units):,} units with {model.name}",
                facts=asked_facts(run_id, request, model),
            )
        return self.get(run_id)

    def claim(self, run_id: int) -> None:
        """Make an ended run RUNNING again; raises `RequestError` if any run is RUNNING."""
        with self._connection.transaction():
            self.check_none_running()
            self.set_state(run_id, RunState.RUNNING)

    def check_none_running(self) -> None:
        """Raise `RequestError` if a run is going on."""
        running = self._connection.number(_RUNNING, state=RunState.RUNNING.value)
        if running:
            raise RequestError(f"Run {running} is going on; wait for its end or stop it first.")

    def get(self, run_id: int) -> Run:
        """One run; raises `NothingToDo` if there is none of that number."""
        row = self._connection.row(_SELECT + "WHERE r.id = :id", id=run_id)
        if row is None:
            raise NothingToDo(f"There is no run {run_id} in this project; see its status.")
        return _run(row)

    def all(self) -> list[Run]:
        """Every run, the one that was started last first."""
        return [_run(row) for row in self._connection.rows(_SELECT + "ORDER BY r.id DESC")]

    def active_last(self) -> Run | None:
        """The run that something was done in last, whenever it was started; None if there is none.

        One that goes on comes before all others.
        """
        return next(iter(self._by_activity()), None)

    def unfinished(self) -> Run | None:
        """The run that can be resumed: of those with units to make, the one that was active last.

        Not the one that was started last: an older one may have been continued after it.
        """
        waiting = (RunState.PLANNED, RunState.INTERRUPTED, RunState.STOPPED, RunState.FAILED)
        return next(
            (
                run
                for run in self._by_activity()
                if run.state in waiting and run.units_done < run.units_planned
            ),
            None,
        )

    def _by_activity(self) -> list[Run]:
        rows = self._connection.rows(
            _SELECT + _BY_ACTIVITY,
            running=RunState.RUNNING.value,
            given_up=RunState.GIVEN_UP.value,
            planned=RunState.PLANNED.value,
        )
        return [_run(row) for row in rows]

    def set_state(self, run_id: int, state: RunState, failure: str = "") -> None:
        """Say where a run stands; `failure` is a sentence, only with FAILED."""
        with self._connection.transaction():
            self.get(run_id)
            self._connection.write(
                """
                UPDATE runs SET state = :state, failure = :failure, ended_at = :ended
                WHERE id = :id
                """,
                id=run_id, state=state.value, failure=failure,
                ended=None if state is RunState.RUNNING else now(),
            )  # fmt: skip
            self._log.add("run", f"Run {run_id} {state.value}. {failure}".rstrip())

    def give_up(self, run_id: int) -> None:
        """Nobody waits for the rest of a run any more; raises `RequestError` while it goes on."""
        with self._connection.transaction():
            run = self.get(run_id)
            if run.state is RunState.RUNNING:
                raise RequestError(f"Run {run_id} is going on; stop it first.")
            if run.units_done < run.units_planned:
                self.set_state(run_id, RunState.GIVEN_UP)

    def interrupt_running(self) -> None:
        """Mark what a dead process left RUNNING; call it only where nothing can be running.

        A process can die between its last task and its last word: then nothing is missing.
        """
        for run_id in self._connection.numbers(_RUNNING, state=RunState.RUNNING.value):
            is_complete = not self.open_units(run_id, limit=1)
            self.set_state(run_id, RunState.DONE if is_complete else RunState.INTERRUPTED)

    def open_units(self, run_id: int, limit: int, after: int = 0) -> list[Unit]:
        """Up to `limit` units without a task, in plan order, of those behind the unit `after`.

        Whoever asks again and again gives the last unit there was, or all that is done is searched.
        """
        rows = self._connection.rows(
            """
            SELECT id, run_id, passage_id, task_type, sample, seed,
                EXISTS (SELECT 1 FROM tasks WHERE passage_id = units.passage_id AND outcome = 'ok')
                    AS has_neighbours
            FROM units
            WHERE run_id = :run AND id > :after
                AND NOT EXISTS (SELECT 1 FROM tasks WHERE unit_id = units.id)
            ORDER BY id LIMIT :limit
            """,
            run=run_id, limit=limit, after=after,
        )  # fmt: skip
        return [replace(Unit(**row), has_neighbours=bool(row["has_neighbours"])) for row in rows]

    def outcomes(self, run_id: int) -> dict[Outcome, int]:
        """How the units of a run ended so far; outcomes that did not occur are left out.

        What a reviewer mended since counts as it ended.
        """
        rows = self._connection.rows(
            """
            SELECT outcome, sum(tasks) AS n FROM (
                SELECT outcome, tasks FROM task_counts WHERE run_id = :run
                UNION ALL SELECT 'ok', -count(*) FROM reviews WHERE run_id = :run AND refused != ''
                UNION ALL SELECT refused, count(*) FROM reviews
                    WHERE run_id = :run AND refused != '' GROUP BY refused)
            GROUP BY outcome HAVING n > 0
            """,
            run=run_id,
        )
        return {known(Outcome, row["outcome"]): row["n"] for row in rows}

    def yields(self, run_id: int | None = None) -> tuple[TypeYield, ...]:
        """How many units of each type have ended so far and how many well-formed; None: any run's.

        What a reviewer mended since is none that the model wrote well-formed.
        """
        return type_yields(self._connection, run_id)

    def times(self, run_id: int, most: int = 500) -> RunTimes:
        """How long units took, of the first `most` tasks of a run; to the second."""
        rows = self._connection.rows(
            "SELECT seconds, unixepoch(created_at) AS at FROM tasks WHERE id IN"
            " (SELECT task_id FROM reviews WHERE run_id = :run ORDER BY task_id LIMIT :most)"
            " ORDER BY id",
            run=run_id, most=most,
        )  # fmt: skip
        if not rows:
            return RunTimes(0, 0.0, 0.0)
        own = [float(row["seconds"]) for row in rows]
        mean = fmean(own)
        return RunTimes(
            len(rows), rows[-1]["at"] - rows[0]["at"], pstdev(own) / mean if mean else 0
        )

    def passages_read(self, run_id: int) -> int:
        """How many passages the units of a run read."""
        return self._connection.number(
            "SELECT count(DISTINCT passage_id) FROM units WHERE run_id = :run", run=run_id
        )

    def planned_by_type(self, run_id: int) -> dict[str, int]:
        """How many units of each type a run has, done or not."""
        rows = self._connection.rows(
            "SELECT task_type, count(*) AS units FROM units WHERE run_id = :run GROUP BY 1",
            run=run_id,
        )
        return {row["task_type"]: row["units"] for row in rows}

    def unit_keys(self, run_id: int) -> frozenset[tuple[int, str, int]]:
        """Passage, task type and sample of each unit of a run."""
        rows = self._connection.rows(
            "SELECT passage_id, task_type, sample FROM units WHERE run_id = :run", run=run_id
        )
        return frozenset((row["passage_id"], row["task_type"], row["sample"]) for row in rows)


_INSERT_RUN = """
INSERT INTO runs (state, model_name, model_path, model_sha256, prompting, adapter_sha256,
    task_types, samples, temperature, top_p, max_tokens, seed, slots, units_planned, created_at,
    app_version, rules_off, agree, labels, limit_units, after_run, sentence_rule)
VALUES (:state, :model_name, :model_path, :model_sha256, :prompting, :adapter_sha256,
    :task_types, :samples, :temperature, :top_p, :max_tokens, :seed, :slots, :units_planned,
    :created_at, :app_version, :rules_off, :agree, :labels, :limit_units, :after_run,
    :sentence_rule)
"""


def _columns(request: RunRequest, model: ModelIdentity, units: int) -> dict[str, Value]:
    return {
        "model_name": model.name,
        "model_path": model.path,
        "model_sha256": model.sha256,
        "prompting": model.prompting,
        "adapter_sha256": model.adapter_sha256,
        "task_types": dumps(request.task_types),
        "samples": request.samples,
        "temperature": request.sampling.temperature,
        "top_p": request.sampling.top_p,
        "max_tokens": request.sampling.max_tokens,
        "seed": request.sampling.seed,
        "slots": request.slots,
        "units_planned": units,
        "created_at": now(),
        "app_version": app_version(),
        "rules_off": dumps(request.rules_off),
        "agree": request.agree or 0,
        "labels": dumps(request.labels, ensure_ascii=False),
        "limit_units": request.limit_units or 0,
        "after_run": request.after_run or 0,
        "sentence_rule": request.sentences.value,
    }


def _unit_rows(run_id: int, units: Sequence[PlannedUnit]) -> Iterator[Mapping[str, Value]]:
    return (
        {"run": run_id, "passage": unit.passage_id, "task_type": unit.task_type,
         "sample": unit.sample, "seed": unit.seed}
        for unit in units
    )  # fmt: skip


def _run(row: Row) -> Run:
    return Run(
        id=row["id"],
        state=known(RunState, row["state"]),
        model=ModelIdentity(
            name=row["model_name"],
            path=row["model_path"],
            sha256=row["model_sha256"],
            prompting=row["prompting"],
            adapter_sha256=row["adapter_sha256"],
        ),
        task_types=words(row["task_types"]),
        samples=row["samples"],
        sampling=Sampling(row["temperature"], row["top_p"], row["max_tokens"], row["seed"]),
        slots=row["slots"],
        units_planned=row["units_planned"],
        units_done=row["units_done"],
        created_at=row["created_at"],
        app_version=row["app_version"],
        failure=row["failure"],
        rules_off=tuple(known(Outcome, word) for word in words(row["rules_off"])),
        agree=row["agree"],
        labels=_labels(row["labels"]),
        device=row["device"],
        limit_units=row["limit_units"] or None,
        after_run=row["after_run"] or None,
        computed_on=_computed_on(row["computing"]),
        sentences=known(SentenceRule, row["sentence_rule"]),
    )


def _computed_on(cell: str) -> tuple[ComputedOn, ...]:
    """What a run computed on; raises `ProjectDamaged` for what is none."""
    try:
        content = cast("list[tuple[str, str, str, int, int]]", loads(cell))
        found = tuple(ComputedOn(*parts) for parts in content)
    except (ValueError, TypeError):
        raise damaged("list of devices", cell) from None
    if cell[:1] != "[" or any(list(map(type, astuple(one))) != _TYPES_OF_PARTS for one in found):
        raise damaged("list of devices", cell)
    return found


def _labels(cell: str) -> tuple[tuple[str, tuple[str, ...]], ...]:
    """The own labels of a run; raises `ProjectDamaged` for what are none."""
    try:
        content: object = loads(cell)
        if not isinstance(content, list):
            raise damaged("list of labels", cell)
        pairs = cast("list[tuple[str, list[str]]]", content)
        return tuple((str(short), tuple(map(str, labels))) for short, labels in pairs)
    except (ValueError, TypeError):
        raise damaged("list of labels", cell) from None
