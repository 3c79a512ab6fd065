import pytest
from PySide6.QtCore import QRect, Qt
from PySide6.QtTest import QTest

from desktop.app import App
from desktop.appearance import ZOOMS
from desktop.main_window import DOCUMENTS, EXPORT, GENERATE, REVIEW, START

SCREENS = [QRect(0, 0, 1024, 700), QRect(0, 0, 1280, 720), QRect(1920, 40, 1366, 728)]
PLACES = (START, DOCUMENTS, GENERATE, REVIEW, EXPORT)


@pytest.mark.parametrize("screen", SCREENS)
def test_the_window_stays_inside_the_screen_it_is_on(app: App, screen: QRect, full_path):
    app.current.open(full_path)
    app.window.setGeometry(QRect(-300, -200, 2600, 1700))
    app.window.fit_to(screen)
    assert screen.contains(app.window.geometry())
    assert screen.contains(QRect(app.window.pos(), app.window.frameSize()))


def test_a_window_that_fits_stays_where_it_is(app: App):
    before = QRect(40, 50, 1100, 660)
    app.window.setGeometry(before)
    app.window.fit_to(QRect(0, 0, 1920, 1080))
    assert app.window.geometry() == before


@pytest.mark.parametrize("place", PLACES)
def test_every_page_fits_a_small_screen(app: App, full_path, place: int):
    app.current.open(full_path)
    app.window.go_to(place)
    wanted = app.window.minimumSizeHint()
    assert (wanted.width() <= 1016, wanted.height() <= 660) == (True, True), wanted


def test_the_error_and_the_waiting_run_are_two_messages(app: App, stopped_path, tmp_path):
    app.current.open(stopped_path)
    app.current.open(tmp_path / "missing.bonito")
    assert app.window.notice.isVisible()
    assert app.window.unfinished.text  # shown beside it, or as one message more
    app.current.close()
    assert not app.window.unfinished.text


def test_going_to_a_page_puts_the_focus_where_its_keys_work(app: App, full_path):
    app.current.open(full_path)
    QTest.keyClick(app.window, Qt.Key.Key_3, Qt.KeyboardModifier.ControlModifier)
    assert app.review.view.hasFocus()


def test_large_fonts_leave_every_setting_of_a_run_reachable(app: App, qapp, full_path, qtbot):
    app.current.open(full_path)
    app.window.resize(1280, 720)
    app.window.go_to(GENERATE)
    app.generate.panel.another.click()
    app.preferences.zoom = ZOOMS[-1]
    app.appearance.dress()
    assert qapp.font().pointSizeF() >= 16
    side, buttons = app.generate.side, (app.generate.choose, app.generate.run)

    def are_inside() -> bool:
        corners = [button.mapTo(side, button.rect().bottomRight()) for button in buttons]
        return all(side.rect().contains(corner) for corner in corners)

    qtbot.waitUntil(are_inside)
