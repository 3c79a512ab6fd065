"""Prove the other answer of a pair: it has to be that of the task which the row names.

It is not looked for anew: what was rejected later could be found in its place.
"""

from collections.abc import Iterator
from typing import Any

from engine.errors import NothingToDo
from engine.export.contents import ExportRequest
from engine.export.hiding import Hider
from engine.export.pairs import EDITED
from engine.export.proofs import ProvedLine, said
from engine.records import Task, Verdict
from engine.store import Project

_REJECT = Verdict.REJECT


class PairsOfExport:
    """Looks up the answers that were not wanted."""

    def __init__(self, project: Project, request: ExportRequest) -> None:
        self._project = project
        self._hider = Hider(project, is_allowed=True)
        self._column = dict(request.columns).get("rejected", "rejected")

    def without_other(self, expected: dict[str, Any]) -> dict[str, Any]:
        """What a row should be, but for the other answer."""
        provenance = {k: v for k, v in expected["provenance"].items() if k != "rejected"}
        rest = {key: value for key, value in expected.items() if key != self._column}
        return {**rest, "provenance": provenance}

    def problems(self, line: ProvedLine) -> Iterator[str]:
        """What is wrong with the other answer of a row."""
        stated = line.row["provenance"]["rejected"]
        try:
            (task,) = self._project.tasks.page([stated["task"]])
        except NothingToDo:
            yield f"{line.place}: the project has no task {stated['task']} any more."
            return
        is_own = stated["decision"] == EDITED
        answer = task.model_output if is_own else task.output
        answers = {answer, self._hider.shown(answer, task.document_id).text}
        if is_own and task.id != line.row["provenance"]["task"]:
            yield f"{line.place}: its other answer was edited in another task."
        yield from self._decision(line, task)
        if line.row[self._column] not in answers:
            yield (
                f"{line.place}, task {task.id}: {self._column} is {said(line.row[self._column])}, "
                f"and the project says {said(answer)}."
            )

    def _decision(self, line: ProvedLine, task: Task) -> Iterator[str]:
        """Who did not want it; a later decision explains a difference."""
        stated = line.row["provenance"]["rejected"]
        now = (task.decided_at, task.decided_by, task.reason if task.verdict is _REJECT else "")
        then = (stated["decided_at"], stated["decided_by"], stated["reason"])
        if then != now and not then[0] < now[0]:
            yield f"{line.place}, task {task.id}: who did not want its answer is not as stated."
