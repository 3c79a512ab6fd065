"""Scheme and size of text: chosen in the menus, kept, and never beyond what there is."""

from desktop.app import App
from desktop.appearance import USUAL, ZOOMS


def test_text_becomes_larger_and_smaller_step_by_step_and_usual_again(app: App, qapp):
    usual = qapp.font().pointSizeF()
    app.window.zoom_requested.emit(1)
    assert qapp.font().pointSizeF() > usual
    app.window.zoom_requested.emit(-1)
    app.window.zoom_requested.emit(-1)
    assert qapp.font().pointSizeF() < usual
    app.window.zoom_requested.emit(0)
    assert qapp.font().pointSizeF() == usual


def test_there_is_a_largest_and_a_smallest_size_and_it_is_remembered(app: App):
    for end, step in ((-1, 1), (0, -1)):
        app.preferences.zoom = ZOOMS[end]
        app.appearance.zoom(step)
        assert app.preferences.zoom == ZOOMS[end]


def test_a_size_that_another_version_wrote_is_the_nearest_of_ours(app: App, settings):
    settings.setValue("look/zoom", 118)
    app.appearance.zoom(-1)
    assert app.preferences.zoom == USUAL
    settings.setValue("look/zoom", "huge")
    assert app.preferences.zoom == USUAL


def test_rows_of_a_table_grow_with_the_text(app: App, full_path):
    app.current.open(full_path)
    before = app.review.view.rowHeight(0)
    app.preferences.zoom = ZOOMS[-1]
    app.appearance.dress()
    assert app.review.view.rowHeight(0) > before * 1.3
