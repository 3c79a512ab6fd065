"""One task with its passage beside it: what was asked, what was answered, and where it stands."""

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import QHBoxLayout, QSplitter, QVBoxLayout, QWidget

from desktop import wording
from desktop.language import inside, told, tr
from desktop.model_words import shown_texts
from desktop.passage_fold import asked_place, fold
from desktop.room_shares import shares
from desktop.support_marks import Marks, marks
from desktop.text import (
    ElidedLabel,
    TextPane,
    as_doubtful,
    plain_label,
    set_role,
)
from desktop.widgets.buttons import push_button
from desktop.widgets.folding_pane import FoldingPane
from desktop.widgets.layout import card, column, holder, row
from desktop.widgets.notice import Notice
from desktop.wrapped_lines import joined
from engine.records import Doubt, Outcome, PassageText, Task
from engine.tasks.agreement import sentence
from engine.tasks.questions import Question
from engine.tasks.rules import Answer, is_off_label
from engine.tasks.types import task_type

_CONSTRAINED = tr(
    "A second try, held to the form of its task type: that it fits the form says nothing of "
    "whether it is right."
)

_STEP = tr("This is a step on the way, not yet of this type's form.")
_KEPT = tr("It is kept for the record and never exported.")
_CAN_BE_MENDED = tr(
    "Right, or nearly? E, a correction if it needs one, and Ctrl+Enter make a task of it."
)
_UNSURE = tr("High doubt: the model was surer of three in four other tasks of this type.")


class TaskPane(QWidget):
    """Shows a task read-only until `begin_edit`."""

    group_requested = Signal(int)  # a task that has near-duplicates

    def __init__(self) -> None:
        super().__init__()
        self.heading = ElidedLabel("", "section")
        self.origin = ElidedLabel("", "small")
        self._task_id = 0
        self._shares = (3, 2)  # of the height, for input and output
        self._is_unfolded = False  # the user wants to see the passage in input and output too
        self._passage_copy = ""  # what may be folded there
        self.unfold = push_button("", self._turn_fold, "quiet")
        self.near = push_button("", lambda: self.group_requested.emit(self._task_id), "quiet")
        self.near.hide()
        self._is_verbatim = False  # the user wants to see the model's words as they came
        self._shown: Task | None = None
        self.verbatim = push_button("", self._turn_verbatim, "quiet")
        self.verbatim.hide()
        self.own_texts = ("", "")  # question and answer before anybody writes
        self._befores = ("", "")  # and before an edit, the same where there was none
        self.reason = Notice(can_close=False)
        self.input = FoldingPane(tr("Input"))
        self.output = FoldingPane(tr("Output"))
        self.raw = TextPane(tr("What the model wrote"))
        self.passage = TextPane(tr("Passage"))
        self.missing = plain_label("", "weak", wraps=True)
        self.agreement = plain_label("", "small", wraps=True)
        self._evidence = plain_label("", "small", wraps=True)
        self._parts = holder(self._editors())
        title = plain_label(tr("What the model wrote, word for word"), "field")
        self._raw = holder(column(title, self.raw, gap=5))
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self._splitter())
        self.show_nothing()

    def _editors(self) -> QVBoxLayout:
        parts = self._column = column(gap=5)
        parts.addLayout(row(plain_label(tr("Input"), "field"), None, self.unfold))
        parts.addWidget(self.input, 3)
        parts.addSpacing(7)
        parts.addWidget(plain_label(tr("Output"), "field"))
        parts.addWidget(self.output, 2)
        parts.addWidget(self.missing)
        parts.addWidget(self.agreement)
        return parts

    def _splitter(self) -> QSplitter:
        splitter = QSplitter(Qt.Orientation.Horizontal)
        splitter.setChildrenCollapsible(False)
        splitter.setHandleWidth(14)
        left = card(
            column(self._head(), row(self.near, None), gap=2),
            self.reason,
            self._parts,
            self._raw,
        )
        left.layout().setStretchFactor(self._parts, 4)  # pyright: ignore[reportAttributeAccessIssue, reportOptionalMemberAccess]
        left.layout().setStretchFactor(self._raw, 1)  # pyright: ignore[reportAttributeAccessIssue, reportOptionalMemberAccess]
        right = card(plain_label(tr("Passage"), "section"), self._evidence, self.passage, gap=6)
        for side in (left, right):
            side.setMinimumWidth(230)
            splitter.addWidget(side)
            splitter.setStretchFactor(splitter.count() - 1, 1)
        return splitter

    def _head(self) -> QHBoxLayout:
        """The button beside two lines, so that nothing moves where there is none."""
        head = row()
        head.addLayout(column(self.heading, self.origin, gap=2), 1)
        head.addWidget(self.verbatim)
        return head

    @property
    def is_editing(self) -> bool:
        """The user is writing."""
        return not self.output.isReadOnly()

    def show_task(self, task: Task, passage: PassageText) -> None:
        """Show a task and its passage, with what of the answer stands there highlighted."""
        self.end_edit()
        kind = task_type(task.task_type)
        self.heading.show_text(wording.title(kind.name))
        page = f", {wording.place_said(task.page)}" if task.page else ""
        self.origin.show_text(f"{task.document_name}{page}{_decided(task)}{_doubt(task)}")
        self._show_near(task)
        self.own_texts = shown_texts(task, passage.shown)
        self._passage_copy = passage.shown
        self._befores = self._model_texts(task) if task.is_edited else self.own_texts
        self._show_texts(*self.own_texts, passage.shown)
        self._share_room()
        self._show_agreement(task)
        self._show_raw(task)
        self._show_reason(task)
        self._show_passage(task, passage)

    def show_nothing(self) -> None:
        """No task is selected."""
        self.end_edit()
        for label in (self.heading, self.origin):
            label.show_text("")
        self._evidence.setText("")
        for label in (self.missing, self.agreement):
            label.hide()
        self._befores = self.own_texts = ("", "")
        self._show_texts("", "", "")
        for pane in (self.raw, self.passage):
            pane.show_text("")
        self.near.hide()
        self._raw.hide()
        self.verbatim.hide()
        self._parts.show()
        self.reason.hide()

    def begin_edit(self) -> None:
        """Let the user write; the cursor goes to the end of the output."""
        if not self.is_editing:
            self._leave_verbatim()
            self._unfold()
            self._set_read_only(is_read_only=False)
            self.output.moveCursor(self.output.textCursor().MoveOperation.End)
            QTimer.singleShot(0, self, self._show_asked)  # once the boxes have their new heights
        self.output.setFocus()

    def _show_asked(self) -> None:
        """Of an input that is edited, what is asked: behind the passage, or in front of it."""
        place = asked_place(self.input.whole, self._passage_copy)
        if place is not None:
            self.input.show_place(self.input.whole, place)

    def show_draft(self, input: str, output: str) -> None:  # noqa: A002 as in `Decision`
        """Show what was written before and not saved; the keys stay with the queue."""
        self._leave_verbatim()
        self._befores = (input, output)
        self._show_texts(input, output, "")
        self.output.moveCursor(self.output.textCursor().MoveOperation.End)
        self._set_read_only(is_read_only=False)

    @property
    def texts(self) -> tuple[str, str]:
        """Input and output as they stand in the editors, the input unfolded."""
        return self.input.whole, self.output.whole

    def end_edit(self) -> None:
        """Nothing can be written any more; the texts stay as they are."""
        if self.is_editing:
            self._set_read_only(is_read_only=True)

    def _set_read_only(self, *, is_read_only: bool) -> None:
        for editor in (self.input, self.output):
            editor.setReadOnly(is_read_only)
            set_role(editor, "reading")  # the style depends on it

    def _show_texts(self, input: str, output: str, passage: str) -> None:  # noqa: A002
        """Show both; their copies of the passage are folded unless the user wants to see them."""
        self._passage_copy = passage
        can_fold = False
        texts = zip((self.input, self.output), self._befores, (input, output), strict=True)
        for pane, before, text in texts:
            can_fold = can_fold or fold(text, passage) is not None
            pane.show_edit(before, text, "" if self._is_unfolded else passage)
        self.unfold.setVisible(can_fold)
        self.unfold.setText(tr("Fold it") if self._is_unfolded else tr("Unfold it"))
        self.unfold.setAccessibleName(
            tr("Fold the passage") if self._is_unfolded else tr("Show the passage here")
        )

    def _share_room(self) -> None:
        """More height for the longer text; the page is laid out anew only with another share."""
        wanted = shares(self.input.toPlainText(), self.output.toPlainText())
        if wanted != self._shares:
            self._shares = wanted
            for editor, part in zip((self.input, self.output), wanted, strict=True):
                self._column.setStretchFactor(editor, part)

    def _turn_fold(self) -> None:
        self._is_unfolded = not self._is_unfolded
        self._show_texts(*self.texts, self._passage_copy)
        self._share_room()

    def _unfold(self) -> None:
        """What is edited are the texts themselves."""
        for pane in (self.input, self.output):
            pane.unfold()
        self.unfold.hide()

    def _show_agreement(self, task: Task) -> None:
        """What the model answered when its answer was drawn again, and what a high doubt means."""
        drawn = f"{told(sentence(task.agreement))}." if task.agreement else ""
        said = " ".join(filter(None, (_UNSURE if task.doubt is Doubt.HIGH else "", drawn)))
        self.agreement.setText(said)
        self.agreement.setVisible(bool(said))

    def _show_raw(self, task: Task) -> None:
        """Of what a check refused, the model's own words if wanted."""
        self._shown = task
        was_refused = task.outcome is not Outcome.OK or task.refused is not None
        self.verbatim.setVisible(was_refused and bool(task.raw))
        self.verbatim.setText(tr("In words") if self._is_verbatim else tr("Raw text"))
        self.verbatim.setAccessibleName(
            tr("Show question and answer in words")
            if self._is_verbatim
            else tr("Show what the model wrote, word for word")
        )
        is_verbatim = self._is_verbatim and not self.verbatim.isHidden()
        self._parts.setVisible(task.can_be_edited and not is_verbatim)
        self._raw.setVisible(is_verbatim)
        if is_verbatim:
            self.raw.show_text(task.raw)

    def _leave_verbatim(self) -> None:
        """What is written are question and answer."""
        if self._is_verbatim:
            self._turn_verbatim()

    def _turn_verbatim(self) -> None:
        self._is_verbatim = not self._is_verbatim
        if self._shown is not None:
            self._show_raw(self._shown)

    def _model_texts(self, task: Task) -> tuple[str, str]:
        """The model's question and answer before an edit, also where a check refused them."""
        return shown_texts(task.as_written, self._passage_copy)

    def _show_near(self, task: Task) -> None:
        """That others say nearly the same; a click shows them."""
        self._task_id = task.id
        said = tr(
            "{near_duplicates}: show the group",
            near_duplicates=wording.counted(task.near, "near-duplicate"),
        )
        self.near.setText(said)
        self.near.setAccessibleName(said)
        self.near.setVisible(bool(task.near))

    def _show_reason(self, task: Task) -> None:
        """Why a unit gave no task and what can be done, or that a reviewer made one of it."""
        if task.refused is not None:
            self.reason.say(f"{wording.OUTCOME_REASON[task.refused]} {_mended_by(task)}")
        elif task.outcome is Outcome.OK:
            self.reason.hide()
        else:
            step = _STEP if self._is_step(task) else ""
            what = _CAN_BE_MENDED if task.can_be_edited else _KEPT
            said = (wording.OUTCOME_REASON[task.outcome], step, what)
            self.reason.say(" ".join(filter(None, said)), "warn")

    def _is_step(self, task: Task) -> bool:
        """What was asked again first: a question and its answer, not yet of the task's own form."""
        kind, (asked, answer) = task_type(task.task_type), self.own_texts
        if task.outcome is not Outcome.UNCONFIRMED or not answer:
            return False
        return is_off_label(Answer(kind, Question(asked, self._passage_copy), answer))

    def _show_passage(self, task: Task, passage: PassageText) -> None:
        found = marks(task, passage) if task.outcome is Outcome.OK or task.output else Marks()
        self.missing.setText(found.missing)
        self.missing.setVisible(bool(found.missing))
        self.output.mark_also(found.output, as_doubtful)  # what is the passage is supported by it
        said = [found.evidence, _CONSTRAINED if task.is_constrained else ""]
        if self._evidence.text() != (new := " ".join(filter(None, said))):
            self._evidence.setText(new)
        self._evidence.setVisible(any(said))
        self.passage.show_text(joined(passage.text), found.passage)


def _mended_by(task: Task) -> str:
    if not task.edited_by:
        return tr("A reviewer mended it, so it counts as a task.")
    return tr("{name} mended it, so it counts as a task.", name=task.edited_by)


def _doubt(task: Task) -> str:
    is_telling = task.doubt in {Doubt.HIGH, Doubt.LOW}
    return f"  ·  {inside(wording.DOUBT[task.doubt])}" if task.doubt and is_telling else ""


def _decided(task: Task) -> str:
    if task.verdict is None:
        return ""
    why = f": {wording.reason_said(task.reason)}" if task.reason else ""
    return f"  ·  {wording.VERDICT[task.verdict]}{why}"
