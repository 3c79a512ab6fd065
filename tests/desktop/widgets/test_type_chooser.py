"""The task types: what a model does poorly is off until someone asks for it."""

from desktop.widgets.type_chooser import FIRST_CHOICE, TypeChooser

POOR = ("qa", "ynqa", "mcqa")


def test_poor_types_are_switched_off_with_the_reason(qtbot):
    chooser = TypeChooser()
    qtbot.addWidget(chooser)
    chooser.suit(POOR, "Too few were right.")
    assert chooser.chosen() == tuple(k for k in chooser.chosen() if k not in POOR)
    assert set(chooser.chosen()) == set(FIRST_CHOICE) - set(POOR)
    assert chooser.check("ynqa").toolTip() == "<span>Too few were right.</span>"
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
