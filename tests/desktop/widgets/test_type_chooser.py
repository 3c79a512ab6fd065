"""The task types: what a model does poorly is off until someone asks for it."""

from desktop.charts import Share
from desktop.widgets.type_chooser import FIRST_CHOICE, TypeChooser

POOR = ("qa", "ynqa", "mcqa")


def test_poor_types_are_switched_off_with_the_reason(qtbot):
    chooser = TypeChooser()
    qtbot.addWidget(chooser)
    chooser.suit(POOR, "Too few were right.")
    assert chooser.chosen() == tuple(k for k in chooser.chosen() if k not in POOR)
    assert set(chooser.chosen()) == set(FIRST_CHOICE) - set(POOR)
    assert chooser.check("ynqa").toolTip() == "<span>Too few were right.</span>"
    assert chooser._reason.text().startswith("Too few were right (")
    assert chooser._reason.text().endswith("yes-no question answering).")
    chooser.suit((), "")
    assert set(chooser.chosen()) == set(FIRST_CHOICE)


def test_what_the_user_chose_stays_as_it_is(qtbot):
    chooser = TypeChooser()
    qtbot.addWidget(chooser)
    chooser.suit(POOR, "Too few were right.")
    chooser.check("mcqa").setChecked(True)
    chosen = chooser.chosen()
    chooser.suit(POOR, "Too few were right.")
    chooser.suit((), "")
    assert chooser.chosen() == chosen


def test_beside_a_type_stands_what_it_gave_so_far_and_what_was_accepted_of_it(qtbot):
    chooser = TypeChooser()
    qtbot.addWidget(chooser)
    assert chooser._legend.isHidden()
    chooser.show_gave([Share("qa", "", 12, 15), Share("te", "", 0, 3)], [Share("qa", "", 5, 6)])
    assert not chooser._legend.isHidden()
    assert (chooser._gave["qa"].text(), chooser._accepted["qa"].text()) == (
        "12 of 15",
        "5 of 6 accepted",
    )
    assert chooser._gave["te"].text() == "0 of 3"
    assert chooser._accepted["te"].isHidden()
    assert chooser._gave["exqa"].isHidden()
    said = chooser.check("qa").accessibleDescription()
    assert said.endswith("; so far 12 of 15 well-formed; 5 of 6 accepted")
    chooser.show_gave([], [])
    assert chooser._legend.isHidden()
    assert chooser._gave["qa"].isHidden()
