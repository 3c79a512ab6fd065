"""All that is known of one export: what was left out and why, and what its check has found."""

from collections.abc import Callable, Sequence

from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QDialog, QVBoxLayout, QWidget

from desktop.language import tr
from desktop.text import TextPane, plain_label
from desktop.widgets.buttons import push_button
from desktop.widgets.layout import row


class ExportDetails(QDialog):
    """Accepted if the near-duplicates that were left out are to be seen in Review."""

    def __init__(
        self,
        parent: QWidget,
        name: str,
        lines: Sequence[str],
        open_folder: Callable[[], object],
        *,
        can_show_near: bool,
    ) -> None:
        super().__init__(parent)
        self.setWindowTitle(tr("Export"))
        self.resize(720, 420)
        self.text = TextPane(tr("What is known of this export"))
        self.text.show_text("\n\n".join(lines))
        copy = push_button(tr("Copy all"), self._copy)
        folder = push_button(tr("Open folder"), open_folder)
        self.near = push_button(tr("Show near-duplicates"), self.accept)
        self.near.setVisible(can_show_near)
        close = push_button(tr("Close"), self.reject, "primary")
        for button in (copy, folder, self.near):
            button.setAutoDefault(False)
        close.setDefault(True)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(24, 20, 24, 18)
        layout.setSpacing(12)
        layout.addWidget(plain_label(name, "title", wraps=True))
        layout.addWidget(self.text, 1)
        layout.addLayout(row(copy, folder, self.near, None, close, gap=8))
        close.setFocus()

    def _copy(self) -> None:
        QGuiApplication.clipboard().setText(self.text.toPlainText())
