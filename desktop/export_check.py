"""Checks a written export, in the background: every file against its manifest, and says so."""

from pathlib import Path

from PySide6.QtCore import QObject, Signal

from desktop.background import Background, Operation
from desktop.language import plural, told, tr
from engine.export.verify import Verified, verify

_MOST_NAMED = 3


class ExportCheck(QObject):
    """One folder at a time; any folder, of this project or of another."""

    checked = Signal(object, str, str)  # the folder, what was found, the kind of its notice

    def __init__(self, background: Background) -> None:
        super().__init__()
        self._background = background

    def check(self, folder: Path) -> None:
        """Read everything that the export's manifest lists."""
        self._background.run(
            Operation(
                name=tr("Checking the export"),
                work=lambda _job: verify(folder),
                done=lambda found: self.checked.emit(folder, *sentence(found)),
                failed=lambda error: self.checked.emit(folder, told(str(error)), "bad"),
                can_be_left=True,
            )
        )


def sentence(found: Verified) -> tuple[str, str]:
    """What was found, and the kind of notice it deserves."""
    if not found.problems:
        files = plural(found.files, "{n} file", "{n} files")
        rows = plural(found.rows, "{n} row", "{n} rows")
        said = tr("Checked: {files}, {rows}, all as they were written.", files=files, rows=rows)
        return said, "good"
    problems = " ".join(told(one) for one in found.problems[:_MOST_NAMED])
    more = len(found.problems) - _MOST_NAMED
    end = " " + tr("And {count} more.", count=more) if more > 0 else ""
    return tr("The export is not as it was written: {problems}", problems=problems) + end, "bad"
