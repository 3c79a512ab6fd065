"""Passages by keys and clicks: what is drawn is what is stored, and nothing is lost."""

from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from desktop.background import Background
from desktop.theme import DARK, LIGHT, palette_of
from desktop.widgets import document_pane
from desktop.widgets.document_pane import DocumentPane
from engine.records import Extract, SearchHit, Span
from engine.store import Project
from engine.worker import fake
from tests.desktop.cutting import MODEL, SETTINGS, TEXT, add

LEFT = Qt.MouseButton.LeftButton


@pytest.fixture
def shown(pane: DocumentPane, empty: Project, qtbot):
    """A pane with a document that has just been cut."""
    with qtbot.waitSignal(pane.passages_changed, timeout=60_000):
        pane.show_document(empty, add(empty, TEXT))
    pane.text.setFocus()
    return pane


def stored(project: Project) -> list[Span]:
    found = project.passages.of(1, SETTINGS)
    return [Span(p.start, p.end, p.tokens, p.is_excluded) for p in found]


def press(qtbot, pane: DocumentPane, key: Qt.Key) -> None:
    with qtbot.waitSignal(pane.passages_changed, timeout=60_000):
        QTest.keyClick(pane.text, key)


def test_a_document_that_is_not_cut_is_cut_when_it_is_shown(shown: DocumentPane, empty: Project):
    spans = stored(empty)
    assert len(spans) > 5
    assert shown.facts.text() == f"{len(spans)} passages  ·  100 % of the text"
    assert shown.bar.slider.value() == 350


def test_a_key_splits_at_the_cursor_another_merges_and_a_third_undoes(
    shown: DocumentPane, empty: Project, qtbot
):
    before = stored(empty)
    shown.text.go_to(before[1].start + 100)
    press(qtbot, shown, Qt.Key.Key_S)
    assert len(stored(empty)) == len(before) + 1
    assert "changed by hand" in shown.facts.text()
    shown.text.go_to(before[1].start + 5)
    press(qtbot, shown, Qt.Key.Key_M)
    assert stored(empty) == before
    press(qtbot, shown, Qt.Key.Key_U)
    assert len(stored(empty)) == len(before) + 1
    press(qtbot, shown, Qt.Key.Key_U)
    assert stored(empty) == before
    assert "by hand" not in shown.facts.text()
    assert not shown.bar.undo.isEnabled()


def test_the_header_row_of_a_table_stays_with_its_passages_through_edits(
    pane: DocumentPane, empty: Project, qtbot
):
    rows = "\n".join(f"Flat {n} of the old harbour\t{n * 7}" for n in range(200))
    with qtbot.waitSignal(pane.passages_changed, timeout=60_000):
        pane.show_document(empty, add(empty, f"Place\tRent\n{rows}", "rents.csv"))
    pane.text.setFocus()
    before = empty.passages.of(1, SETTINGS)
    assert [bool(one.header) for one in before] == [False, *[True] * (len(before) - 1)]
    pane.text.go_to(before[1].start + 100)
    press(qtbot, pane, Qt.Key.Key_X)
    press(qtbot, pane, Qt.Key.Key_S)
    after = empty.passages.of(1, SETTINGS)
    assert len(after) == len(before) + 1
    assert [bool(one.header) for one in after] == [False, *[True] * len(before)]


def test_a_click_leaves_a_passage_out_and_another_takes_it_in(shown, empty: Project, qtbot):
    qtbot.mouseClick(shown.bar.toggle, LEFT)
    assert [span.is_excluded for span in stored(empty)][:2] == [True, False]
    assert len(empty.passages.ids(SETTINGS)) == len(stored(empty)) - 1
    assert "1 left out" in shown.facts.text()
    assert shown.bar.toggle.text() == "Take in"
    assert shown.bar.toggle.accessibleName() == "Take this passage in again (X)"
    qtbot.mouseClick(shown.bar.toggle, LEFT)
    assert not any(span.is_excluded for span in stored(empty))


def test_what_cannot_be_merged_is_said_and_nothing_changes(shown, empty: Project, qtbot):
    before = stored(empty)
    shown.text.go_to(before[1].start)
    with qtbot.waitSignal(shown.refused, timeout=60_000) as told:
        QTest.keyClick(shown.text, Qt.Key.Key_M)
    assert "the largest size is 350" in str(told.args[0])
    shown.text.go_to(before[-1].start)
    with qtbot.waitSignal(shown.refused, timeout=60_000) as told:
        QTest.keyClick(shown.text, Qt.Key.Key_M)
    assert "last passage" in str(told.args[0])
    assert stored(empty) == before


def test_the_slider_counts_live_and_only_the_button_stores(shown, empty: Project, qtbot):
    before, bar = stored(empty), shown.bar
    bar.slider.setFocus()
    for _ in range(4):
        QTest.keyClick(bar.slider, Qt.Key.Key_PageDown)
    assert bar.value.text() == "150 tokens"
    qtbot.waitUntil(lambda: shown.facts.text().endswith("not used yet"), timeout=60_000)
    count = int(shown.facts.text().split()[0])
    assert count > len(before)
    assert stored(empty) == before
    assert not bar.merge.isEnabled()
    with qtbot.waitSignal(shown.passages_changed, timeout=60_000):
        QTest.keyClick(bar.slider, Qt.Key.Key_Return)
    assert len(stored(empty)) == count
    assert empty.passages.current(1, SETTINGS).settings.max_tokens == 150
    press(qtbot, shown, Qt.Key.Key_U)
    assert stored(empty) == before
    assert bar.slider.value() == 350


def test_the_old_size_can_be_kept(shown, empty: Project, qtbot):
    said = shown.facts.text()
    shown.bar.slider.setValue(123)
    assert shown.bar.slider.value() == 120
    qtbot.waitUntil(lambda: "not used yet" in shown.facts.text(), timeout=60_000)
    qtbot.mouseClick(shown.bar.reset, LEFT)
    qtbot.waitUntil(lambda: shown.facts.text() == said, timeout=60_000)
    assert not shown.bar.use.isVisible()
    shown.bar.slider.setValue(500)
    QTest.keyClick(shown.bar.slider, Qt.Key.Key_Escape)
    assert shown.bar.slider.value() == 350


def test_one_size_for_all_documents(shown, empty: Project, qtbot):
    others = [add(empty, f"{TEXT} {n}", f"{n}.txt").id for n in range(3)]
    by_hand = add(empty, TEXT + " by hand", "hand.txt").id
    spans = [Span(0, len(TEXT) + 8, 90)]
    empty.passages.revise(by_hand, SETTINGS, spans)
    shown.bar.slider.setValue(150)
    assert shown.bar.use_for_all.isEnabled()
    assert not shown.bar.merge.isVisible()
    with qtbot.waitSignal(shown.told, timeout=60_000) as told:
        QTest.keyClick(shown.bar.slider, Qt.Key.Key_A)
    assert told.args[0].startswith("4 documents were cut in passages of at most 150 tokens;")
    for document_id in (1, *others):
        assert empty.passages.current(document_id, SETTINGS).settings.max_tokens == 150
    assert empty.passages.current(by_hand, SETTINGS).settings.max_tokens == 350
    assert shown.bar.slider.value() == 150
    assert shown.bar.merge.isVisible()
    assert not shown.bar.use_for_all.isEnabled()


def test_the_size_of_one_document_can_be_given_to_the_others(shown, empty: Project, qtbot):
    other = add(empty, TEXT + " More.", "other.txt").id
    empty.passages.save(other, replace(SETTINGS, max_tokens=200), [Span(0, len(TEXT) + 6, 90)])
    shown.show_stored()
    assert shown.bar.use_for_all.isEnabled()
    with qtbot.waitSignal(shown.told, timeout=60_000) as told:
        qtbot.mouseClick(shown.bar.use_for_all, LEFT)
    assert told.args[0].startswith("1 document was cut in passages of at most 350 tokens;")
    assert not shown.bar.use_for_all.isEnabled()


def test_without_another_size_the_keys_change_nothing(shown, empty: Project, qtbot):
    shown.text.go_to(5)
    press(qtbot, shown, Qt.Key.Key_X)
    before = stored(empty)
    for key in (Qt.Key.Key_Return, Qt.Key.Key_A):
        with qtbot.assertNotEmitted(shown.passages_changed, wait=100):
            QTest.keyClick(shown.text, key)
    assert stored(empty) == before


def test_a_new_document_gets_the_size_that_most_have(shown, empty: Project, qtbot):
    empty.passages.save(1, replace(SETTINGS, max_tokens=120), [Span(0, len(TEXT), 90)])
    new = add(empty, TEXT + " New.", "new.txt")
    with qtbot.waitSignal(shown.passages_changed, timeout=60_000):
        shown.show_document(empty, new)
    assert empty.passages.current(new.id, SETTINGS).settings.max_tokens == 120


def test_what_the_text_does_not_hold_is_said(pane: DocumentPane, empty: Project):
    extract = Extract("Shown.", note="Text that is hidden in the file was left out.")
    report = empty.documents.add("/in/a", "a", "docx", 9, "a", extract)
    pane.show_document(empty, empty.documents.get(report.document_id or 0))
    assert pane.note.text() == extract.note
    assert pane.note.isVisible()
    pane.show_document(empty, add(empty, "Another.", "b.txt"))
    assert not pane.note.isVisible()


def test_moving_on_drops_the_answer_for_the_document_before(shown, empty: Project, qtbot):
    shown.bar.slider.setValue(200)
    shown._preview()
    other = add(empty, "One short notice.", "other.txt")
    with qtbot.waitSignal(shown.passages_changed, timeout=60_000):
        shown.show_document(empty, other)
    assert shown.facts.text() == "1 passage  ·  100 % of the text"
    assert not shown.bar.is_previewing


def test_the_text_is_as_wide_as_the_room_beside_its_margin(shown: DocumentPane):
    shown.resize(500, 600)
    shown.resize(700, 900)
    assert shown.text.horizontalScrollBar().maximum() == 0


def test_passages_are_drawn_where_they_are(shown: DocumentPane):
    shown.resize(700, 900)
    drawn = list(shown.text.visible_lines())
    begins = [place for _, place, is_first in drawn if is_first]
    assert begins[:2] == [0, 1]
    assert {place for _, place, _ in drawn} == set(range(max(begins) + 1))
    shown.text.go_to(shown._state[1][5].start)
    assert shown.text.place() == 5
    assert 5 in {place for _, place, _ in shown.text.visible_lines()}


def test_a_border_within_a_line_is_drawn_there(pane: DocumentPane, empty: Project):
    document = add(empty, "🐟 One. Two.")
    empty.passages.save(document.id, SETTINGS, [Span(0, 6, 2), Span(7, 11, 1)])
    pane.show_document(empty, document)
    (first, *_), (second, place, begins) = pane.text.visible_lines()
    assert (place, begins) == (1, True)
    assert first.top() == second.top()
    assert 0 < first.right() <= second.left()
    pane.text.go_to(7)
    assert pane.text.textCursor().position() == 8
    assert (pane.text.offset(), pane.text.place()) == (7, 1)


@pytest.mark.parametrize("colours", [LIGHT, DARK])
def test_the_passage_under_the_cursor_stands_out_in_both_schemes(shown, colours):
    shown.text.setPalette(palette_of(colours))
    image = shown.text.viewport().grab().toImage()
    area = next(area for area, place, _ in shown.text.visible_lines() if place == 0)
    point = (int(area.right()) - 4, int(area.top()) + 5)
    assert image.pixelColor(*point).name() == colours.accent_soft.lower()


def test_a_place_far_down_is_shown_in_its_own_part_of_the_text(
    pane: DocumentPane, empty: Project, monkeypatch, qtbot
):
    monkeypatch.setattr(document_pane, "MOST_CHARACTERS", 2000)
    with qtbot.waitSignal(pane.passages_changed, timeout=60_000):
        pane.show_document(empty, add(empty, TEXT + "\n\nThe needle."))
    start = TEXT.__len__() + 6
    pane.show_hit(SearchHit(1, "rules.txt", 1, 1, "", "", start, start + 6, ((start, start + 6),)))
    highlight = pane.text.extraSelections()[-1]
    assert highlight.cursor.selectedText() == "needle"
    assert pane.text.offset() == start
    assert not pane.later.isEnabled()
    qtbot.mouseClick(pane.earlier, LEFT)
    assert "needle" not in pane.text.toPlainText()
    assert pane.later.isEnabled()


def test_without_a_model_the_text_is_shown_without_passages(
    qtbot, background: Background, empty: Project
):
    pane = DocumentPane(background, fake.main)
    qtbot.addWidget(pane)
    pane.show_document(empty, add(empty, TEXT))
    assert pane.facts.text() == f"{len(TEXT):,} characters"
    assert not pane.bar.merge.isEnabled()
    assert not background.is_busy


def test_a_worker_that_fails_is_said_and_the_text_stays(pane, empty: Project, qtbot):
    pane.show_model(replace(MODEL, path=Path(fake.REFUSE)))
    with qtbot.waitSignal(pane.refused, timeout=60_000):
        pane.show_document(empty, add(empty, TEXT))
    assert pane.text.toPlainText() == TEXT
    assert not pane.bar.merge.isEnabled()


def test_leaving_out_at_once_after_a_merge_holds_both(shown: DocumentPane, empty: Project, qtbot):
    whole = stored(empty)
    shown.text.go_to(whole[1].start + 100)
    press(qtbot, shown, Qt.Key.Key_S)
    shown._work._counter.close()  # so that counting takes as long as at the first edit
    shown.text.go_to(whole[1].start + 5)
    QTest.keyClick(shown.text, Qt.Key.Key_M)
    QTest.keyClick(shown.text, Qt.Key.Key_X)
    qtbot.waitUntil(lambda: any(span.is_excluded for span in stored(empty)), timeout=60_000)
    after = [(span.start, span.end, span.is_excluded) for span in stored(empty)]
    assert len(after) == len(whole)
    assert after[1] == (whole[1].start, whole[1].end, True)
    assert [(s.start, s.end, s.is_excluded) for s in shown._state[1]] == after


def test_leaving_out_holds_though_the_merge_before_it_is_refused(shown, empty: Project, qtbot):
    whole = stored(empty)
    shown.text.go_to(whole[1].start + 5)
    with qtbot.waitSignal(shown.refused, timeout=60_000):
        QTest.keyClick(shown.text, Qt.Key.Key_M)
        QTest.keyClick(shown.text, Qt.Key.Key_X)
    qtbot.waitUntil(lambda: stored(empty)[1].is_excluded, timeout=60_000)
    assert len(stored(empty)) == len(whole)


def test_splits_in_quick_succession_all_hold(shown: DocumentPane, empty: Project, qtbot):
    shown.bar.size_chosen.emit(200)
    qtbot.waitUntil(lambda: shown._state[0].settings.max_tokens == 200, timeout=60_000)
    spans = shown._state[1]
    for span in (spans[4], spans[2]):
        shown.text.go_to(span.start + 20)
        QTest.keyClick(shown.text, Qt.Key.Key_S)
    qtbot.waitUntil(lambda: len(shown._state[1]) == len(spans) + 2, timeout=60_000)


def test_a_split_goes_through_no_word(shown: DocumentPane, empty: Project, qtbot):
    before = stored(empty)
    word = TEXT.index("enter", before[1].start)
    shown.text.go_to(word + 2)
    press(qtbot, shown, Qt.Key.Key_S)
    assert word in {span.start for span in stored(empty)}


def test_both_halves_of_a_passage_that_is_left_out_are_drawn_as_left_out(
    shown: DocumentPane, empty: Project, qtbot
):
    before = stored(empty)
    shown.text.go_to(before[1].start + 150)
    press(qtbot, shown, Qt.Key.Key_X)
    press(qtbot, shown, Qt.Key.Key_S)
    halves = [span for span in stored(empty) if span.is_excluded]
    assert len(halves) == 2
    drawn = {
        (one.cursor.selectionStart(), one.cursor.selectionEnd())
        for one in shown.text.extraSelections()
    }
    covered = {place for start, end in drawn for place in range(start, end)}
    assert all(set(range(half.start, half.end)) <= covered for half in halves)
