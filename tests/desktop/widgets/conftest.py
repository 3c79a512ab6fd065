"""The pane in which a document is cut."""

import pytest

from desktop.background import Background
from desktop.widgets.document_pane import DocumentPane
from engine.worker import fake
from tests.desktop.cutting import MODEL


@pytest.fixture
def pane(qtbot, background: Background) -> DocumentPane:
    made = DocumentPane(background, fake.main)
    qtbot.addWidget(made, before_close_func=lambda pane: (pane.close_work(), background.close()))
    made.resize(700, 700)
    made.show()
    made.show_model(MODEL)
    return made
