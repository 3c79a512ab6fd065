"""The pane in which a document is cut."""

from collections.abc import Iterator

import pytest

from desktop.background import Background
from desktop.widgets.document_pane import DocumentPane
from engine.worker import fake
from tests.desktop.cutting import MODEL


@pytest.fixture
def pane(qtbot, background: Background) -> Iterator[DocumentPane]:
    made = DocumentPane(background, fake.main)
    qtbot.addWidget(made)
    made.resize(700, 700)
    made.show()
    made.show_model(MODEL)
    yield made
    made.close_work()
    background.close()
