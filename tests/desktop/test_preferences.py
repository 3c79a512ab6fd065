from pathlib import Path

from PySide6.QtCore import QSettings

from desktop.preferences import MOST_RECENT, Preferences
from desktop.theme import Scheme


def test_the_newest_project_comes_first_and_each_once(settings: QSettings, tmp_path: Path):
    preferences = Preferences(settings)
    paths = [tmp_path / f"{number}.bonito" for number in range(MOST_RECENT + 2)]
    for path in (*paths, paths[5]):
        path.touch()
        preferences.remember(path)
    names = [entry.name for entry in preferences.recent()]
    assert names[:2] == ["5", str(MOST_RECENT + 1)]
    assert len(names) == len(set(names)) == MOST_RECENT


def test_a_project_on_a_stick_that_was_pulled_out_is_listed_as_missing(
    settings: QSettings, tmp_path: Path
):
    preferences = Preferences(settings)
    stick, other = tmp_path / "stick.bonito", tmp_path / "other.bonito"
    for path in (stick, other):
        path.touch()
        preferences.remember(path)
    stick.rename(tmp_path / "away")
    preferences.remember(other)
    assert [(one.name, one.is_missing) for one in preferences.recent()] == [
        ("other", False),
        ("stick", True),
    ]
    (tmp_path / "away").rename(stick)
    assert not preferences.recent()[1].is_missing


def test_an_unfinished_run_is_remembered_and_forgotten(settings: QSettings, tmp_path: Path):
    preferences, path = Preferences(settings), tmp_path / "a.bonito"
    path.touch()
    preferences.remember(path)
    preferences.note_unfinished(path, "Run of 14:02 stopped at 412 of 1,150.")
    assert "412" in preferences.recent()[0].unfinished
    preferences.note_unfinished(path, "")
    assert preferences.recent()[0].unfinished == ""


def test_settings_written_by_hand_do_no_harm(settings: QSettings):
    settings.setValue("recent", "{not json")
    settings.setValue("look/scheme", "pink")
    settings.setValue("look/geometry", "none")
    preferences = Preferences(settings)
    assert preferences.recent() == []
    assert preferences.scheme is Scheme.SYSTEM
    assert preferences.geometry.isEmpty()


def test_a_reviewer_has_a_name(settings: QSettings):
    assert Preferences(settings).reviewer
    settings.setValue("review/name", "Ilse")
    assert Preferences(settings).reviewer == "Ilse"
