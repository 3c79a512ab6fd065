"""A whole row: the task in its shape, and beside it where it came from and who decided.

What is written, and what the preview shows, is made here and nowhere else.
"""

from engine.export.contents import ExportRequest
from engine.export.hiding import Hider
from engine.export.instructions import instructed
from engine.export.pairs import REJECTED, Pairs, Unwanted
from engine.export.personal import Written
from engine.export.rows import Origin, provenance, row
from engine.export.shapes import PAIRS, Row, renamed
from engine.records import Task
from engine.store import Project


class Explainer:
    """Makes rows as a request wants them; counts the texts that were held back."""

    def __init__(self, project: Project, request: ExportRequest, hider: Hider) -> None:
        self._project, self._request, self._hider = project, request, hider
        self._pairs = Pairs(project, hider) if request.format == PAIRS else None
        self._names = dict(request.columns)
        self._instructions = dict(request.instructions)
        self.held_back = 0

    def row(self, written: Written, origin: Origin) -> Row:
        """The row of a task, with its provenance if that is wanted."""
        request = self._request
        task = instructed(written.task, request.instructions)
        unwanted = self._unwanted(written)
        answer = unwanted.answer if unwanted else ""
        content = renamed(row(task, request.format, request.system, answer), self._names)
        if request.with_provenance:
            said = self._provenance(written, origin)
            content["provenance"] = {**said, "rejected": _rejected(unwanted)} if unwanted else said
        return content

    def _unwanted(self, written: Written) -> Unwanted | None:
        """The other answer of a pair; None in other formats, or if there is none any more."""
        if self._pairs is None:
            return None
        (task,) = self._project.tasks.page([written.task.id])  # without pseudonyms
        return self._pairs.of(task)

    def _provenance(self, written: Written, origin: Origin) -> Row:
        task = written.task
        said: Row = {
            **provenance(task, origin),
            "masked": written.masked,
            "instruction": self._instructions.get(task.task_type, ""),
        }
        if self._request.with_passage:
            said["passage_text"] = self._beside(origin.passage, task)
        if self._request.with_model_words:
            said["model_words"] = self._model_words(written)
        return said

    def _beside(self, text: str, task: Task) -> Row:
        shown = self._hider.shown(text, task.document_id)
        self.held_back += shown.is_held_back
        return {"text": shown.text, "masked": shown.masked, "held_back": shown.is_held_back}

    def _model_words(self, written: Written) -> Row:
        """What the model wrote where a reviewer wrote something else; else empty."""
        task, is_edited = written.task, written.is_edited
        return {
            "input": self._beside(task.model_input if is_edited else "", task),
            "output": self._beside(task.model_output if is_edited else "", task),
        }


def _rejected(unwanted: Unwanted) -> Row:
    """Where the answer that was not wanted comes from, and who did not want it."""
    task = unwanted.task
    return {
        "task": task.id,
        "decision": unwanted.decision,
        "reason": task.reason if unwanted.decision == REJECTED else "",
        "decided_by": task.decided_by,
        "decided_at": task.decided_at,
        "masked": unwanted.masked,
    }
