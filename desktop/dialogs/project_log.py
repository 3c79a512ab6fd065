"""Shows an auditor what happened to a project, and every single decision in it."""

from collections.abc import Mapping, Sequence

from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import (
    QButtonGroup,
    QCheckBox,
    QComboBox,
    QDialog,
    QLineEdit,
    QPushButton,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from desktop import wording
from desktop.announce import announce
from desktop.language import tr
from desktop.saved_log import ask_where, save_rows
from desktop.tables import log as table
from desktop.text import plain_label
from desktop.widgets.buttons import push_button
from desktop.widgets.combos import NamedBox
from desktop.widgets.copy_line import CopyLine
from desktop.widgets.decision_log import DecisionLog
from desktop.widgets.enter_key import on_enter
from desktop.widgets.layout import column, holder, row
from desktop.widgets.table_view import TableView
from engine.store import LogEntry, about

_SAID = tr(
    "Kept in the project and only ever added to. Each line holds the hash of the one before, and "
    "commits to every text, task and decision: bonito-desktop verify finds what was changed."
)
EVENTS, DECISIONS = range(2)
_SEALED = "sealed"  # lines that only hold hashes
_WIDTHS = {table.COL_TIME: 13, table.COL_EVENT: 14, table.COL_WHO: 12}


class ProjectLogDialog(QDialog):
    """The log as it is when the dialog opens; lines are only ever added to it."""

    def __init__(
        self,
        parent: QWidget | None,
        entries: Sequence[LogEntry],
        decisions: DecisionLog | None = None,
    ) -> None:
        super().__init__(parent)
        self.setWindowTitle(tr("Project log"))
        self.resize(900, 600)
        self._entries, self.decisions = entries, decisions
        self.search = QLineEdit()
        self.search.setPlaceholderText(tr("Search the log"))
        self.search.setAccessibleName(tr("Search the log"))
        self.search.setClearButtonEnabled(True)
        events = {one.event: wording.event_said(one.event) for one in entries}
        self.events = _choice(tr("Everything"), tr("What happened"), events)
        who = {one.who: one.who for one in entries if one.who}
        self.who = _choice(tr("Everybody"), tr("Who did it"), who)
        self.seals = QCheckBox(tr("Lines that only seal"))
        self.seals.setAccessibleName(self.seals.text())
        self.count = plain_label("", "muted")
        self.view = TableView(tr("Project log"))
        self.head = CopyLine(
            tr(
                "The newest hash stands for the whole log. Note it elsewhere, on paper or signed: "
                "verify --head then proves that everything up to it is as it was."
            ),
            tr("Head of the log"),
        )
        self._lay_out()
        self.head.show_line(
            tr("log entry {number} {hash}", number=entries[-1].number, hash=entries[-1].hash)
            if entries
            else ""
        )
        self.search.textChanged.connect(self._show)
        self.events.currentIndexChanged.connect(self._show)
        self.who.currentIndexChanged.connect(self._show)
        self.seals.toggled.connect(self._show)
        self._show()

    def _lay_out(self) -> None:
        on_enter(self.search, self.view.setFocus)
        close = push_button(tr("Close"), self.accept)
        close.setDefault(True)
        copy = push_button(tr("Copy all"), self._copy, name=tr("Copy the whole log"))
        layout = QVBoxLayout(self)
        layout.setContentsMargins(24, 20, 24, 18)
        layout.setSpacing(12)
        layout.addLayout(row(plain_label(tr("Project log"), "title"), None, *self._tabs(), gap=6))
        layout.addWidget(self._places, 1)
        save = push_button(tr("Save…"), self.save, name=tr("Save what is shown to a file"))
        for button in (copy, save):
            button.setAutoDefault(False)
        layout.addLayout(row(copy, save, self.count, None, close))

    def _tabs(self) -> list[QPushButton]:
        """Two keys, for what happened and for who decided; none where only one can be shown."""
        self._places, self._group = QStackedWidget(), QButtonGroup(self)
        self._places.addWidget(self._events())
        if self.decisions is None:
            return []
        self._places.addWidget(self.decisions)
        self.decisions.counted.connect(self._count_decisions)
        self.decisions.chosen.connect(lambda _task: self.accept())
        self.finished.connect(lambda _result: self.decisions and self.decisions.give_up())
        chips = [QPushButton(name) for name in (tr("Events"), tr("Decisions"))]
        for place, chip in enumerate(chips):
            chip.setProperty("role", "tab")
            chip.setAccessibleName(chip.text())
            chip.setCheckable(True)
            chip.setAutoDefault(False)
            self._group.addButton(chip, place)
        chips[0].setChecked(True)
        self._group.idClicked.connect(self.show_part)
        return chips

    def _events(self) -> QWidget:
        filters = row(gap=8)
        filters.addWidget(self.search, 1)
        for widget in (self.events, self.who, self.seals):
            filters.addWidget(widget)
        page = column(plain_label(_SAID, "muted", wraps=True), filters)
        page.addWidget(self.view, 1)
        page.addWidget(self.head)
        return holder(page)

    def show_part(self, place: int) -> None:
        """EVENTS or DECISIONS."""
        if button := self._group.button(place):
            button.setChecked(True)
        self._places.setCurrentIndex(place)
        if place == DECISIONS and self.decisions is not None:
            self.count.setText("")
            self.decisions.begin()
        else:
            self._show()

    def _count_decisions(self, said: str) -> None:
        if self._places.currentIndex() == DECISIONS:
            self.count.setText(said)

    def _show(self) -> None:
        """The lines that the filters leave."""
        events = [chosen] if (chosen := str(self.events.currentData() or "")) else []
        who, text = str(self.who.currentData() or ""), self.search.text().strip()
        shown = [
            entry
            for entry in self._entries
            if about(entry, events, who, text)
            and (entry.event != _SEALED or events or self.seals.isChecked())
        ]
        self.shown = table.LogTable(shown)
        self.view.setModel(self.shown)
        self.view.fit_columns(table.COL_DETAIL, _WIDTHS)
        self.count.setText(wording.counted(len(shown), "line"))

    def _copy(self) -> None:
        if self.decisions is not None and self._places.currentIndex() == DECISIONS:
            self.decisions.copy()
            return
        QGuiApplication.clipboard().setText(table.as_text(self._entries))

    def save(self) -> None:
        """What is shown, into a text file or a table for a spreadsheet."""
        path = ask_where(self)
        if path is None:
            return
        if self.decisions is not None and self._places.currentIndex() == DECISIONS:
            self.decisions.save(path, self._say_saved)
        else:
            rows = table.saved_rows(self.shown.entries)
            self._say_saved(save_rows(path, table.HEADINGS, rows))

    def _say_saved(self, said: str) -> None:
        self.count.setText(said)
        announce(self.count, said)


def _choice(all_: str, name: str, words: Mapping[str, str]) -> QComboBox:
    """A choice of one of these words, each with what it is called, or of all."""
    box = NamedBox(name)
    box.addItem(all_, "")
    for word, name_of_it in sorted(words.items()):
        box.addItem(name_of_it, word)
    return box
