from dataclasses import replace
from pathlib import Path

from desktop.app import App
from desktop.dialogs.settings import Settings, SettingsDialog
from desktop.theme import Scheme
from desktop.usual_sampling import UsualSampling
from desktop.widgets.sampling import OWN, VARIED
from engine.records import Sampling

USUAL = UsualSampling(0.7, 0.9, 3)
NOW = Settings(Scheme.DARK, 130, "Ilse", backs_up_daily=False, pilot_units=20, sampling=USUAL)


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


def test_new_runs_begin_with_the_usual_numbers_and_say_so(app: App):
    shown = app.generate.sampling
    assert shown.origin.isHidden()
    app.choices.use(NOW)
    assert (shown.temperature.value(), shown.top_p.value(), shown.samples.value()) == (0.7, 0.9, 3)
    assert (shown.preset(), shown.origin.isHidden()) == (OWN, False)
    assert shown.sampling() == Sampling(temperature=0.7, top_p=0.9)
    shown.samples.setValue(4)
    assert shown.origin.isHidden()
    app.choices.use(replace(NOW, zoom=100))
    assert shown.samples.value() == 4  # what is being put together stays
    app.choices.use(replace(NOW, sampling=UsualSampling(0.9, 0.98)))
    assert (shown.preset(), shown.samples.value()) == (VARIED, 1)
    assert app.preferences.usual_sampling == UsualSampling(0.9, 0.98)


def test_without_daily_backups_none_is_made_at_opening(app: App, full_path: Path, calm):
    app.choices.use(NOW)
    app.current.open(full_path)
    calm(app)
    assert list(full_path.parent.glob("*backup*")) == []
