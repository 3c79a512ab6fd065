from desktop.widgets.language_filter import LanguageFilter


def test_it_shows_only_where_there_is_a_choice(qtbot):
    box = LanguageFilter()
    qtbot.addWidget(box)
    box.offer(("English",))
    assert box.isHidden()
    box.offer(("", "English", "German"))
    assert not box.isHidden()
    assert [box.itemText(n) for n in range(box.count())] == [
        "All languages",
        "Unknown",
        "English",
        "German",
    ]


def test_a_choice_that_is_gone_shows_all_again(qtbot):
    box = LanguageFilter()
    qtbot.addWidget(box)
    box.offer(("English", "German"))
    box.setCurrentIndex(2)
    with qtbot.waitSignal(box.chosen) as told:
        box.offer(("English", "French"))
    assert told.args == [None]
    assert box.currentText() == "All languages"
