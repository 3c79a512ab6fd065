"""Asks what is known of the rights in documents; it goes into the dataset card of an export."""

from collections.abc import Sequence

from PySide6.QtWidgets import QDialog, QLineEdit, QRadioButton, QVBoxLayout, QWidget

from desktop import wording
from desktop.language import plural, tr
from desktop.text import one_line, plain_label
from desktop.widgets.buttons import push_button
from desktop.widgets.layout import field, row
from engine.records import Document
from engine.store.documents import LONGEST_NOTE

_SAID = tr(
    "Who holds the rights, and what you are allowed to do with the text: a licence, a contract, "
    "your own work. It stands beside each document in the card of an export."
)
_LONGEST_NAME = 60  # letters


class RightsDialog(QDialog):
    """Accepted with a `note` for some `document_ids`; an empty note takes back what was noted."""

    def __init__(
        self, parent: QWidget, documents: Sequence[Document], chosen: Sequence[int]
    ) -> None:
        super().__init__(parent)
        self.setWindowTitle(tr("Rights"))
        self.setMinimumWidth(520)
        self._documents, self._chosen = documents, frozenset(chosen)
        marked = [one for one in documents if one.id in self._chosen]
        current = marked[0] if marked else None
        self.text = QLineEdit(current.rights if current else "")
        self.text.setMaxLength(LONGEST_NOTE)
        self.text.setPlaceholderText(tr("Such as: CC BY 4.0, Harbour Office"))
        without = [one for one in documents if not one.rights]
        name = one_line(current.name)[:_LONGEST_NAME] if current else tr("no document is selected")
        several = tr("The selected ones ({count})", count=wording.number(len(marked)))
        only = several if len(marked) > 1 else tr("Only {name}", name=name)
        self.one = _radio(only, is_offered=current is not None)
        said = tr("All without a note ({count})", count=wording.number(len(without)))
        self.without = _radio(said, is_offered=bool(without))
        self.all = _radio(
            tr("All documents ({count})", count=wording.number(len(documents))),
            is_offered=True,
        )
        is_bulk = len(marked) > 1
        usual = self.one if is_bulk or (current and not without) else self.all
        (self.without if without and not is_bulk else usual).setChecked(True)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(24, 20, 24, 18)
        layout.setSpacing(12)
        layout.addWidget(plain_label(tr("Rights"), "title"))
        layout.addWidget(plain_label(_SAID, "muted", wraps=True))
        layout.addLayout(field(tr("Note"), self.text))
        for radio in (self.without, self.one, self.all):
            layout.addWidget(radio)
        self.ok = push_button(tr("Note"), self.accept, "primary")
        layout.addLayout(row(None, push_button(tr("Cancel"), self.reject), self.ok, gap=8))

    def note(self) -> str:
        """What is to be noted."""
        return self.text.text().strip()

    def document_ids(self) -> list[int]:
        """The documents that are meant."""
        if self.one.isChecked():
            return [one.id for one in self._documents if one.id in self._chosen]
        return [one.id for one in self._documents if self.all.isChecked() or not one.rights]


def rights_said(count: int, note: str) -> str:
    """What was done, for a notice."""
    if note:
        return plural(
            count, "Rights are noted for {n} document.", "Rights are noted for {n} documents."
        )
    return plural(
        count,
        "{n} document has no note on rights now.",
        "{n} documents have no note on rights now.",
    )


def _radio(text: str, *, is_offered: bool) -> QRadioButton:
    radio = QRadioButton(text.replace("&", "&&"))
    radio.setAccessibleName(text)
    radio.setEnabled(is_offered)
    return radio
