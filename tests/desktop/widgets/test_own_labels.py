"""Lines for labels of a run's own, of which those of the chosen types are asked for."""

from desktop.widgets.own_labels import OwnLabels


def test_labels_are_those_of_the_chosen_types_that_have_some(qtbot):
    own = OwnLabels()
    qtbot.addWidget(own)
    assert own.labels(("topic_class", "nli", "qa")) == ()
    own.lines["topic_class"].setText(" Invoice,Contract ,, Other ")
    own.lines["sentiment"].setText("glad, sad")
    own.lines["nli"].setText(" , ")
    assert own.labels(("topic_class", "nli", "qa")) == (
        ("topic_class", ("Invoice", "Contract", "Other")),
    )
    assert own.labels(("qa",)) == ()
