"""Shows every page in a language on a small screen, and prints what is cut off: LANGUAGE FOLDER.

`twice`, whose every text says the English one twice, has 1,280 pixels, others 1,024. A process of
its own, because a language is chosen before the window's modules are imported.
"""

import os
import sys

os.environ["QT_QPA_PLATFORM"] = "offscreen"

from collections.abc import Iterator
from pathlib import Path
from time import monotonic

from desktop import language
from tests.desktop.twice import TWICE, use_twice

if __name__ == "__main__":
    use_twice() if sys.argv[1] == TWICE else language.use(sys.argv[1])

from PySide6.QtCore import QEventLoop, QSettings, Qt
from PySide6.QtWidgets import (
    QAbstractButton,
    QApplication,
    QComboBox,
    QDialog,
    QLabel,
    QScrollArea,
    QSizePolicy,
    QWidget,
)

from desktop.app import App
from desktop.dialogs.keys import KeysDialog
from desktop.dialogs.password import AskPassword
from desktop.dialogs.project_log import DECISIONS
from desktop.dialogs.settings import SettingsDialog
from desktop.main_window import GENERATE
from engine.worker import fake
from tests.sample import sample_project

WIDTH, HEIGHT = (1280, 720) if sys.argv[1:2] == [TWICE] else (1024, 700)
ARROW = 34  # pixels of a box beside its text
PATIENCE_SECONDS = 30.0  # for what is read in the background
CLOSE = 2  # pixels that nobody misses


def faults(page: QWidget) -> Iterator[str]:
    """What is cut off or too wide on a page."""
    if page.minimumSizeHint().width() > WIDTH:
        yield f"too wide: {page.minimumSizeHint().width()}"
    for button in page.findChildren(QAbstractButton):
        least = min(button.minimumSizeHint().width(), button.sizeHint().width())
        if button.isVisible() and button.text() and button.width() < least - CLOSE:
            yield f"cut off: {button.text()}"
    for label in page.findChildren(QLabel):
        if label.isVisible() and label.text():
            yield from _of_label(label)


def _of_label(label: QLabel) -> Iterator[str]:
    elides = label.sizePolicy().horizontalPolicy() is QSizePolicy.Policy.Ignored
    if label.wordWrap():
        if label.height() < label.heightForWidth(label.width()) - CLOSE:
            yield f"too low: {label.text()}"
    elif not elides and label.width() < label.sizeHint().width() - CLOSE:
        yield f"cut off: {label.text()}"


def narrow(page: QWidget) -> Iterator[str]:
    """Boxes too narrow for what is chosen in them, which their list shows; areas that scroll."""
    for area in page.findChildren(QScrollArea):
        if area.isVisible() and area.horizontalScrollBar().isVisible():
            yield f"scrolls sideways: {area.accessibleName()}"
    for box in page.findChildren(QComboBox):
        needed = box.fontMetrics().horizontalAdvance(box.currentText()) + ARROW
        if box.isVisible() and box.width() < needed:
            yield f"cut off: {box.currentText()}"


def dialogs(app: App) -> Iterator[QDialog]:
    """Those with the most text."""
    yield SettingsDialog(app.window, app.choices._now())
    yield AskPassword(app.window, ["one.pdf", "two.pdf"], is_wrong=True)
    yield KeysDialog(app.window)
    for made in (app.charts.made(), app.shown_log.made()):
        assert made is not None
        yield made
    log = app.shown_log.made()
    assert log is not None
    log.show_part(DECISIONS)
    yield log


def settle(application: QApplication, app: App) -> None:
    """What is read in the background has come, and its change of size has climbed all layouts."""
    deadline = monotonic() + PATIENCE_SECONDS
    for _level in range(6):
        application.processEvents()
    while app.background.is_busy and monotonic() < deadline:
        application.processEvents(QEventLoop.ProcessEventsFlag.WaitForMoreEvents, 50)
    for _level in range(6):
        application.processEvents()


def main(code: str, folder: Path) -> None:
    """Print the heading's sentence and the faults of each page and dialog."""
    application = QApplication([])
    settings = QSettings(str(folder / "preferences.ini"), QSettings.Format.IniFormat)
    app = App(application, settings, fake.main)
    app.start()
    sample_project(folder / "sample.bonito").close()
    app.current.open(folder / "sample.bonito")
    app.window.resize(WIDTH, HEIGHT)
    said = [app.generate.sentence.text()]
    looks = [faults] if code == TWICE else [faults, narrow]
    for place in range(app.window.pages.count()):
        app.window.pages.setCurrentIndex(place)
        if place == GENERATE:
            app.generate.panel.setup_requested.emit()
        settle(application, app)
        page = app.window.pages.widget(place)
        said += [f"page {place}: {fault}" for look in looks for fault in look(page)]
    for dialog in dialogs(app):
        dialog.setAttribute(Qt.WidgetAttribute.WA_DontShowOnScreen)
        dialog.open()
        settle(application, app)
        name = type(dialog).__name__
        said += [f"{name}: {fault}" for look in looks for fault in look(dialog)]
        dialog.reject()
    app.close()
    sys.stdout.write("\n".join(said))


if __name__ == "__main__":
    main(sys.argv[1], Path(sys.argv[2]))
