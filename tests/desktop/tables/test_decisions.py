"""Decisions are read in pages, and said in words."""

from desktop.tables import decisions as table
from desktop.tables.decisions import DecisionsTable, as_text
from engine.records import Decision, DecisionFilter, Verdict
from engine.store import Project


def filled(full: Project) -> DecisionsTable:
    made = DecisionsTable()
    made.begin(full)
    for ids in full.history.ids(DecisionFilter()):
        made.append(ids)
    return made


def test_it_is_a_sound_item_model(qtmodeltester, full: Project):
    full.decisions.add([Decision(1, Verdict.ACCEPT)], "Ada")
    qtmodeltester.check(filled(full))
    qtmodeltester.check(DecisionsTable())


def test_a_row_says_what_was_said_of_which_task_by_whom(full: Project):
    full.decisions.add([Decision(2, Verdict.REJECT, "Unclear")], "Ada")
    made = filled(full)
    assert [made.index(0, column).data() for column in range(1, 5)] == [
        "Rejected: Unclear", "2 · Question answering without choices", "rules.txt", "Ada",
    ]  # fmt: skip


def test_what_was_taken_back_is_said_to_be(full: Project):
    full.decisions.add([Decision(1, Verdict.ACCEPT)], "Ada")
    full.decisions.undo()
    assert "Accepted (taken back" in filled(full).index(0, table.COL_VERDICT).data()


def test_only_pages_that_are_looked_at_are_read(full: Project, monkeypatch):
    for task in range(1, 8):
        full.decisions.add([Decision(task, Verdict.ACCEPT)], "Ada")
    monkeypatch.setattr(table, "PAGE", 3)
    made = filled(full)
    assert made.rowCount() == 7
    assert made._pages == {}
    assert made.decision(6).task_id == 1
    assert list(made._pages) == [2]
    assert made.decision(7) is None


def test_as_text_holds_stored_words(full: Project):
    full.decisions.add([Decision(2, Verdict.REJECT, "Unclear")], "Ada")
    cells = as_text(full.history.made([1])).split("\t")
    assert cells[1:] == ["reject", "Unclear", "2", "qa", "rules.txt", "Ada", ""]
