"""A pilot of which little came says what would give more."""

import pytest

from desktop.widgets.pilot_card import PilotCard
from engine.runs.estimate import Estimate


@pytest.mark.parametrize(("well_formed", "is_poor"), [(13, True), (40, False)])
def test_a_pilot_of_which_little_came_says_how_to_get_more(qtbot, well_formed: int, is_poor: bool):
    card = PilotCard()
    qtbot.addWidget(card)
    found = Estimate(51, 240.0, 180.0, 300.0, well_formed, 3, 50)
    card.show_estimate(found, 12)
    assert ("a larger model" in card.detail.text()) is is_poor
    assert "12 units of this pilot" in card.detail.text()
