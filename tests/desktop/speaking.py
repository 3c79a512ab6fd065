"""Shows every page in a language, 1,024 pixels wide, and prints what is cut off: LANGUAGE FOLDER.

A process of its own, because a language is chosen before the window's modules are imported.
"""

import os
import sys

os.environ["QT_QPA_PLATFORM"] = "offscreen"

from collections.abc import Iterator
from pathlib import Path

from desktop import language

if __name__ == "__main__":
    language.use(sys.argv[1])

from PySide6.QtCore import QSettings
from PySide6.QtWidgets import QAbstractButton, QApplication, QComboBox, QLabel, QWidget

from desktop.app import App
from desktop.main_window import GENERATE
from engine.worker import fake
from tests.sample import sample_project

WIDTH, HEIGHT = 1024, 700
ARROW = 34  # pixels of a box beside its text


def faults(page: QWidget) -> Iterator[str]:
    """What is cut off or too wide on a page."""
    if page.minimumSizeHint().width() > WIDTH:
        yield f"too wide: {page.minimumSizeHint().width()}"
    for button in page.findChildren(QAbstractButton):
        least = min(button.minimumSizeHint().width(), button.sizeHint().width())
        if button.isVisible() and button.text() and button.width() < least:
            yield f"cut off: {button.text()}"
    for box in page.findChildren(QComboBox):
        needed = box.fontMetrics().horizontalAdvance(box.currentText()) + ARROW
        if box.isVisible() and box.width() < needed:
            yield f"cut off: {box.currentText()}"
    for label in page.findChildren(QLabel):
        wraps = label.isVisible() and label.wordWrap()
        if wraps and label.height() < label.heightForWidth(label.width()):
            yield f"too low: {label.text()}"


def main(folder: Path) -> None:
    """Print the heading's sentence and the faults of each page."""
    application = QApplication([])
    settings = QSettings(str(folder / "preferences.ini"), QSettings.Format.IniFormat)
    app = App(application, settings, fake.main)
    app.start()
    sample_project(folder / "sample.bonito").close()
    app.current.open(folder / "sample.bonito")
    app.window.resize(WIDTH, HEIGHT)
    said = [app.generate.sentence.text()]
    for place in range(app.window.pages.count()):
        app.window.pages.setCurrentIndex(place)
        if place == GENERATE:
            app.generate.panel.setup_requested.emit()
        for _level in range(6):  # a change of size climbs one level of layouts at a time
            application.processEvents()
        page = app.window.pages.widget(place)
        said += [f"page {place}: {fault}" for fault in faults(page)]
    app.close()
    sys.stdout.write("\n".join(said))


if __name__ == "__main__":
    main(Path(sys.argv[2]))
