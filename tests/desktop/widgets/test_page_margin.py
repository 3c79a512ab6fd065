import pytest

from desktop.widgets.page_margin import is_page
from desktop.widgets.passage_pane import PassagePane
from engine.records import PageMark

TEXT = "\n".join(f"Line {n} of a text with pages." for n in range(200))
SECOND = TEXT.index("Line 5")
PAGES = (PageMark(0, "page 1"), PageMark(60, "section Dogs"), PageMark(SECOND, "page 2"))


@pytest.fixture
def pane(qtbot) -> PassagePane:
    made = PassagePane("Text")
    qtbot.addWidget(made)
    made.resize(600, 300)
    made.pages_of_file = PAGES
    made.show_window(TEXT, 0)
    made.show()
    return made


def test_pages_are_marked_beside_the_line_in_which_they_begin(pane: PassagePane):
    tops = {label: top for top, _height, label in pane.pages.visible()}
    assert list(tops) == ["page 1", "page 2"]
    block = pane.document().findBlock(SECOND)
    assert tops["page 2"] == pane.blockBoundingGeometry(block).top() + pane.contentOffset().y()
    assert pane.pages.width() == pane.pages.wanted_width() > 0


def test_what_is_out_of_sight_is_not_painted(pane: PassagePane):
    pane.go_to(TEXT.index("Line 150"))
    assert list(pane.pages.visible()) == []


def test_a_text_without_pages_keeps_its_whole_width(pane: PassagePane):
    pane.pages_of_file = ()
    pane.show_window(TEXT, 0)
    assert pane.viewportMargins().right() == 0


@pytest.mark.parametrize(
    ("label", "counts"),
    [("page 2", True), ("slide 12", True), ("section 3. Dogs", False), ("", False)],
)
def test_only_what_counts_pages_is_marked(label: str, counts: bool):
    assert is_page(label) is counts
