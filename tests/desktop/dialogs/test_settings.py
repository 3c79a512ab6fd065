from dataclasses import replace
from pathlib import Path

from desktop.app import App
from desktop.dialogs.settings import Settings, SettingsDialog
from desktop.theme import Scheme

NOW = Settings(Scheme.DARK, 130, "Ilse", backs_up_daily=False, pilot_units=20)


def test_the_dialog_shows_what_holds_and_changes_nothing_by_itself(qtbot):
    dialog = SettingsDialog(None, NOW)
    qtbot.addWidget(dialog)
    assert dialog.settings() == NOW


def test_what_is_chosen_is_told(qtbot):
    dialog = SettingsDialog(None, NOW)
    qtbot.addWidget(dialog)
    dialog.scheme.setCurrentIndex(dialog.scheme.findData(Scheme.LIGHT))
    dialog.name.setText("  Ilse   Braun ")
    dialog.pilot.setValue(6)
    assert dialog.settings() == replace(NOW, scheme=Scheme.LIGHT, name="Ilse Braun", pilot_units=6)


def test_settings_hold_at_once_and_are_remembered(app: App, full_path: Path):
    app.current.open(full_path)
    app.choices.use(NOW)
    kept = app.preferences
    assert (kept.scheme, kept.zoom, kept.reviewer) == (Scheme.DARK, 130, "Ilse")
    assert (kept.backs_up_daily, kept.pilot_units) == (False, 20)
    assert app.project.log.who == "Ilse"
    assert app.generate.sampling.limit.value() == 20


def test_without_daily_backups_none_is_made_at_opening(app: App, full_path: Path, calm):
    app.choices.use(NOW)
    app.current.open(full_path)
    calm(app)
    assert list(full_path.parent.glob("*backup*")) == []
