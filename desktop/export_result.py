"""Says what came of an export and of its check: in a line, with the details behind a button."""

from pathlib import Path

from PySide6.QtCore import QObject, QUrl, Signal
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QWidget

from desktop import wording
from desktop.background import Background
from desktop.dialogs.export_details import ExportDetails
from desktop.errors import said_of
from desktop.export_check import Checked, ExportCheck
from desktop.language import plural, told, tr
from desktop.widgets.notice import Notice
from engine.export import ExportReport
from engine.store import Project


class ExportResult(QObject):
    """One export at a time, the newest that was written or chosen; said in the page's notice."""

    near_requested = Signal()  # the near-duplicates that were left out are to be seen

    def __init__(self, page: QWidget, notice: Notice, background: Background) -> None:
        super().__init__(page)
        self._page, self._notice = page, notice
        self._report: ExportReport | None = None
        self._folder = Path()
        self._lines: list[str] = []
        self.check = ExportCheck(background)
        self.check.checked.connect(self._checked)
        self.check.failed.connect(lambda error: self._say(said_of(error), "bad"))
        self.check.told.connect(self._compared)

    def written(self, report: ExportReport, project: Project) -> None:
        """It is on the disk: say so, then check it."""
        self._begin(report.target, report)
        self._say(_written(report), _kind(report))
        if report.target.is_dir():
            self.check.check(report.target, project)

    def look(self, folder: Path, project: Project | None) -> None:
        """Check an earlier export."""
        self._begin(folder, None)
        self.check.check(folder, project)

    def _begin(self, folder: Path, report: ExportReport | None) -> None:
        self._folder, self._report = folder, report
        self._lines = [_written(report), *map(told, report.warnings)] if report else [str(folder)]

    def _compared(self, rows: int) -> None:
        if self._notice.text:  # closed is closed
            so_far = wording.counted(rows, "row")
            said = tr("Checking the export: {rows} compared with the project.", rows=so_far)
            self._notice.go_on(f"{_written(self._report)} {said}" if self._report else said)

    def _checked(self, checked: Checked) -> None:
        """Behind what was written, if that is what was checked."""
        if checked.folder != self._folder:
            return
        self._lines += checked.lines()
        said, kind = checked.sentence(), checked.kind
        if self._report is None:
            self._say(f"{checked.folder.name}: {said}", kind)
        else:
            own = _kind(self._report)
            self._say(f"{_written(self._report)} {said}", own if kind == "good" else kind)

    def _say(self, said: str, kind: str) -> None:
        """With the focus, where nothing else of the page has it: the next key is for the result."""
        waits = _is_idle(self._page, self._notice)
        folder = self._folder
        self._notice.say(said, kind, tr("Open folder"), lambda: self._open(folder, said, kind))
        self._notice.offer_more(tr("Details…"), self.show_details)
        if waits:
            self._notice.take_focus()

    def show_details(self) -> None:
        """All lines; the notice stays."""
        is_near = bool(self._report and self._report.near_left_out)
        dialog = ExportDetails(
            self._page,
            self._folder.name,
            self._lines,
            lambda: open_folder(self._folder),
            can_show_near=is_near,
        )
        is_wanted = bool(dialog.exec())
        dialog.deleteLater()
        if is_wanted:
            self.near_requested.emit()

    def _open(self, folder: Path, said: str, kind: str) -> None:
        """Show the folder; what was said of it stays where that can't be."""
        if not open_folder(folder):
            here = tr("No program was found that shows folders; it is {folder}.", folder=folder)
            self._notice.say(f"{said} {here}", kind)


def _is_idle(page: QWidget, notice: Notice) -> bool:
    """The focus rests on the page itself, or in the notice."""
    focus: QWidget | None = page.window().focusWidget()  # also of a window in the background
    return focus is page or (focus is not None and notice.isAncestorOf(focus))


def _kind(report: ExportReport) -> str:
    """Amber only for what somebody has to act on; what was asked for is no warning."""
    return "good" if set(report.warnings) <= set(report.settled) else "warn"


def _written(report: ExportReport) -> str:
    files = ", ".join(f"{file.path.name} ({wording.number(file.rows)})" for file in report.files)
    said = tr(
        "{rows} written to {target}: {files}.",
        rows=wording.counted(report.rows, "row"),
        target=report.target.absolute(),
        files=files,
    )
    left = _left_out(report)
    asking = [told(one) for one in report.warnings if one not in report.settled]
    return " ".join([said, *([left] if left else []), *asking])


def _left_out(report: ExportReport) -> str:
    """How many were left out, in a few words; Details says which and why."""
    count = report.near_left_out
    return plural(
        count,
        "{n} near-duplicate left out, as wished.",
        "{n} near-duplicates left out, as wished.",
    ) if count else ""  # fmt: skip


def open_folder(target: Path) -> bool:
    """Show a folder, or the folder of a file, in the desktop's file manager, if there is one."""
    folder = target if target.is_dir() else target.parent
    return QDesktopServices.openUrl(QUrl.fromLocalFile(str(folder)))
