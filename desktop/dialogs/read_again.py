"""Asks how documents are to be read again: encoding, columns, records, running headers."""

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QCheckBox,
    QDialog,
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QVBoxLayout,
    QWidget,
)

from desktop import wording
from desktop.language import tr
from desktop.reader_notes import noted
from desktop.text import plain_label
from desktop.widgets.buttons import push_button
from desktop.widgets.layout import field, row
from desktop.widgets.list_box import ListBox
from engine.records import Document, FileReport, FileStatus, ImportOptions
from engine.rereading import choices_of

ENCODINGS = (
    (tr("Found out by itself"), ""),
    ("UTF-8", "utf-8"),
    (tr("Western (Windows-1252)"), "windows-1252"),
    (tr("Western (ISO-8859-15)"), "iso-8859-15"),
    (tr("Western, DOS (CP850)"), "cp850"),
    (tr("Western, Macintosh"), "mac-roman"),
    (tr("Central European (Windows-1250)"), "windows-1250"),
    (tr("Central European (ISO-8859-2)"), "iso-8859-2"),
    (tr("Cyrillic (Windows-1251)"), "windows-1251"),
    (tr("Cyrillic (KOI8-R)"), "koi8-r"),
    (tr("Greek (Windows-1253)"), "windows-1253"),
    (tr("Turkish (Windows-1254)"), "windows-1254"),
    (tr("Baltic (Windows-1257)"), "windows-1257"),
    (tr("Japanese (Shift JIS)"), "shift_jis"),
    (tr("Japanese (EUC-JP)"), "euc_jp"),
    (tr("Chinese (GB 18030)"), "gb18030"),
    (tr("Chinese, traditional (Big5)"), "big5"),
    (tr("Korean (EUC-KR)"), "euc_kr"),
    (tr("UTF-16 (little endian)"), "utf-16-le"),
    (tr("UTF-16 (big endian)"), "utf-16-be"),
)
_GOOD = (FileStatus.READY, FileStatus.DUPLICATE)


class ReadAgain(QDialog):
    """Accepted with `options` and at least one document; shows what the first reading guessed."""

    def __init__(self, parent: QWidget, document: Document, others: Sequence[Document]) -> None:
        super().__init__(parent)
        self.setWindowTitle(tr("Read again"))
        self.resize(520, 480)
        was = document.options
        self.encoding = ListBox()
        for name, encoding in ENCODINGS:
            self.encoding.addItem(name, encoding)
        if self.encoding.findData(was.encoding) < 0:
            self.encoding.addItem(was.encoding, was.encoding)
        self.encoding.setCurrentIndex(self.encoding.findData(was.encoding))
        self.columns = QLineEdit(", ".join(was.columns))
        self.columns.setPlaceholderText(tr("All columns, as “name: value”"))
        self.records = QCheckBox(tr("Make each record one passage"))
        self.records.setChecked(was.records)
        self.headers = QCheckBox(tr("Keep running headers and footers"))
        self.headers.setChecked(was.keep_headers)
        for box in (self.records, self.headers):
            box.setAccessibleName(box.text())
        self.list = _checks(document, [one for one in others if one.format == document.format])
        self.list.itemChanged.connect(self._look)
        self.ok = push_button(tr("Read again"), self.accept, "primary")
        self._lay_out(document)

    def _lay_out(self, document: Document) -> None:
        offered = choices_of(document.format)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(24, 20, 24, 18)
        layout.setSpacing(12)
        layout.addWidget(plain_label(tr("Read again"), "title"))
        layout.addWidget(
            plain_label(noted(document.note) or tr("Nothing was guessed."), "muted", wraps=True)
        )
        if offered.encoding:
            layout.addLayout(field(tr("Encoding"), self.encoding))
        if offered.columns:
            hint = tr("By name or number, parted by commas; the others are left out.")
            layout.addLayout(field(tr("Columns that are the text"), self.columns, hint))
            layout.addWidget(self.records)
        if offered.keep_headers:
            layout.addWidget(self.headers)
        layout.addLayout(field(tr("Documents"), self.list), 1)
        said = tr("A reading with tasks or edited passages stays beside the new one.")
        layout.addWidget(plain_label(said, "small", wraps=True))
        layout.addLayout(row(push_button(tr("Cancel"), self.reject), None, self.ok, gap=8))

    def options(self) -> ImportOptions:
        """How the documents are to be read."""
        named = (name.strip() for name in self.columns.text().split(","))
        return ImportOptions(
            keep_headers=self.headers.isChecked(),
            encoding=self.encoding.currentData(),
            columns=tuple(name for name in named if name),
            records=self.records.isChecked(),
        )

    def document_ids(self) -> list[int]:
        """The documents that are checked."""
        items = (self.list.item(place) for place in range(self.list.count()))
        return [
            item.data(Qt.ItemDataRole.UserRole)
            for item in items
            if item.checkState() is Qt.CheckState.Checked
        ]

    def _look(self) -> None:
        self.ok.setEnabled(bool(self.document_ids()))


def _checks(first: Document, documents: Sequence[Document]) -> QListWidget:
    """The documents of one format, the one that is shown on top and checked."""
    view = QListWidget()
    view.setAccessibleName(tr("Documents to read again"))
    view.setSpacing(3)
    for document in sorted(documents, key=lambda one: one.id != first.id):
        item = QListWidgetItem(document.name, view)
        item.setData(Qt.ItemDataRole.UserRole, document.id)
        is_first = document.id == first.id
        item.setCheckState(Qt.CheckState.Checked if is_first else Qt.CheckState.Unchecked)
    return view


def reread_sentence(reports: Sequence[FileReport]) -> tuple[str, str]:
    """What reading again came to, in a sentence, and the kind of notice it deserves."""
    if len(reports) == 1:
        kind = "good" if reports[0].status in _GOOD else "warn"
        return f"{reports[0].name}: {noted(reports[0].detail)}", kind
    ready = sum(report.status is FileStatus.READY for report in reports)
    failed = [report for report in reports if report.status not in _GOOD]
    said = tr("{documents} read again.", documents=wording.counted(ready, "document"))
    if failed:
        first = noted(failed[0].detail)
        said += " " + tr(
            "{count} not; the first is {name}: {why}",
            count=len(failed),
            name=failed[0].name,
            why=first,
        )
    return said, "warn" if failed else "good"
