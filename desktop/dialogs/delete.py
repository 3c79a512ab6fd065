"""The question before something is deleted for good, with all that goes with it in numbers."""

from collections.abc import Sequence

from PySide6.QtWidgets import QCheckBox, QDialog, QVBoxLayout, QWidget

from desktop import wording
from desktop.language import plural, tr
from desktop.text import plain_label
from desktop.widgets.buttons import push_button
from desktop.widgets.layout import row
from engine.store import Holdings


class ConfirmDelete(QDialog):
    """Accepted only on purpose: Cancel is the default, and `condition` has to be ticked first."""

    def __init__(self, parent: QWidget, title: str, said: str, condition: str = "") -> None:
        super().__init__(parent)
        self.setWindowTitle(title)
        self.setMinimumWidth(480)
        self.delete = push_button(tr("Delete for good"), self.accept, "danger")
        self.delete.setAutoDefault(False)
        self.delete.setEnabled(not condition)
        self.knows = QCheckBox(condition)
        self.knows.setAccessibleName(condition)
        self.knows.setVisible(bool(condition))
        self.knows.toggled.connect(self.delete.setEnabled)
        cancel = push_button(tr("Cancel"), self.reject)
        cancel.setDefault(True)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(24, 20, 24, 18)
        layout.setSpacing(12)
        layout.addWidget(plain_label(title, "section"))
        layout.addWidget(plain_label(said, "muted", wraps=True))
        layout.addWidget(self.knows)
        layout.addLayout(row(None, cancel, self.delete, gap=8))
        cancel.setFocus()


def confirm_documents(page: QWidget, holdings: Sequence[Holdings]) -> ConfirmDelete:
    """The question with what goes along; decisions have to be let go of expressly."""
    is_one = len(holdings) == 1
    made = wording.counted(sum(one.tasks for one in holdings), "task")
    said = (
        tr(
            "{name}, its passages and {tasks} made from it. Backups hold it too and are replaced "
            "by a new one; the project's log keeps neither its name nor its hash. This can't be "
            "taken back; the files and exports stay where they are.",
            name=holdings[0].name,
            tasks=made,
        )
        if is_one
        else tr(
            "{documents}, their passages and {tasks} made from them. Backups hold them too and are "
            "replaced by a new one; the project's log keeps neither their names nor their hashes. "
            "This can't be taken back; the files and exports stay where they are.",
            documents=wording.counted(len(holdings), "document"),
            tasks=made,
        )
    )
    decided = sum(one.decided for one in holdings)
    condition = plural(
        decided,
        "Delete the {n} reviewed task with its decision, too",
        "Delete the {n} reviewed tasks with the decisions, too",
    )
    title = plural(len(holdings), "Delete this document?", "Delete {n} documents?")
    return ConfirmDelete(page, title, said, condition if decided else "")
