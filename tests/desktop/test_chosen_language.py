"""The window speaks the chosen language, else the system's, and holds in each of them."""

import subprocess
import sys
from pathlib import Path

import pytest

from desktop.chosen_language import spoken
from tests.desktop.twice import TWICE


@pytest.mark.parametrize(
    ("code", "said"),
    [("de", "Wählen Sie, was das Modell schreibt."), (TWICE, "to expect. Choose what the model")],
)
def test_a_language_fits_a_small_screen_and_nothing_is_cut_off(code, said: str, tmp_path: Path):
    command = [sys.executable, "-m", "tests.desktop.speaking", code, str(tmp_path)]
    ended = subprocess.run(
        command, capture_output=True, text=True, timeout=120, check=True, encoding="utf-8"
    )
    sentence, *faults = ended.stdout.splitlines()
    assert said in sentence
    assert faults == []


@pytest.mark.parametrize(
    ("wanted", "language"),
    [
        (["de-AT", "en-US"], "de"),
        (["fr-FR", "de_DE"], "de"),
        (["fr-FR"], "en"),
        ([], "en"),
        (["en-GB", "de"], "en"),
    ],
)
def test_the_first_language_of_the_system_that_is_known_is_spoken(wanted, language: str):
    assert spoken(wanted) == language
