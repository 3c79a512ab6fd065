from PySide6.QtWidgets import QLabel

from desktop.app import App
from desktop.dialogs.words import WORDS, WordsDialog
from desktop.menus import every_action


def test_the_words_of_the_pages_are_explained(qtbot):
    dialog = WordsDialog(None)
    qtbot.addWidget(dialog)
    shown = {label.text() for label in dialog.findChildren(QLabel)}
    assert all({word, meaning} <= shown for word, meaning in WORDS)
    assert {"Unit", "Pilot", "Well-formed", "Not confirmed", "Fill the gaps"} <= shown


def test_help_leads_to_them(app: App):
    assert any("Words" in title for title, _ in every_action(app.window.menuBar()))
