from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import Qt

import desktop
from desktop.text import (
    ElidedLabel,
    TextPane,
    Utf16Offsets,
    one_line,
    plain_label,
    plain_tooltip,
    utf16_offset,
)
from desktop.theme import DARK, LIGHT, palette_of

HOSTILE = "<img src='//host/share/x.png'><b>bold</b>"
SOURCES = sorted(Path(desktop.__file__).parent.rglob("*.py"))


@pytest.mark.parametrize("make", [plain_label, ElidedLabel])
def test_a_label_shows_markup_as_it_is(qtbot, make):
    label = make(HOSTILE)
    qtbot.addWidget(label)
    assert label.textFormat() is Qt.TextFormat.PlainText


def test_a_tooltip_holds_no_markup_of_others():
    assert "<img" not in plain_tooltip(HOSTILE)
    assert plain_tooltip("") == ""


def test_an_elided_label_keeps_the_whole_text_at_hand(qtbot):
    label = ElidedLabel("a very long name " * 20)
    qtbot.addWidget(label)
    label.resize(120, 20)
    assert "…" in label.text()
    assert label.accessibleName().startswith("a very long name")


def test_the_pane_shows_markup_as_text(qtbot):
    pane = TextPane("Text")
    qtbot.addWidget(pane)
    pane.show_text(HOSTILE)
    assert pane.toPlainText() == HOSTILE


def test_highlights_count_characters_beyond_the_first_plane_as_one(qtbot):
    pane = TextPane("Text")
    qtbot.addWidget(pane)
    text = "🐟🐟 ferry at nine"
    start = text.index("nine")
    pane.show_text(text, [(start, start + 4)])
    assert pane.extraSelections()[0].cursor.selectedText() == "nine"
    assert utf16_offset(text, 2) == 4


def test_highlights_follow_the_scheme(qtbot):
    pane = TextPane("Text")
    qtbot.addWidget(pane)
    pane.setPalette(palette_of(LIGHT))
    pane.show_text("at nine", [(3, 7)])
    pane.setPalette(palette_of(DARK))
    assert pane.extraSelections()[0].format.background().color().name() == DARK.evidence.lower()


def test_one_line_folds_white_space_and_is_short():
    assert one_line("a\n\n  b") == "a b"
    assert len(one_line("word " * 1000)) <= 300


@pytest.mark.parametrize(
    "forbidden",
    ["QLabel(", "QTextBrowser", "QMessageBox", "QTextEdit(", "setHtml", "setMarkdown", "insertHtml",
     "appendHtml", "RichText", "setWhatsThis"],
)  # fmt: skip
def test_only_the_one_helper_makes_places_for_text(forbidden: str):
    users = [
        path.name
        for path in SOURCES
        if path.name != "text.py"
        and forbidden in path.read_text("utf-8").replace("QPlainTextEdit(", "")
    ]
    assert users == []


def test_tooltips_go_through_the_one_helper():
    for path in SOURCES:
        for line in path.read_text("utf-8").splitlines():
            if "setToolTip(" in line:
                assert "plain_tooltip(" in line, path.name


@given(st.text(alphabet=st.sampled_from("aé漢🙂🐟"), max_size=40))
def test_offsets_and_positions_are_each_others_reverse(text: str):
    offsets = Utf16Offsets(text)
    for offset in range(len(text) + 1):
        position = offsets.to_qt(offset)
        assert position == len(text[:offset].encode("utf-16-le")) // 2
        assert offsets.from_qt(position) == offset
