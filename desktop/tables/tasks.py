"""The table of tasks: holds ids, and fetches the rows that are looked at in pages of `PAGE`.

Sorting and filtering are the store's (one query that answers ids), so a table of 500,000 tasks
costs the ids and the few pages on the screen.
"""

import re
from bisect import bisect_left
from collections import OrderedDict
from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import QModelIndex, Qt

from desktop import wording
from desktop.language import tr
from desktop.tables.headed import HeadedTable, Index
from desktop.tables.roles import Look, LookRole, RecordRole
from desktop.text import one_line
from engine.records import Outcome, Task
from engine.store import Project
from engine.tasks.markers import CONTEXT, PIPE
from engine.tasks.types import task_type

COL_NUMBER, COL_TYPE, COL_INPUT, COL_OUTPUT, COL_OUTCOME, COL_DECISION = range(6)
HEADINGS = ("#", tr("Type"), tr("Input"), tr("Output"), tr("Outcome"), tr("Decision"))
PAGE = 100
PAGES_KEPT = 40
NEAR = 1000  # rows in which the next task to decide is looked for at once
LINES_OF_OPTIONS = 7  # a question, and what may follow it
LONGEST_QUESTION = 160  # characters
_ASK_THE_SAME = {"topic_class", "sentiment"}  # "What is this text about?" in each such task
_CLAIM = re.compile(r"\s*(?:hypothesis|claim|statement|conclusion)\s*:", re.IGNORECASE)


def headline(task: Task) -> str:
    """One line that stands for a task: its question, or what is left of a failed one.

    An input that is longer than its passage most likely holds it, and a queue of passages would
    help nobody. What asks comes shortly before its end or at its beginning.
    """
    text = task.input or _without_passage(task.raw)
    if len(task.input) > task.passage_end - task.passage_start:
        lines = [line for line in task.input.splitlines() if line.strip()]
        ends = [lines[0], *lines[-LINES_OF_OPTIONS:]]
        short = [line for line in ends if len(line) <= LONGEST_QUESTION] or lines
        asked = [line for line in short if "?" in line]
        claimed = [line for line in short if _CLAIM.match(line)]
        text = (claimed or asked or short)[-1]
        if task.output.rstrip().endswith("?"):
            text = task.output  # the task is to ask it
        elif task.task_type in _ASK_THE_SAME:
            text = f"{text} → {task.output}"
    return one_line(in_words(text)) or tr("(nothing was written)")


def in_words(text: str) -> str:
    """What a model wrote, its marks in words: the passage, and where the answer begins."""
    return text.replace(CONTEXT, tr("(the passage)")).replace(PIPE, " → ")


def _without_passage(raw: str) -> str:
    """What follows a passage that is not filled in: the question, as it stands for other tasks."""
    rest = raw.strip().removeprefix(CONTEXT).strip()
    return rest or raw


def second_line(task: Task) -> str:
    """What kind of task it is, and what became of it where that isn't plain success."""
    parts = [wording.title(task_type(task.task_type).name)]
    if task.outcome is not Outcome.OK:
        parts.append(wording.OUTCOME[task.outcome])
    elif task.refused is not None:
        parts.append(tr("Mended"))
    return "  ·  ".join(parts)


def _cell(task: Task, place: int, column: int) -> str:
    match column:
        case 0:
            return wording.number(place + 1)
        case 1:
            return wording.title(task_type(task.task_type).name)
        case 2:
            return headline(task)
        case 3:
            return one_line(in_words(task.output))
        case 4:
            return wording.OUTCOME[task.outcome]
        case _:
            return wording.VERDICT[task.verdict] if task.verdict else ""


class TasksTable(HeadedTable):
    """Rows are ids; a row's task is fetched with its page when somebody looks."""

    def __init__(self) -> None:
        super().__init__(HEADINGS, {COL_NUMBER})
        self._project: Project | None = None
        self._ids: list[int] = []
        self._is_ascending = True  # a queue is, and is looked up faster; last results are not
        self._pages: OrderedDict[int, list[Task]] = OrderedDict()

    def show(self, project: Project | None, ids: Sequence[int]) -> None:
        """Show these tasks, in this order."""
        self.beginResetModel()
        self._project, self._ids = project, list(ids)
        self._is_ascending = self._ids == sorted(self._ids)
        self._pages.clear()
        self.endResetModel()

    def append(self, ids: Sequence[int]) -> None:
        """More tasks at the end, in one go."""
        if not ids:
            return
        first = len(self._ids)
        joint = [*self._ids[-1:], *ids]
        self._is_ascending = self._is_ascending and joint == sorted(joint)
        self.beginInsertRows(QModelIndex(), first, first + len(ids) - 1)
        self._ids.extend(ids)
        self._pages.pop(first // PAGE, None)  # the last page was not full
        self.endInsertRows()

    def _read(self, project: Project, ids: Sequence[int]) -> list[Task]:
        return project.tasks.page(ids)

    def refresh(self, task_id: int) -> int | None:
        """Read one task again; its row, or None if it isn't shown."""
        place = self.place_of(task_id)
        if place is not None and self._project is not None:
            number, inside = divmod(place, PAGE)
            if number in self._pages:
                self._pages[number][inside] = self._read(self._project, [task_id])[0]
            for column in range(len(HEADINGS)):  # of a range Qt would paint the whole table
                self.dataChanged.emit(self.index(place, column), self.index(place, column))
        return place

    def place_of(self, task_id: int) -> int | None:
        """The row of a task, or None if it isn't shown."""
        if self._is_ascending:
            place = bisect_left(self._ids, task_id)
            return place if self._ids[place : place + 1] == [task_id] else None
        return self._ids.index(task_id) if task_id in self._ids else None

    @property
    def last_id(self) -> int:
        """The task in the last row, behind which only later ones come; 0 where that isn't so."""
        return self._ids[-1] if self._ids and self._is_ascending else 0

    def next_undecided(self, place: int) -> int | None:
        """The next row behind `place` without a decision, else the first from the beginning."""
        if self._project is None:
            return None
        tasks = self._project.tasks
        found = tasks.first_undecided(self._ids[place + 1 :])
        if found is None:
            found = tasks.first_undecided(self._ids[: max(place, 0)])
        return None if found is None else self.place_of(found)

    def undecided_near(self, place: int) -> int | None:
        """The next row without a decision among the `NEAR` behind `place`: one short read."""
        if self._project is None:
            return None
        ids = self._ids[place + 1 : place + 1 + NEAR]
        if ids and self._project.tasks.is_undecided(ids[0]):  # mostly it is the one
            return place + 1
        found = self._project.tasks.first_undecided(ids) if ids else None
        return None if found is None else place + 1 + ids.index(found)

    def next_skipped(self, place: int) -> int | None:
        """The next row that was skipped, else the first from the beginning, `place` left out."""
        if self._project is None:
            return None
        ids = [*self._ids[place + 1 :], *self._ids[: max(place, 0)]]
        found = self._project.tasks.first_skipped(ids)
        return None if found is None else self.place_of(found)

    def task(self, place: int) -> Task | None:
        """The task in a row, fetched with its neighbours; None outside the table."""
        if self._project is None or not 0 <= place < len(self._ids):
            return None
        number, inside = divmod(place, PAGE)
        if number not in self._pages:
            wanted = self._ids[number * PAGE : (number + 1) * PAGE]
            self._pages[number] = self._read(self._project, wanted)
            if len(self._pages) > PAGES_KEPT:
                self._pages.popitem(last=False)
        self._pages.move_to_end(number)
        return self._pages[number][inside]

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's default
        """One row for each id."""
        return 0 if parent.isValid() else len(self._ids)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:  # noqa: ANN401
        """Text, alignment, tone and icon of a cell."""
        task = self.task(index.row()) if index.isValid() else None
        if task is None:
            return None
        match role:
            case Qt.ItemDataRole.DisplayRole:
                return _cell(task, index.row(), index.column())
            case Qt.ItemDataRole.TextAlignmentRole:
                return self.alignment(index.column())
            case Qt.ItemDataRole.AccessibleTextRole:
                return f"{HEADINGS[index.column()]}: {_cell(task, index.row(), index.column())}"
            case _ if role == LookRole:
                return _look(task, index.row(), index.column())
        return task if role == RecordRole else None


class WrittenTable(TasksTable):
    """What a run gave: the model's own words, also where a reviewer has edited them since."""

    def _read(self, project: Project, ids: Sequence[int]) -> list[Task]:
        return [task.as_written for task in project.tasks.page(ids)]


def _look(task: Task, place: int, column: int) -> Look:
    if column == COL_DECISION and task.verdict:
        tone, icon = wording.VERDICT_TONE[task.verdict], wording.VERDICT_ICON[task.verdict]
        return Look(wording.VERDICT[task.verdict], tone=tone, icon=icon)
    tone = {Outcome.OK: "good", Outcome.DUPLICATE: "muted"}.get(task.outcome, "warn")
    second = second_line(task) if column == COL_INPUT else ""
    return Look(_cell(task, place, column), second, tone)
