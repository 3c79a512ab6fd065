import pytest

from desktop.widgets.notice import Notice


@pytest.fixture
def notice(qtbot) -> Notice:
    made = Notice()
    qtbot.addWidget(made)
    return made


def test_good_news_goes_by_itself(notice: Notice):
    notice.say("Backed up.", "good")
    assert notice._leaving.isActive()
    notice._leaving.timeout.emit()
    assert notice.text == ""


@pytest.mark.parametrize("kind", ["info", "warn", "bad"])
def test_what_has_to_be_dealt_with_stays(notice: Notice, kind: str):
    notice.say("Backed up.", "good")
    notice.say("The disk is full.", kind)
    assert not notice._leaving.isActive()
    assert notice.text == "The disk is full."


def test_good_news_with_a_button_stays(notice: Notice):
    notice.say("3 documents added.", "good", "Note rights…", lambda: None)
    assert not notice._leaving.isActive()
