from engine.records import Decision, FileStatus, Outcome, TaskFilter, Verdict


def test_an_empty_project_counts_nothing(project):
    status = project.status()
    assert (status.documents, status.refused_files, status.passages) == (0, 0, 0)
    assert (status.runs, status.units_planned, status.units_open) == ((), 0, 0)
    assert (dict(status.outcomes), dict(status.verdicts), status.unreviewed) == ({}, {}, 0)


def test_status_counts_all_that_is_in_the_project(project, tasks, plan):
    project.documents.refuse("/in/x", "x", FileStatus.DAMAGED, "Torn.")
    newer = plan()
    good = [task for task in tasks if task.outcome is Outcome.OK]
    project.decisions.add([Decision(good[0].id, Verdict.ACCEPT)], "Ada")
    project.decisions.add([Decision(tasks[0].id, Verdict.REJECT)], "Ada")
    project.decisions.add([Decision(tasks[0].id, Verdict.FLAG)], "Ada")
    status = project.status()
    assert (status.documents, status.refused_files, status.passages) == (1, 1, 3)
    assert [run.id for run in status.runs] == [newer.id, newer.id - 1]
    assert (status.units_planned, status.units_open) == (12, 6)
    assert status.outcomes == {Outcome.OK: 4, Outcome.NO_PIPE: 2}
    assert status.verdicts == {Verdict.ACCEPT: 1, Verdict.FLAG: 1}
    assert status.unreviewed == 3


def test_what_is_skipped_or_flagged_is_not_reviewed(project, tasks):
    good = [task.id for task in tasks if task.outcome is Outcome.OK]
    before = project.status().unreviewed
    project.decisions.add([Decision(good[0], Verdict.SKIP), Decision(good[1], Verdict.FLAG)], "Ada")
    assert project.status().unreviewed == before
    waiting = TaskFilter(outcomes=(Outcome.OK,), unreviewed_only=True)
    assert project.tasks.ids(waiting) == good
    assert project.tasks.count(waiting) == len(good)
    project.decisions.add([Decision(good[0], Verdict.REJECT)], "Ada")
    assert project.tasks.ids(waiting) == good[1:]
