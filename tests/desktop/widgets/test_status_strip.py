from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from desktop.widgets.status_strip import StatusStrip
from engine.isolation.checks import checks_of
from tests.engine.isolation.observations import SEALED, WINDOWS


@pytest.mark.parametrize(
    ("observation", "said"),
    [
        (SEALED, "Offline: verified"),
        (WINDOWS, "Offline: Python's calls are refused"),
        (replace(SEALED, clients=("ssl",)), "Offline: not verified"),
    ],
)
def test_it_claims_what_the_checks_came_to(qtbot, observation, said: str):
    strip = StatusStrip(checks_of(observation))
    qtbot.addWidget(strip)
    assert strip.isolation.text() == said
    strip.show_isolation(checks_of(SEALED))
    assert strip.isolation.text() == "Offline: verified"


def test_a_press_asks_for_all_checks(qtbot):
    strip = StatusStrip(checks_of(SEALED))
    qtbot.addWidget(strip)
    with qtbot.waitSignal(strip.isolation_requested):
        QTest.mouseClick(strip.isolation, Qt.MouseButton.LeftButton)


def test_it_names_model_device_and_work(qtbot):
    strip = StatusStrip(checks_of(SEALED))
    qtbot.addWidget(strip)
    assert strip.model.accessibleName() == "Model: none chosen"
    strip.show_model("Nano")
    strip.show_device("CPU, 2 threads")
    strip.show_work("Reading files")
    assert strip.model.accessibleName() == "Model: Nano"
    assert strip.device.text() == "Device: CPU, 2 threads"
    assert strip.work.accessibleName() == "Reading files …"
