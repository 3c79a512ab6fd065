"""What the checklist says of labels, and where it leads."""

from desktop.app import App
from desktop.main_window import REVIEW
from desktop.widgets.label_check import label_point
from engine.export.labelling import OffLabel
from engine.records import Verdict


def test_an_edit_off_label_warns_and_leads_to_the_edits():
    point = label_point(OffLabel((3,), 5))
    assert (point.state, point.action) == ("warn", "Look")
    assert point.text == "1 edited answer is none of its labels or options"


def test_what_the_model_wrote_off_label_is_left_out():
    point = label_point(OffLabel((), 5))
    assert (point.state, point.action) == ("good", "")
    assert point.text.endswith("5 units had another and are left out")
    assert label_point(OffLabel()).state == "good"


def test_the_checklist_leads_to_the_edits_and_to_what_is_flagged(app: App, full_path):
    app.current.open(full_path)
    app.export.review_requested.emit("label")
    assert app.review.filter.filter().verdicts == (Verdict.EDIT,)
    app.export.review_requested.emit("flagged")
    assert app.review.filter.filter().verdicts == (Verdict.FLAG,)
    assert app.window.pages.currentIndex() == REVIEW
