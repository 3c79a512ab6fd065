"""The window as it runs, with a worker that needs no model; it prints what a test waits for.

    python -m tests.desktop.told_window FOLDER

FOLDER holds the preferences. Each line is a JSON object of what can be seen now.
"""

import json
import sys
from pathlib import Path

from PySide6.QtCore import QSettings, QTimer
from PySide6.QtWidgets import QApplication, QLineEdit

from desktop.app import App
from engine.worker import fake

LOOK_MILLISECONDS = 40


class Told:
    """Prints a line whenever something has changed."""

    def __init__(self, app: App) -> None:
        self._app, self._last = app, ""
        self._timer = QTimer(interval=LOOK_MILLISECONDS)
        self._timer.timeout.connect(self._look)
        self._timer.start()

    def _look(self) -> None:
        modal = QApplication.activeModalWidget()
        focus = QApplication.focusWidget()
        app, status = self._app, self._app.project.status() if self._app.project else None
        line = json.dumps(
            {
                "dialog": modal.windowTitle() if modal else "",
                "page": app.window.pages.currentIndex(),
                "busy": app.background.is_busy or app.running.is_under_way,
                "documents": status.documents if status else -1,
                "units": sum(status.outcomes.values()) if status else 0,
                "verdicts": {one.value: n for one, n in status.verdicts.items()} if status else {},
                "rows": app.review.table.rowCount(),
                "editing": app.review.pane.is_editing,
                "focus": focus is not None and focus.window().isActiveWindow(),
                "types_into": focus.window().windowTitle() if focus else "",
                "typed": focus.text() if isinstance(focus, QLineEdit) else "",
                "notice": app.export.notice.text,
            }
        )
        if line != self._last:
            self._last = line
            sys.stdout.write(f"{line}\n")
            sys.stdout.flush()


def main(folder: Path) -> int:
    """The window, as the program opens it."""
    application = QApplication([])
    settings = QSettings(str(folder / "preferences.ini"), QSettings.Format.IniFormat)
    app = App(application, settings, worker=fake.main)
    app.start()
    told = Told(app)
    code = application.exec()
    del told
    return code


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1])))
