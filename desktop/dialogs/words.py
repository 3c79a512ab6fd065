"""Says what the words mean that stand on the pages: unit, pilot, well-formed, not confirmed."""

from PySide6.QtWidgets import QDialog, QFormLayout, QVBoxLayout, QWidget

from desktop.language import tr
from desktop.text import plain_label
from desktop.widgets.buttons import push_button
from desktop.widgets.layout import holder, row
from desktop.widgets.scrolled import Scrolled

WORDS = (
    (tr("Passage"), tr("A piece of a document that fits the model; tasks are made of passages.")),
    (tr("Task type"), tr("What kind of task is asked for: a question with its answer, a claim …")),
    (
        tr("Unit"),
        tr("One passage with one task type: the model is asked once, and gives one task."),
    ),
    (tr("Variant"), tr("One more task of the same passage and type, drawn anew.")),
    (tr("Pilot"), tr("The first few units of a run, to see what comes out before all are made.")),
    (tr("Well-formed"), tr("A task that has the form of its type. It may be wrong all the same.")),
    (
        tr("Not confirmed"),
        tr(
            "A small model is asked its own question again; where it answers otherwise, no task is "
            "made of the unit. What it wrote is kept: who finds it right makes a task of it in "
            "Review, with E."
        ),
    ),
    (
        tr("Doubt"),
        tr(
            "How sure the model was, beside other tasks of the type: high is the quarter it was "
            "least sure of. It orders the review and accepts nothing."
        ),
    ),
    (
        tr("Evidence"),
        tr("Where the answer stands in the passage, word for word or nearly; it is marked there."),
    ),
    (
        tr("Near-duplicates"),
        tr("Tasks that say nearly the same; an export can keep one of each group."),
    ),
    (tr("Fill the gaps"), tr("Ask only where a passage has no task of the type yet.")),
    (tr("Bundle"), tr("An exported folder with all that proves where each row comes from.")),
)


class WordsDialog(QDialog):
    """Two columns: word, and what it means."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setWindowTitle(tr("Words"))
        self.resize(660, 520)
        lines = QFormLayout()
        lines.setHorizontalSpacing(24)
        lines.setVerticalSpacing(10)
        for word, meaning in WORDS:
            lines.addRow(plain_label(word, "field"), plain_label(meaning, wraps=True))
        close = push_button(tr("Close"), self.accept, "primary")
        layout = QVBoxLayout(self)
        layout.setContentsMargins(24, 20, 24, 18)
        layout.setSpacing(14)
        layout.addWidget(plain_label(tr("Words"), "title"))
        layout.addWidget(Scrolled(holder(lines), tr("Words")), 1)
        layout.addLayout(row(None, close))
        close.setFocus()
