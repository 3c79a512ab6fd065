"""The four pages of a project together: shown, told what changed, and let go of in one order.

A large project is shown in steps, and the window is painted between them. The page that is seen
first comes first; Review comes last, because from then on it reads its queue beside what follows.
"""

from collections.abc import Callable, Iterator
from functools import partial

from desktop.background import paint_between
from desktop.changes import Change
from desktop.main_window import MainWindow
from desktop.pages.page import Page
from desktop.steps import steps
from engine.records import ProjectStatus
from engine.store import Project


class ProjectPages:
    """Reads the project's numbers once for all pages, and hands them out."""

    def __init__(self, window: MainWindow, *pages: Page) -> None:
        self._window, self._pages = window, pages
        self._project: Project | None = None
        self._status: ProjectStatus | None = None  # of the project, as last shown
        self.run_says = ""  # in the bar, of a run under way

    def __iter__(self) -> Iterator[Page]:
        return iter(self._pages)

    def draw_ahead(self) -> None:
        """Draw everything once, out of sight, before there is a project to wait for.

        The first drawing of a widget costs the most: its style is worked out, its layout, its
        letters and icons.
        """
        for part in (self._window.header, *self._pages):
            self._window.draw_ahead(part)
            paint_between()

    def show(self, project: Project, last: Callable[[], None]) -> None:
        """Show a project on all pages, then do the `last` step; stops if it is closed meanwhile."""
        self._project, self._status = project, None
        seen, *others = self._pages
        for step in (
            partial(seen.show_project, project),
            partial(self._window.show_project, project.path.stem),
            *(partial(page.show_project, project) for page in others),
            partial(self.refresh, Change.COUNTED),  # the pages have just read the rest
            last,
        ):
            if self._project is not project:
                return
            with project.alone():
                step()
            paint_between()  # not alone: the window may be closed here, which waits for threads

    def let_go(self) -> None:
        """The project is about to be closed: nothing on the pages may ask for it any more."""
        self._project, self.run_says = None, ""
        for page in self._pages:
            page.show_project(None)

    def refresh(self, change: Change = Change.ALL) -> None:
        """Read once what has changed of the project's numbers, and tell everybody."""
        if self._project is not None:
            with self._project.alone():
                self._refresh(self._project, change)

    def _refresh(self, project: Project, change: Change) -> None:
        known = self._status if not change & ~Change.COUNTED else None
        self._status = status = project.recount(known) if known else project.status()
        self._window.bar.show_steps(steps(status, self.run_says))
        for page in self._pages:
            page.refresh(status, change)
