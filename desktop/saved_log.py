"""Saves lines of the project log as a file: text with tabs, or a table for a spreadsheet.

It is written beside and renamed into place, so that an earlier file is whole until then.
"""

import csv
import io
from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QSaveFile
from PySide6.QtWidgets import QFileDialog, QWidget

from desktop.dialogs.safe_question import SafeQuestion
from desktop.language import counted, tr

TABLE = ".csv"
_KINDS = f"{tr('Table for a spreadsheet')} (*{TABLE});;{tr('Text')} (*.txt)"
_FORMULA = ("=", "+", "-", "@", "\t", "\r")  # a spreadsheet would calculate what begins so


class _ConfirmReplace(SafeQuestion):
    """Accepted if an earlier file may go."""

    def __init__(self, parent: QWidget, path: Path) -> None:
        said = tr("“{name}” is there. To keep it, choose another name.", name=path.name)
        super().__init__(parent, tr("A file is there"), tr("Replace the file?"), said)
        self.offer(tr("Keep it"), tr("Replace it"))


def ask_where(parent: QWidget) -> Path | None:
    """The file to write; None if nobody wants one, or an earlier one is to be kept."""
    name, _kind = QFileDialog.getSaveFileName(
        parent,
        tr("Save the log"),
        str(Path.home() / f"{tr('log')}{TABLE}"),
        _KINDS,
        "",
        QFileDialog.Option.DontConfirmOverwrite,
    )
    if not name:
        return None
    path = Path(name)
    path = path if path.suffix else path.with_suffix(TABLE)
    if path.exists():
        dialog = _ConfirmReplace(parent, path)
        is_wanted = bool(dialog.exec())
        dialog.deleteLater()
        return path if is_wanted else None
    return path


def save_rows(path: Path, headings: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    """Write them, and say what came of it. Safe from any thread."""
    text = _table(headings, rows) if path.suffix.lower() == TABLE else _text(headings, rows)
    file = QSaveFile(str(path))
    if not file.open(QSaveFile.OpenModeFlag.WriteOnly):
        return tr("Not saved: {why}", why=file.errorString())
    file.write(text.encode("utf-8-sig" if path.suffix.lower() == TABLE else "utf-8"))
    if not file.commit():
        return tr("Not saved: {why}", why=file.errorString())
    return tr("{lines} saved to {name}", lines=counted(len(rows), "line"), name=path.name)


def _text(headings: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    lines = ["\t".join(" ".join(cell.split()) for cell in row) for row in (headings, *rows)]
    return "\n".join(lines) + "\n"


def _table(headings: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    """What would be a formula gets a quote in front, as spreadsheets show it."""
    written = io.StringIO()
    writer = csv.writer(written)
    writer.writerow(headings)
    for row in rows:
        writer.writerow(f"'{cell}" if cell.startswith(_FORMULA) else cell for cell in row)
    return written.getvalue()
