"""A whole row: the task in its shape, and beside it where it came from and who decided.

What is written, and what the preview shows, is made here and nowhere else.
"""

from engine.export.contents import ExportRequest
from engine.export.hiding import Hider
from engine.export.instructions import instructed
from engine.export.personal import Written
from engine.export.rows import Origin, provenance, row
from engine.export.shapes import Row, renamed
from engine.records import Task


class Explainer:
    """Makes rows as a request wants them; counts the texts that were held back."""

    def __init__(self, request: ExportRequest, hider: Hider) -> None:
        self._request, self._hider = request, hider
        self._names = dict(request.columns)
        self._instructions = dict(request.instructions)
        self.held_back = 0

    def row(self, written: Written, origin: Origin) -> Row:
        """The row of a task, with its provenance if that is wanted."""
        request = self._request
        task = instructed(written.task, request.instructions)
        content = renamed(row(task, request.format, request.system), self._names)
        if request.with_provenance:
            content["provenance"] = self._provenance(written, origin)
        return content

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
