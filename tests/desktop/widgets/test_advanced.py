"""What is folded away on the Generate page, and the switch for self-agreement in it."""

from desktop.widgets.advanced import AdvancedSettings
from desktop.widgets.agreement_switch import AgreementSwitch


def test_the_advanced_settings_are_folded_away_and_keep_what_was_set(qtbot):
    settings = AdvancedSettings()
    qtbot.addWidget(settings)
    settings.show()
    assert not settings.agreement.isVisible()
    settings.fold.click()
    assert settings.agreement.isVisible()
    assert settings.rules.isVisible()
    settings.agreement.check.click()
    settings.fold.click()
    assert not settings.agreement.isVisible()
    assert settings.agreement.agree() == 8


def test_the_switch_follows_the_model_until_somebody_touches_it(qtbot):
    switch = AgreementSwitch()
    qtbot.addWidget(switch)
    assert switch.agree() == 0
    switch.suit(pays=True)
    assert switch.agree() == 8
    switch.suit(pays=False)
    assert switch.agree() == 0
    switch.check.click()
    switch.suit(pays=False)
    assert switch.agree() == 8
