"""What all pages share: a title with a sentence, room for buttons, a notice, and a project."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from desktop.changes import Change
from desktop.text import plain_label
from desktop.widgets.layout import PAGE_MARGIN, column, holder
from desktop.widgets.notice import Notice
from desktop.widgets.notice_stack import NoticeStack
from engine.errors import ProjectMoved
from engine.records import ProjectStatus
from engine.store import Project

_FEWEST_LINES = 30  # of text that would fit into a page; with fewer, its own content comes first


class Page(QWidget):
    """Heirs fill `self.body` and `self.buttons`, and read their project in `refresh`."""

    project_moved = Signal(object)  # the error that says so: nothing more is saved at its path

    def __init__(self, title: str, sentence: str) -> None:
        super().__init__()
        self.setProperty("role", "page")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.project: Project | None = None
        self.sentence = plain_label(sentence, "muted", wraps=True)
        self.notice = Notice()
        self.buttons = QHBoxLayout()
        self.buttons.setSpacing(8)
        top = QHBoxLayout()
        top.setSpacing(16)
        named = plain_label(title, "title")
        head = holder(column(named, self.sentence, gap=2))
        self.notices = NoticeStack(self, head, self.notice, title=named)
        top.addWidget(head, 1)
        top.addLayout(self.buttons)
        self.body = QVBoxLayout(self)
        self.body.setContentsMargins(PAGE_MARGIN, 18, PAGE_MARGIN, 18)
        self.body.setSpacing(14)
        self.body.addLayout(top)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """On a low window, or in large letters, the sentence under the title makes room."""
        super().resizeEvent(event)
        lines = self.height() // self.fontMetrics().height()
        self.sentence.setVisible(lines >= _FEWEST_LINES)

    def show_project(self, project: Project | None) -> None:
        """Show another project, or none."""
        self.project = project
        self.notice.hide()

    def say_error(self, error: Exception) -> None:
        """Show a known error in place; a project file that is gone concerns the whole window."""
        if isinstance(error, ProjectMoved):
            self.project_moved.emit(error)
        else:
            self.notice.say_error(error)

    def arrive(self) -> None:
        """The page has just been opened: put the focus where its keys work."""

    def refresh(self, status: ProjectStatus, change: Change = Change.ALL) -> None:
        """Something in the project has changed; read again what the page shows of it."""
