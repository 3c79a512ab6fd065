"""Marks stand at their words, whatever ends the lines of an edit that was stored before."""

import pytest

from desktop.text import as_doubtful
from desktop.widgets.folding_pane import FoldingPane

PASSAGE = "The ferry leaves at nine. Dogs stay on the lower deck.\nChildren pay half. " * 3


@pytest.fixture
def pane(qtbot) -> FoldingPane:
    made = FoldingPane("Output")
    qtbot.addWidget(made)
    return made


def marked(pane: FoldingPane) -> list[str]:
    return [one.cursor.selectedText() for one in pane.extraSelections()]


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_what_came_is_marked_at_its_words(pane: FoldingPane, end: str):
    text = end.join(["One", "", "Two", "", "at ten"])
    assert not pane.show_edit("One\n\nTwo\n\nat nine", text, "")
    assert pane.toPlainText() == "One\n\nTwo\n\nat nine ten"
    assert marked(pane) == ["nine", "ten"]
    start = text.index("Two")
    pane.mark_also([(start, start + len("Two"))], as_doubtful)
    assert marked(pane) == ["nine", "ten", "Two"]


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_a_text_that_nobody_edited_is_marked_at_its_words(pane: FoldingPane, end: str):
    text = end.join(["One", "", "Two"])
    pane.show_edit(text, text, "")
    start = text.index("Two")
    pane.mark_also([(0, len("One")), (start, len(text))], as_doubtful)
    assert marked(pane) == ["One", "Two"]


def test_line_ends_alone_are_no_edit(pane: FoldingPane):
    pane.show_edit("One\nTwo", "One\r\nTwo", "")
    assert (pane.toPlainText(), marked(pane)) == ("One\nTwo", [])


def test_the_copy_of_the_passage_is_folded_whatever_ends_its_lines(pane: FoldingPane):
    text = f"Read:\r\n{PASSAGE.replace(chr(10), chr(13) + chr(10))}\r\nWhen?"
    assert pane.show_edit(f"Read:\n{PASSAGE}\nWho?", text, PASSAGE)
    assert "Dogs" not in pane.toPlainText()
    assert marked(pane)[:2] == ["Who?", "When?"]
    pane.unfold()
    assert pane.toPlainText() == pane.whole == text.replace("\r\n", "\n")
