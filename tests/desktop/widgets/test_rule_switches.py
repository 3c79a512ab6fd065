"""The rules of a run: all on, told in a line, and off one by one."""

from desktop import wording
from desktop.widgets.rule_switches import RuleSwitches
from engine.records import Outcome
from engine.tasks.rules import SWITCHES


def test_all_rules_are_on_and_folded_away(qtbot):
    switches = RuleSwitches()
    qtbot.addWidget(switches)
    switches.show()
    assert switches.off() == ()
    assert switches.said.text() == "All on"
    assert not any(check.isVisible() for check in switches.checks.values())


def test_a_rule_that_is_off_is_counted_and_asked_for(qtbot):
    switches = RuleSwitches()
    qtbot.addWidget(switches)
    switches.show()
    switches.fold.click()
    assert all(check.isVisible() for check in switches.checks.values())
    with qtbot.waitSignal(switches.changed):
        switches.checks[Outcome.ECHO].click()
    assert switches.off() == (Outcome.ECHO,)
    assert switches.said.text() == "1 of 9 are off"
    assert switches.fold.text() == "Hide rules"


def test_each_rule_that_can_be_off_has_a_name():
    assert tuple(wording.RULE) == SWITCHES
