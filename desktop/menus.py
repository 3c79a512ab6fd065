"""The menus that name what the pages do, so that nothing is to be found by its key alone.

Keys of a page work without its menu, and often without Ctrl: a menu only shows them.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu, QMenuBar

from desktop import wording
from desktop.language import keys, tr
from desktop.main_window import DOCUMENTS, EXPORT, GENERATE, REVIEW, MainWindow
from desktop.pages.documents import DocumentsPage
from desktop.pages.export import ExportPage
from desktop.pages.generate import GeneratePage
from desktop.pages.review import ReviewPage
from desktop.widgets.decision_bar import DECISIONS
from engine.records import Verdict

Act = Callable[[], object]


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry: what it says, the key that does the same, and what happens; None is a line."""

    title: str
    key: str
    act: Act


@dataclass(frozen=True, slots=True)
class Group:
    """Entries of one kind, in a menu of their own."""

    title: str
    entries: Sequence[Entry]


Entries = Sequence[Entry | Group | None]


class PageMenus:
    """One menu for each page that does something; an entry opens its page first."""

    def __init__(
        self,
        window: MainWindow,
        documents: DocumentsPage,
        generate: GeneratePage,
        review: ReviewPage,
        export: ExportPage,
    ) -> None:
        self._window = window
        for title, place, entries in (
            (tr("&Documents"), DOCUMENTS, _of_documents(documents)),
            (tr("&Generate"), GENERATE, _of_generate(generate)),
            (tr("&Review"), REVIEW, _of_review(review)),
            (tr("&Export"), EXPORT, _of_export(export)),
        ):
            self._add(title, place, entries)

    def _add(self, title: str, place: int, entries: Entries) -> None:
        menu = QMenu(title, self._window)
        self._fill(menu, place, entries)
        self._window.add_project_menu(menu)

    def _fill(self, menu: QMenu, place: int, entries: Entries) -> None:
        for entry in entries:
            if entry is None:
                menu.addSeparator()
            elif isinstance(entry, Group):
                self._fill(menu.addMenu(entry.title), place, entry.entries)
            else:
                shown = f"{entry.title}\t{keys(entry.key)}" if entry.key else entry.title
                action = menu.addAction(shown)
                action.triggered.connect(lambda _on=False, one=entry: self._act(place, one.act))

    def _act(self, place: int, act: Act) -> None:
        if self._window.pages.currentIndex() != place:
            self._window.go_to(place)
        act()


def _of_documents(page: DocumentsPage) -> list[Entry | None]:
    return [
        Entry(tr("Add &files…"), "", page.choose_files),
        Entry(tr("Add a f&older…"), "", page.choose_folder),
        None,
        Entry(tr("&Search in all documents"), "Ctrl+F", page.find),
        Entry(tr("Show files that were &not read"), "", page.show_refused),
        Entry(tr("Note &rights…"), "", page.note_rights),
        Entry(tr("&Delete what is selected…"), "Del", page.delete_selected),
    ]


def _of_generate(page: GeneratePage) -> list[Entry | None]:
    return [
        Entry(tr("&Set up a run"), "", page.panel.setup_requested.emit),
        Entry(tr("&Try a few units"), "", page.start.pilot.click),
        Entry(tr("&Run all"), "", page.start.run.click),
        Entry(tr("Pla&n only"), "", page.start.plan.click),
        Entry(tr("Run the r&est of the pilot"), "", page.run_rest),
        None,
        Entry(tr("&Pause or go on"), "", page.panel.pause.click),
        Entry(tr("S&top"), "", page.panel.stop.click),
        Entry(tr("&All runs…"), "", page.runs.click),
        None,
        Entry(tr("Pac&k for other computers…"), "", lambda: page.pack_requested.emit(None)),
        Entry(tr("M&erge packets…"), "", page.merge_requested.emit),
        None,
        Entry(tr("&Models and devices…"), "", page.model_sheet_requested.emit),
    ]


def _of_review(page: ReviewPage) -> Entries:
    decide = [
        Entry(f"&{caption}", key, lambda wanted=verdict: page.decide(wanted))
        for verdict, caption, key, _tone in DECISIONS
    ]
    because = [
        Entry(
            wording.reason_said(reason),
            str(key),
            lambda why=reason: page.decide(_REJECT, why),
        )
        for key, reason in enumerate(wording.REJECT_REASONS, 1)
    ]
    queues = [
        Entry(button.text(), "", button.click) for button in page.filter.queues.buttons.values()
    ]
    samples = [
        Entry(tr("Draw a sa&mple"), "", page.audit.begin),
        Entry(tr("Accept what the sample stands for"), "", page.audit.take_all),
        Entry(tr("Reject what the sample stands for"), "", page.audit.drop_all),
        Entry(tr("Leave the sample"), "", page.audit.leave_it),
    ]
    return [
        *decide,
        Group(tr("Reject &because"), because),
        None,
        Entry(tr("&Undo"), "U", page.undo),
        Entry(tr("Re&do"), "Ctrl+Y", page.redo),
        Entry(tr("&Next without a decision"), "N", page.go_to_undecided),
        Entry(tr("Searc&h"), "Ctrl+F", page.filter.search.setFocus),
        Entry(tr("&Charts…"), "", page.charts_requested.emit),
        Entry(tr("Pac&k for a reviewer…"), "", page.pack_requested.emit),
        Entry(tr("A&greement of reviewers…"), "", page.agreement_requested.emit),
        None,
        Group(tr("Sam&ple"), samples),
        Group(tr("&Queue"), queues),
    ]


def _of_export(page: ExportPage) -> list[Entry | None]:
    return [
        Entry(tr("&Write the export"), "", page.button.click),
        Entry(tr("Choose a &folder…"), "", page.choose_target),
        Entry(tr("&Check an export…"), "", page.check_folder),
    ]


_REJECT = Verdict.REJECT


def every_action(bar: QMenuBar) -> list[tuple[str, QAction]]:
    """All entries of all menus that can be chosen now, each with the menu it stands in."""
    found = list[tuple[str, QAction]]()
    for top in bar.actions():
        menu = top.menu()
        if isinstance(menu, QMenu) and top.isEnabled():
            found += _entries(menu, _plain(top.text()))
    return found


def _entries(menu: QMenu, path: str) -> list[tuple[str, QAction]]:
    found = list[tuple[str, QAction]]()
    for action in menu.actions():
        inner = action.menu()
        if isinstance(inner, QMenu):
            found += _entries(inner, f"{path}: {_plain(action.text())}")
        elif not action.isSeparator() and action.isEnabled():
            found.append((f"{path}: {_plain(action.text())}", action))
    return found


def _plain(text: str) -> str:
    """A title without its mnemonic and its key."""
    return text.partition("\t")[0].replace("&&", "\0").replace("&", "").replace("\0", "&")


def key_of(action: QAction) -> str:
    """The key that does the same, as people read it."""
    return action.text().partition("\t")[2] or keys(action.shortcut().toString())
