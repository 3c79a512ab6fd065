from engine.records import CoveredSpan, Decision, Verdict


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
