"""A document as it will be read: its text with the passages on it, and what to do with them.

Saved first, shown second: what is drawn without a size waiting to be used is what is stored.
"""

from collections import deque
from dataclasses import replace

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QVBoxLayout, QWidget

from desktop import wording
from desktop.background import Background
from desktop.language import tr
from desktop.passage_edits import Edit, State, merged, parted, place, toggled
from desktop.passage_work import PassageWork
from desktop.reader_notes import noted
from desktop.text import ElidedLabel, plain_label
from desktop.widgets.buttons import push_button
from desktop.widgets.coverage_strip import CoverageStrip
from desktop.widgets.cut_strip import CutStrip
from desktop.widgets.layout import card, holder, row
from desktop.widgets.passage_bar import PassageBar
from desktop.widgets.passage_pane import PassagePane
from engine.errors import KNOWN_ERRORS
from engine.passages import edits
from engine.passages.headings import marked_starts
from engine.processes.child import ChildMain
from engine.records import (
    AS_THE_READER_DECIDES,
    Document,
    PassageKind,
    PassageSet,
    SearchHit,
    Span,
)
from engine.rereading import choices_of
from engine.runs.cutting import usual_settings
from engine.store import Project
from engine.worker.main import main as worker_main
from models.library import FoundModel

MOST_CHARACTERS = 200_000  # shown at once; a pane with millions freezes
SETTLE_MILLISECONDS = 60  # after the last move of the slider


class DocumentPane(QWidget):
    """One document, or the sentence about a file that became none."""

    passages_changed = Signal()
    refused = Signal(object)  # a known error
    read_again_requested = Signal()
    told = Signal(str)  # what was done beyond the document that is shown

    def __init__(self, background: Background, worker: ChildMain = worker_main) -> None:
        super().__init__()
        self.cutting = CutStrip()
        self._work = PassageWork(background, self._failed, worker, self.cutting)
        self._model: FoundModel | None = None
        self._project: Project | None = None
        self._document: Document | None = None
        self._text, self._first = "", 0
        self._starts: list[int] = []  # where the file itself starts sections
        self._state: State | None = None
        self._undo: list[State] = []
        self._edits: deque[Edit] = deque()  # keys pressed while one before them is being counted
        self._is_editing = False
        self.heading = ElidedLabel("", "section")
        self.facts = plain_label("", "small", wraps=True)
        self.note = plain_label("", "small", wraps=True)  # what the text does not hold
        wish, name = self.read_again_requested.emit, tr("Read this document again in another way")
        self.again = push_button(tr("Read again…"), wish, "quiet", name)
        self.again.hide()
        self.coverage = CoverageStrip()
        self.bar = PassageBar()
        self.text = PassagePane(tr("Text of the selected document"))
        self.earlier = push_button(tr("Earlier text"), lambda: self._turn(-1), "quiet")
        self.later = push_button(tr("Later text"), lambda: self._turn(1), "quiet")
        self._window = holder(row(self.earlier, self.later, None, gap=8))
        self._settle = QTimer(self, singleShot=True, interval=SETTLE_MILLISECONDS)
        self._lay_out()
        self._connect()

    def _lay_out(self) -> None:
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        top = row(gap=8)
        top.addWidget(self.heading, 1)
        top.addWidget(self.again)
        parts = (top, self.facts, self.note, self.coverage, self.cutting, self.bar, self.text)
        layout.addWidget(card(*parts, self._window, gap=8, margin=16))

    def _connect(self) -> None:
        self._settle.timeout.connect(self._preview)
        self.bar.size_moved.connect(lambda _tokens: self._moved())
        self.bar.size_chosen.connect(self._use_size)
        self.bar.size_for_all_chosen.connect(self._use_size_for_all)
        self.text.cursorPositionChanged.connect(self._show_possible)
        for wish, key, act in (
            (self.bar.merge_requested, "M", self.merge),
            (self.bar.split_requested, "S", self.split),
            (self.bar.toggle_requested, "X", self.toggle),
            (self.bar.undo_requested, "U", self.undo),
            (None, "Ctrl+Z", self.undo),
            (None, "Return", self.bar.use_it),
            (None, "Enter", self.bar.use_it),
            (None, "A", self.bar.use_it_for_all),
            (None, "Esc", self.bar.reset.click),
        ):
            shortcut = QShortcut(QKeySequence(key), self)
            shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            shortcut.activated.connect(act)
            if wish is not None:
                wish.connect(act)

    # --- what is shown ------------------------------------------------------------------------

    def show_model(self, model: FoundModel | None) -> None:
        """Passages are counted in this model's tokens."""
        before = self._model.header.vocabulary if self._model else ""
        self._model = model
        if (model.header.vocabulary if model else "") != before:
            self._show_again()

    def show_refusal(self, name: str, status: str, sentence: str) -> None:
        """A file that became no document."""
        self.show_document(None, None)
        self.heading.show_text(name)
        self.facts.setText(status)
        self.text.show_sentence(sentence)

    def show_rights(self, document: Document | None) -> None:
        """What is noted of the document: by its reader, and by the user on the rights in it."""
        rights = (
            tr("Rights: {rights}", rights=document.rights) if document and document.rights else ""
        )
        self.note.setText(
            "\n".join(filter(None, (noted(document.note) if document else "", rights)))
        )
        self.note.setVisible(bool(self.note.text()))

    def show_document(self, project: Project | None, document: Document | None) -> None:
        """Show a document from its beginning."""
        self._work.begin(project)
        self._forget_edits()
        self._settle.stop()
        self._project, self._document = project, document
        self._undo.clear()
        self.bar.setVisible(document is not None)
        self.again.setVisible(
            document is not None and choices_of(document.format) != AS_THE_READER_DECIDES
        )
        self.show_rights(document)
        if project is None or document is None:
            self._text, self._state, self.text.pages_of_file = "", None, ()
            self.heading.show_text("")
            self.facts.setText("")
            self._show_window(0)
            return
        self._text = project.documents.text(document.id)
        self.text.pages_of_file = pages = project.documents.pages(document.id)
        self._starts = marked_starts(self._text, pages)
        self.heading.show_text(document.name)
        self._show_window(0)
        self.show_stored()

    def show_hit(self, hit: SearchHit) -> None:
        """Go to a place in the document that is shown, and highlight it."""
        if not self._first <= hit.start < self._first + MOST_CHARACTERS:
            self._show_window(hit.start)
            self._show_spans()
        self.text.show_places(hit.places)
        self._show_possible()

    def show_stored(self) -> None:
        """Read the passages as they are stored now; cut the document if it isn't yet."""
        project, document, model = self._project, self._document, self._model
        self._state = None
        if project is not None and document is not None and model is not None:
            settings = usual_settings(project, model, PassageKind.PARAGRAPH)
            current = project.passages.current(document.id, settings)
            if current is None:
                self._work.cut(model, self._text, self._starts, settings, self._first_cut)
            else:
                found = project.passages.of(document.id, settings)
                spans = [Span(p.start, p.end, p.tokens, p.is_excluded, p.header) for p in found]
                self._state = (current, spans)
        self._show_state()

    def close_work(self) -> None:
        """Let the counting worker go."""
        self._work.close()

    def _show_again(self) -> None:
        if self._document is not None:
            self._work.begin(self._project)
            self._forget_edits()
            self._undo.clear()
            self.show_stored()

    def _first_cut(self, spans: list[Span] | None) -> None:
        if spans is None:
            self.facts.setText(wording.CUTTING_STOPPED)
        if spans is None or self._project is None or self._document is None or self._model is None:
            return
        settings = usual_settings(self._project, self._model, PassageKind.PARAGRAPH)
        if self._project.passages.current(self._document.id, settings) is None:
            self._project.passages.save(self._document.id, settings, spans)
        self.show_stored()
        self.passages_changed.emit()

    def _show_state(self) -> None:
        settings = self._state[0].settings if self._state else None
        tokens = settings.max_tokens if settings else 0
        has_others = bool(
            settings and self._project and self._project.passages.of_other_size(settings)
        )
        self.bar.show_size(tokens or self.bar.slider.value(), tokens, has_others=has_others)
        self._show_spans()
        self._say()

    def _show_spans(self) -> None:
        self.text.show_spans(self._state[1] if self._state else ())
        self._show_possible()

    def _say(self, preview: list[Span] | None = None) -> None:
        spans = preview if preview is not None else self._state[1] if self._state else None
        if spans is None:
            said = wording.counted(len(self._text), "character") if self._document else ""
            waits = tr("  ·  passages are being cut") if self._document and self._model else ""
            self.facts.setText(said + waits)
            return
        said = wording.passages(spans, edits.coverage(self._text, spans))
        if preview is not None:
            said += tr("  ·  not used yet")
        elif self._state and self._state[0].revision:
            said += tr("  ·  changed by hand")
        self.facts.setText(said)

    def _show_possible(self) -> None:
        place = self.text.place() if self._state else None
        spans = self._state[1] if self._state else []
        number = place if place is not None and place < len(spans) else None
        span = None if number is None else spans[number]
        tokens = wording.counted(span.tokens, "token") if span else ""
        if number is None or self.bar.is_previewing:
            self.bar.show_where()
        else:
            self.bar.show_where(
                tr("Passage {number}: {tokens}", number=wording.number(number + 1), tokens=tokens),
                tokens,
            )
        self.bar.show_possible(
            can_edit=span is not None,
            can_undo=bool(self._undo),
            is_excluded=span is not None and span.is_excluded,
        )

    def _show_window(self, offset: int) -> None:
        """Show the part of the text that holds `offset`; mostly that is all of it."""
        number = offset // MOST_CHARACTERS
        self._first = number * MOST_CHARACTERS
        last = self._first + MOST_CHARACTERS
        self.text.show_window(self._text[self._first : last], self._first)
        self._window.setVisible(len(self._text) > MOST_CHARACTERS)
        self.earlier.setEnabled(number > 0)
        self.later.setEnabled(last < len(self._text))

    def _turn(self, by: int) -> None:
        self._show_window(self._first + by * MOST_CHARACTERS)
        self._show_spans()

    # --- another size -------------------------------------------------------------------------

    def _moved(self) -> None:
        self._settle.start()
        self._show_possible()

    def _preview(self) -> None:
        if self._state is None or self._model is None:
            return
        if not self.bar.is_previewing:
            self._show_spans()
            self._say()
            return
        settings = replace(self._state[0].settings, max_tokens=self.bar.slider.value())
        self._work.cut(self._model, self._text, self._starts, settings, self._previewed)

    def _previewed(self, spans: list[Span] | None) -> None:
        if spans is not None and self.bar.is_previewing:
            self.text.show_spans(spans)
            self._say(spans)

    def _use_size(self, tokens: int) -> None:
        if self._state is None or self._model is None:
            return
        self._settle.stop()
        settings = replace(self._state[0].settings, max_tokens=tokens)

        chosen = replace(self._state[0], settings=settings, revision=0)
        self._work.cut(
            self._model, self._text, self._starts, settings, lambda spans: self._keep(chosen, spans)
        )

    def _use_size_for_all(self, tokens: int) -> None:
        project = self._project
        if self._state is None or self._model is None or project is None:
            return
        self._settle.stop()
        settings = replace(self._state[0].settings, max_tokens=tokens)
        self.bar.show_all_under_way(is_under_way=True)
        self._work.cut_all(self._model, project, settings, lambda cut: self._all_cut(tokens, cut))

    def _all_cut(self, tokens: int, cut: int) -> None:
        self.bar.show_all_under_way(is_under_way=False)
        self._undo.clear()
        self.show_stored()
        self.passages_changed.emit()
        self.told.emit(wording.all_cut(cut, tokens))

    # --- by hand ------------------------------------------------------------------------------

    def merge(self) -> None:
        """Make the passage under the cursor and the next one into one."""
        if self._state and self.bar.merge.isEnabled():
            self._edit(merged(self._text, self.text.offset()))

    def split(self) -> None:
        """Cut the passage under the cursor in two, before the word that is there."""
        if self._state and self.bar.split.isEnabled():
            self._edit(parted(self._text, self.text.offset()))

    def toggle(self) -> None:
        """Leave the passage under the cursor out, or take it in again."""
        if self._state and self.bar.toggle.isEnabled():
            offset = self.text.offset()
            if self._is_editing:  # after the edit before it, on the passages which that makes
                self._edit(toggled(offset))
            else:
                self._revise(edits.toggle(self._state[1], place(self._state[1], offset)))

    def undo(self) -> None:
        """Go back to the passages before the last change of this document."""
        if self._undo and self.bar.undo.isEnabled() and not self._is_editing:
            self._store(*self._undo.pop())

    def _edit(self, edit: Edit) -> None:
        self._edits.append(edit)
        self._begin_edit()

    def _begin_edit(self) -> None:
        """Count for the oldest edit that waits, on the passages as they are now."""
        state, model = self._state, self._model
        if self._is_editing or not self._edits or state is None or model is None:
            return
        edit = self._edits.popleft()
        self._is_editing = True
        self._work.do(model, lambda count: edit(state, count), self._edited)

    def _edited(self, spans: list[Span]) -> None:
        self._is_editing = False
        self._revise(spans)
        self._begin_edit()

    def _forget_edits(self) -> None:
        self._edits.clear()
        self._is_editing = False

    def _revise(self, spans: list[Span]) -> None:
        if self._state is not None:
            current = self._state[0]
            self._keep(replace(current, revision=current.revision + 1), spans)

    def _keep(self, cut: PassageSet, spans: list[Span] | None) -> None:
        if spans is not None and self._state is not None:
            self._undo.append(self._state)
            self._store(cut, spans)

    def _store(self, cut: PassageSet, spans: list[Span]) -> None:
        if self._project is None:
            return
        save = self._project.passages.revise if cut.revision else self._project.passages.save
        try:
            save(cut.document_id, cut.settings, spans)
        except KNOWN_ERRORS as error:
            self.refused.emit(error)
        self.show_stored()
        self.passages_changed.emit()

    def _failed(self, error: Exception) -> None:
        self._is_editing = False
        self.bar.show_all_under_way(is_under_way=False)
        self._show_state()
        self.refused.emit(error)
        self._begin_edit()  # what waits holds, though the edit before it was refused
