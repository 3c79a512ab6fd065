"""Digests are taken once, change only with what they cover, and tell nothing once that is gone."""

from engine.records import Decision, Extract, Outcome, TaskDraft, Verdict
from engine.store.seals import Seals
from tests.projects import fill
from tests.statements import counted


def of(project, kind: str, number: int) -> list[tuple[int, bytes, bytes]]:
    return project._connection.tuples(
        "SELECT entry, salt, digest FROM digests WHERE kind = :kind AND id = :id ORDER BY entry",
        kind=kind,
        id=number,
    )


def test_nothing_new_means_no_line(project):
    fill(project)
    project.log.seal()
    lines = len(project.log.all())
    assert project.log.pending() == {}
    assert not project.log.seal()
    assert len(project.log.all()) == lines


def test_the_same_content_has_another_digest_each_time(project):
    fill(project)
    seals = Seals(project._connection)
    project._connection.write("DELETE FROM digests")
    first = seals.write(90, whole_tables=True).facts()
    project._connection.write("DELETE FROM digests")
    assert seals.write(90, whole_tables=True).facts()["digests_sha256"] != first["digests_sha256"]


def test_a_decision_that_is_taken_back_is_sealed_again_and_the_old_salt_erased(project):
    fill(project)
    project.decisions.add([Decision(1, Verdict.ACCEPT)], "Ada")
    project.log.seal()
    project.decisions.undo()
    assert project.log.pending() == {"decision": 1}
    project.log.seal()
    (_, old_salt, old), (_, salt, digest) = of(project, "decision", 1)
    assert (old_salt, len(salt), len(digest)) == (b"", 16, 32)
    assert old != digest


def test_a_number_is_never_given_twice_so_a_new_decision_is_always_seen(project):
    fill(project, documents=2)
    project.decisions.add([Decision(8, Verdict.ACCEPT)], "Ada")
    project.log.seal()
    project.delete_document(2, with_decisions=True)
    project.decisions.add([Decision(1, Verdict.ACCEPT)], "Ada")
    assert project.log.pending() == {"decision": 1}


def test_what_is_deleted_leaves_digests_without_salt_and_an_empty_one(project):
    fill(project, documents=2)
    project.delete_document(1)
    for kind, number in (("document", 1), ("task", 1), ("cut", 1)):
        salts = [salt for _entry, salt, _digest in of(project, kind, number)]
        assert set(salts) == {b""}
        assert of(project, kind, number)[-1][2] == b""


def test_sealing_a_run_costs_few_statements_however_many_tasks(project):
    fill(project, documents=10)
    project._connection.write("DELETE FROM digests")
    with counted(project) as seen:
        project.log.add("run", "x")
    assert len(seen) < 120


def test_a_long_run_seals_now_and_then(project, plan):
    run = plan()
    first, second = project.runs.open_units(run.id, limit=2)
    project.tasks.save(TaskDraft(first.id, Outcome.NO_PIPE, raw="x"))
    assert project.log.pending()["task"] == 1
    project.log._unsealed = 255
    project.tasks.save(TaskDraft(second.id, Outcome.NO_PIPE, raw="y"))
    assert "task" not in project.log.pending()
    head = project.log.head()
    assert (head.event, head.detail) == ("sealed", "2 × task")


def test_files_are_sealed_together_and_not_each_with_its_line(project):
    project.log._unsealed = 254
    _add(project, "one")
    assert project.log.pending()["document"] == 1
    _add(project, "two")
    assert "document" not in project.log.pending()


def _add(project, name):
    extract = Extract(f"Text of {name}.")
    project.documents.add(f"/in/{name}", name, "txt", 9, name, extract)
