"""The window: the bar with the four pages at the top, the page, and the strip at the bottom.

It arranges and tells what the user asked for; `app.py` decides what follows.
"""

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QEvent, QRect, QSize, Signal
from PySide6.QtGui import QAction, QActionGroup, QCloseEvent, QColor, QKeySequence
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QMainWindow,
    QMenu,
    QSizePolicy,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from desktop.chosen_language import APPLICATION
from desktop.dialogs.keys import KeysDialog
from desktop.dialogs.words import WordsDialog
from desktop.icons import icon
from desktop.language import tr
from desktop.pages.page import Page
from desktop.pages.start import StartPage
from desktop.preferences import RecentProject
from desktop.shortcuts import HeldKeys
from desktop.text import ElidedLabel
from desktop.theme import LIGHT, Scheme
from desktop.widgets.glyph import Glyph
from desktop.widgets.layout import holder, row
from desktop.widgets.notice import Notice
from desktop.widgets.status_strip import StatusStrip
from desktop.widgets.step_bar import StepBar
from engine.isolation.checks import Check

START, DOCUMENTS, GENERATE, REVIEW, EXPORT = range(5)
USUAL, SMALLEST = QSize(1280, 840), QSize(960, 600)
_FRAME, _TITLE_BAR = 4, 36  # pixels that most window managers add, known only once it is shown

_SCHEMES = {
    Scheme.SYSTEM: tr("&As the system"),
    Scheme.LIGHT: tr("Ligh&t"),
    Scheme.DARK: tr("Dar&k"),
}
_ZOOMS = (
    (1, tr("&Larger text"), ("Ctrl++", "Ctrl+=")),  # the second needs no Shift on many keyboards
    (-1, tr("&Smaller text"), ("Ctrl+-",)),
    (0, tr("&Usual size of text"), ("Ctrl+0",)),
)


class MainWindow(QMainWindow):
    """Five places in one stack; the four with a project are reached through the bar."""

    scheme_chosen = Signal(object)
    close_project_requested = Signal()
    log_requested = Signal()
    about_requested = Signal()
    name_requested = Signal()
    settings_requested = Signal()
    palette_requested = Signal()
    recent_requested = Signal(object)  # Path
    back_up_requested = Signal()
    restore_requested = Signal()
    protect_requested = Signal()
    delete_project_requested = Signal()
    isolation_requested = Signal()
    zoom_requested = Signal(int)  # 1 for larger text, -1 for smaller, 0 for the usual size
    closing = Signal()
    activated = Signal()  # the user has come back to the window

    def __init__(
        self,
        pages: tuple[QWidget, QWidget, QWidget, QWidget, QWidget],
        isolation: tuple[Check, ...],
    ) -> None:
        super().__init__()
        self.may_close: Callable[[], bool] = lambda: True  # asked before the window is closed
        self.setWindowIcon(icon("fish", QColor(LIGHT.accent)))
        HeldKeys(self)  # its child: the keys of a page ask for it
        self.setMinimumSize(SMALLEST)
        self.resize(USUAL)
        self.bar = StepBar()
        self.strip = StatusStrip(isolation)
        self.notice = Notice()
        self.unfinished = Notice()  # its own, so that no other message hides “Continue”
        self.project_name = ElidedLabel("", "section")
        self.pages = QStackedWidget()
        for page in pages:
            self.pages.addWidget(page)
        self.setCentralWidget(self._centre())
        self._recent = QMenu(tr("Open recent"), self)
        self._schemes: dict[Scheme, QAction] = {}
        self._project_actions: list[QAction] = []
        self.bar.page_requested.connect(lambda place: self.go_to(place + 1))
        self.strip.isolation_requested.connect(self.isolation_requested)
        self.show_project(None)

    def _centre(self) -> QWidget:
        self.header = QFrame()
        self.header.setProperty("role", "header")
        line = QHBoxLayout(self.header)
        line.setContentsMargins(20, 8, 16, 8)
        line.setSpacing(22)
        name = row(Glyph("fish", 28, "accent"), gap=11)
        name.addWidget(self.project_name, 1)
        named = holder(name)
        named.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        line.addWidget(named, 1)
        line.addWidget(self.bar, 5)
        layout = QVBoxLayout()
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        centre = holder(layout)
        for part in (self.header, self.unfinished, self.notice):  # Tab comes to them in this order
            part.setParent(centre)
        layout.addWidget(self.header)
        layout.addWidget(self.pages, 1)
        layout.addWidget(self.strip)
        self.pages.currentChanged.connect(self._bring_notices)
        self._bring_notices(self.pages.currentIndex())
        return centre

    def _bring_notices(self, place: int) -> None:
        """What concerns the whole window is said over the head of the page that is shown."""
        told = self.unfinished, self.notice
        for one in range(self.pages.count()):
            if one != place and isinstance(page := self.pages.widget(one), Page | StartPage):
                page.notices.let_go(*told)
        if isinstance(page := self.pages.widget(place), Page | StartPage):
            page.notices.take(*told)

    # --- menus --------------------------------------------------------------------------------

    def build_menus(
        self, new: Callable[[], None], open_: Callable[[], None], sample: Callable[[], None]
    ) -> None:
        """The menus; what the entries do is told by the application."""
        menu = self.menuBar().addMenu(tr("&Project"))
        menu.addAction(self._action(tr("&New…"), QKeySequence.StandardKey.New, new))
        menu.addAction(self._action(tr("&Open…"), QKeySequence.StandardKey.Open, open_))
        menu.addMenu(self._recent)
        menu.addAction(self._action(tr("Open the &sample project"), None, sample))
        menu.addSeparator()
        self._build_safekeeping(menu)
        menu.addSeparator()
        log = self._action(tr("Project &log…"), None, self.log_requested.emit)
        close = self._action(tr("&Close project"), "Ctrl+W", self.close_project_requested.emit)
        for action in (log, close):
            self._project_actions.append(action)
            menu.addAction(action)
        menu.addAction(self._action(tr("&Your name…"), None, self.name_requested.emit))
        settings = self._action(tr("Se&ttings…"), "Ctrl+,", self.settings_requested.emit)
        settings.setMenuRole(QAction.MenuRole.PreferencesRole)
        menu.addAction(settings)
        menu.addAction(self._action(tr("&Quit"), "Ctrl+Q", self.close))
        self._build_view_menu()
        helping = self.menuBar().addMenu(tr("&Help"))
        helping.addAction(self._action(tr("&Do something…"), "Ctrl+K", self.palette_requested.emit))
        helping.addAction(self._action(tr("&Keys"), "F1", lambda: KeysDialog(self).exec()))
        helping.addAction(self._action(tr("&Words"), None, lambda: WordsDialog(self).exec()))
        helping.addAction(self._action(tr("&Isolation"), None, self.isolation_requested.emit))
        helping.addAction(self._action(tr("&About…"), None, self.about_requested.emit))
        self.show_project_open(is_open=False)

    def _build_safekeeping(self, menu: QMenu) -> None:
        for title, wish in (
            (tr("&Back up now"), self.back_up_requested),
            (tr("&Restore a backup…"), self.restore_requested),
            (tr("&Passphrase…"), self.protect_requested),
            (tr("&Delete this project…"), self.delete_project_requested),
        ):
            action = self._action(title, None, wish.emit)
            menu.addAction(action)
            if wish is not self.restore_requested:  # also for a project that can't be opened
                self._project_actions.append(action)

    def _build_view_menu(self) -> None:
        view, group = self.menuBar().addMenu(tr("&View")), QActionGroup(self)
        self._view_menu = view.menuAction()
        for place, name in enumerate(
            (tr("&Documents"), tr("&Generate"), tr("&Review"), tr("&Export")), start=1
        ):
            go = self._action(name, f"Ctrl+{place}", lambda here=place: self.go_to(here))
            self._project_actions.append(go)
            view.addAction(go)
        view.addSeparator()
        for scheme, name in _SCHEMES.items():
            action = self._action(name, None, lambda wanted=scheme: self.scheme_chosen.emit(wanted))
            action.setCheckable(True)
            group.addAction(action)
            view.addAction(action)
            self._schemes[scheme] = action
        view.addSeparator()
        for step, name, keys in _ZOOMS:
            action = self._action(name, None, lambda by=step: self.zoom_requested.emit(by))
            action.setShortcuts([QKeySequence(key) for key in keys])
            view.addAction(action)

    def add_project_menu(self, menu: QMenu) -> None:
        """One more menu, before the View menu; of use only while a project is open."""
        action = self.menuBar().insertMenu(self._view_menu, menu)
        action.setEnabled(False)
        self._project_actions.append(action)

    def _action(
        self, title: str, key: QKeySequence.StandardKey | str | None, act: Callable[[], object]
    ) -> QAction:
        action = QAction(title, self)
        if key is not None:
            action.setShortcut(QKeySequence(key))
        action.triggered.connect(lambda _is_on: act())
        return action

    def show_scheme(self, scheme: Scheme) -> None:
        """Check the scheme that is chosen."""
        self._schemes[scheme].setChecked(True)

    def show_recent(self, projects: list[RecentProject]) -> None:
        """Fill the menu of recent projects."""
        self._recent.clear()
        self._recent.setEnabled(bool(projects))
        for project in projects:
            path = Path(project.path)
            name = project.name.replace("&", "&&")
            act = self._recent.addAction(
                f"{name} ({tr('not there')})" if project.is_missing else name
            )
            act.setEnabled(not project.is_missing)
            act.triggered.connect(lambda _is_on=False, here=path: self.recent_requested.emit(here))

    def fit_to(self, area: QRect) -> None:
        """Stay inside a screen's free area, wherever and however large the window was before."""
        if self.isMaximized() or self.isFullScreen():
            return
        room = area.adjusted(_FRAME, _TITLE_BAR, -_FRAME, -_FRAME)
        self.setMinimumSize(SMALLEST.boundedTo(room.size()))
        self.resize(self.size().boundedTo(room.size()))
        here = self.geometry()
        here.moveRight(min(here.right(), room.right()))
        here.moveBottom(min(here.bottom(), room.bottom()))
        here.moveLeft(max(here.left(), room.left()))
        here.moveTop(max(here.top(), room.top()))
        self.setGeometry(here)

    def draw_ahead(self, part: QWidget) -> None:
        """Draw the header or a page once in the size that it will have, without showing it."""
        if part is self.header:
            part.resize(self.width(), part.sizeHint().height())
        else:
            part.resize(self.pages.size())
        part.grab()

    # --- places -------------------------------------------------------------------------------

    def show_project(self, name: str | None) -> None:
        """The project that is open; without one there is only the start page."""
        is_open = name is not None
        self.header.setVisible(is_open)
        self.project_name.show_text(name or "")
        self.setWindowTitle(f"{name} – {APPLICATION}" if name else APPLICATION)
        self.show_project_open(is_open=is_open)
        if not is_open:
            self.unfinished.hide()
        self.go_to(DOCUMENTS if is_open else START)

    def show_project_open(self, *, is_open: bool) -> None:
        """Enable what needs a project."""
        for action in self._project_actions:
            action.setEnabled(is_open)

    def go_to(self, place: int) -> None:
        """Open a page."""
        self.pages.setCurrentIndex(place)
        self.bar.mark(place - 1 if place else None)
        if isinstance(page := self.pages.currentWidget(), Page | StartPage):
            page.arrive()

    def changeEvent(self, event: QEvent) -> None:
        """Tell when the user comes back to the window."""
        super().changeEvent(event)
        if event.type() is QEvent.Type.ActivationChange and self.isActiveWindow():
            self.activated.emit()

    def closeEvent(self, event: QCloseEvent) -> None:
        """Ask first, then tell, so that what is open is closed in order."""
        if not self.may_close():
            event.ignore()
            return
        self.closing.emit()
        event.accept()
