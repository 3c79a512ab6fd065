"""The window speaks the chosen language, else the system's, and holds in each of them."""

import subprocess
import sys
from pathlib import Path

import pytest

from desktop.chosen_language import spoken


def test_german_fits_a_small_screen_and_nothing_is_cut_off(tmp_path: Path):
    command = [sys.executable, "-m", "tests.desktop.speaking", "de", str(tmp_path)]
    ended = subprocess.run(
        command, capture_output=True, text=True, timeout=120, check=True, encoding="utf-8"
    )
    sentence, *faults = ended.stdout.splitlines()
    assert sentence.startswith("Wählen Sie, was das Modell schreibt.")
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
