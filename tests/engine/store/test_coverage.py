from engine.records import CoveredSpan, Decision, Verdict
from engine.store.coverage import _SPANS_OF


def test_each_passage_and_type_with_a_kept_task_is_one_row(project, tasks, document_id):
    spans = project.coverage.spans()
    assert {(span.start, span.end) for span in spans} == {(0, 25), (26, 55)}
    assert all(span.document_id == document_id and not span.is_accepted for span in spans)
    assert len(spans) == 4


def test_decisions_are_told(project, tasks):
    project.decisions.add([Decision(3, Verdict.ACCEPT), Decision(4, Verdict.REJECT)], "ilse")
    accepted = [span for span in project.coverage.spans() if span.is_accepted]
    shown = project.tasks.get(3)
    assert accepted == [
        CoveredSpan(
            shown.document_id, shown.task_type, shown.passage_start, shown.passage_end,
            is_accepted=True,
        )
    ]  # fmt: skip
    assert len(project.coverage.spans()) == 3


def test_one_document_is_read_by_its_passages_and_not_by_all_tasks(project, tasks, document_id):
    plan = project._connection.rows(f"EXPLAIN QUERY PLAN {_SPANS_OF}", document=document_id)
    used = " ".join(row["detail"] for row in plan)
    assert "passages_by_document" in used
    assert "tasks_by_passage" in used
    assert project.coverage.spans_of(document_id) == project.coverage.spans()
    assert project.coverage.document_ids() == [document_id]
