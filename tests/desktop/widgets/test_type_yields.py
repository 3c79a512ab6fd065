"""What stands beside the share of well-formed tasks: what a review has found of each type."""

import pytest

from desktop.charts import Share
from desktop.widgets.run_panel import _is_poor
from desktop.widgets.type_yields import TypeYields
from engine.records import TypeYield


@pytest.fixture
def yields(qtbot) -> TypeYields:
    made = TypeYields()
    qtbot.addWidget(made)
    return made


def test_that_form_is_not_all_is_said_from_the_beginning(yields: TypeYields):
    assert yields._caption.text().startswith("This is the form alone")


def test_what_was_accepted_is_said_of_types_that_were_read_the_best_first(yields: TypeYields):
    yields.show_accepted(
        [
            Share("para", "Paraphrase identification", 1, 20),
            Share("exqa", "Extractive question answering", 9, 12),
            Share("nli", "Natural language inference", 2, 2),
        ]
    )
    assert yields._caption.text().endswith(
        "Of those reviewed, accepted: Extractive question answering 9 of 12, Paraphrase "
        "identification 1 of 20."
    )


def test_nothing_is_said_of_a_review_that_has_not_begun(yields: TypeYields):
    yields.show_accepted([Share("nli", "Natural language inference", 0, 0)])
    assert "reviewed, accepted" not in yields._caption.text()


@pytest.mark.parametrize(
    ("units", "well_formed", "is_poor"), [(44, 8, True), (44, 22, False), (6, 0, False)]
)
def test_a_run_of_which_little_came_is_told_from_others(
    units: int, well_formed: int, is_poor: bool
):
    assert _is_poor([TypeYield("exqa", units, well_formed)]) is is_poor
