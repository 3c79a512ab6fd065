"""What is changed behind the application's back is found and named."""

import shutil
from pathlib import Path

import pytest

from engine.errors import PassphraseWrong, ProjectDamaged, ProjectProtected
from engine.records import Decision, FileStatus, RunState, Verdict
from engine.store import Project, prove
from engine.store.connection import Connection
from engine.store.items import KINDS
from tests.projects import fill


@pytest.fixture
def full(path: Path) -> Path:
    with Project.create(path) as project:
        fill(project, documents=3)
        project.documents.refuse("/in/x.pdf", "x.pdf", FileStatus.DAMAGED, "Torn.")
        project.decisions.add([Decision(1, Verdict.ACCEPT)], "Ada")
        project.decisions.add([Decision(2, Verdict.EDIT, output="Ten.")], "Ada")
        project.decisions.add([Decision(3, Verdict.REJECT), Decision(4, Verdict.FLAG)], "Ada")
        project.decisions.undo()
        project.drafts.save(5, "What?", "That")
    return path


def change(path: Path, *statements: str) -> None:
    """Change a project as somebody would who has any SQLite at hand."""
    connection = Connection(path)
    for statement in statements:
        connection.write(statement)
    connection.close()


def test_a_project_is_as_its_log_says(full):
    proof = prove(full)
    assert proof.problems == ()
    assert proof.unshown == ()
    with Project.open(full) as project:
        head = project.log.head()
    assert head is not None
    assert (proof.entries, proof.head) == (head.number, head.hash)
    assert proof.items["document"] == 3
    assert proof.items["decision"] == 4


def test_looking_at_a_project_changes_nothing(full):
    before = full.read_bytes()
    prove(full)
    with Project.open(full):
        pass
    assert full.read_bytes() == before


@pytest.mark.parametrize(
    ("statement", "named"),
    [
        ("UPDATE tasks SET output = 'No.' WHERE id = 3", "Task 3 (“d"),
        ("UPDATE decisions SET verdict = 'accept' WHERE id = 3", "Decision 3 is not as"),
        ("UPDATE decisions SET who = 'Eve' WHERE id = 1", "Decision 1 is not as"),
        ("UPDATE texts SET text = replace(text, 'e', 'a') WHERE document_id = 2", "Document 2 (“"),
        ("UPDATE pages SET label = 'x'", "Document 1 (“"),
        ("UPDATE documents SET note = 'x' WHERE id = 1", "Document 1 (“"),
        ('UPDATE passages SET "end" = "end" - 1 WHERE document_id = 2', "The passages of cut 2"),
        ("UPDATE units SET seed = seed + 1 WHERE id = 2", "The plan of run 1"),
        ("UPDATE languages SET language = 'xx' WHERE document_id = 1", ""),
        ("UPDATE drafts SET output = 'x'", ""),
        ("UPDATE refusals SET detail = 'x'", ""),
        ("UPDATE reviews SET verdict = 'accept' WHERE task_id = 3", "The queue of the review"),
        ("UPDATE reviews SET refused = 'no_pipe' WHERE task_id = 3", "The queue of the review"),
        ("UPDATE task_counts SET tasks = tasks + 1", "The counts of tasks"),
        ("UPDATE log SET detail = 'x' WHERE id = 2", "Entry 2 of the log is not as"),
        ("UPDATE log SET who = 'Eve' WHERE id = 2", "Entry 2 of the log is not as"),
        ("UPDATE log SET hash = 'ff' WHERE id = 2", "Entry 2 of the log is not as"),
        ("DELETE FROM log WHERE id = 2", "Entry 2 of the log is missing"),
        ("UPDATE log SET detail = '(named a document that was deleted)', salt = '' WHERE id = 2",
         "Entry 2 of the log was blanked"),
        ("UPDATE digests SET digest = x'00' WHERE kind = 'task' AND id = 1", "Task 1 (“"),
        ("DELETE FROM digests WHERE kind = 'task'", "The digests that entry "),
        ("UPDATE text_index_data SET block = x'00' WHERE id > 10", "index of words"),
        ("UPDATE sqlite_sequence SET seq = 0 WHERE name = 'tasks'", "The counter of numbers"),
        ("DELETE FROM _sqlite_migrations WHERE name = 'rules_of_runs'", "The list of the steps"),
    ],
)  # fmt: skip
def test_what_is_changed_from_outside_is_named(full, statement, named):
    change(full, statement)
    proof = prove(full)
    is_noted = statement.split()[1] in {"languages", "drafts", "refusals"}
    if is_noted:  # by a trigger, as if the application had done it
        assert proof.problems == ()
        assert "Not sealed yet" in proof.unshown[-1]
    else:
        assert any(named in said for said in proof.problems), proof.problems


def test_a_task_with_a_new_digest_is_found_by_the_chain(full):
    with Project.open(full) as project:
        task = project._connection
        row = task.row("SELECT entry FROM digests WHERE kind = 'task' AND id = 2")
    assert row is not None
    change(
        full,
        "UPDATE tasks SET output = 'No.' WHERE id = 2",
        "UPDATE digests SET digest = randomblob(32) WHERE kind = 'task' AND id = 2",
    )
    said = " ".join(prove(full).problems)
    assert f"The digests that entry {row['entry']} sealed (" in said


def test_a_task_taken_out_from_outside_is_named_also_after_the_next_opening(full):
    change(full, "DELETE FROM tasks WHERE id = 7")
    with Project.open(full):
        pass
    assert any(
        said.startswith("Task 7 was taken away from outside") for said in prove(full).problems
    )


def test_a_deleted_document_leaves_a_chain_that_holds(full):
    with Project.open(full) as project:
        project.delete_document(1, with_decisions=True)
        project.documents.refuse("/in/y.pdf", "y.pdf", FileStatus.DAMAGED, "Torn.")
    proof = prove(full)
    assert proof.problems == ()
    assert proof.items["document"] == 2


def test_a_head_that_was_noted_has_to_be_in_the_log(full):
    noted = prove(full).head
    with Project.open(full) as project:
        project.decisions.add([Decision(6, Verdict.ACCEPT)], "Ada")
    assert prove(full, head=noted.upper() + " ").problems == ()
    assert "The head" in prove(full, head="f" * 64).problems[0]


def test_what_a_dead_process_left_unsealed_is_told(full):
    with Project.open(full) as project:
        project.decisions.add([Decision(6, Verdict.ACCEPT)], "Ada")
        project._connection.close()  # as a process ends that is killed
    proof = prove(full)
    assert proof.problems == ()
    assert proof.unshown == (
        "Not sealed yet, so nothing is shown for it: 1 × decision. Opening and closing it does so.",
    )
    Project.open(full).close()
    assert prove(full).unshown == ()


def test_a_protected_project_is_proved_with_its_passphrase(path):
    with Project.create(path, "correct horse battery") as project:
        fill(project, documents=1)
    with pytest.raises(ProjectProtected):
        prove(path)
    with pytest.raises(PassphraseWrong):
        prove(path, "another one entirely")
    assert prove(path, "correct horse battery").problems == ()


def test_a_backup_and_what_is_restored_hold_the_same_chain(full):
    with Project.open(full) as project:
        copy = project.back_up()
    assert prove(copy).problems == ()
    assert prove(copy).head == prove(full).head


def test_a_run_is_sealed_with_its_plan(full):
    with Project.open(full) as project:
        run = next(entry for entry in project.log.all() if entry.event == "run")
        project.runs.set_state(1, RunState.STOPPED)
    assert '"plan": 1' in run.facts
    assert prove(full).problems == ()


def test_kinds_stand_in_the_order_in_which_they_are_sealed():
    names = [kind.name for kind in KINDS]
    assert names == sorted(names)


def test_a_table_whose_sql_is_no_text_any_more_is_said_to_be_damaged(full):
    data = full.read_bytes()
    full.write_bytes(
        data.replace(b"CREATE TABLE personal_words", b"CREATE TABL\xa0 personal_words")
    )
    with pytest.raises(ProjectDamaged, match="is damaged or cut short"):
        prove(full)


def test_a_project_of_an_earlier_version_shows_what_it_can(tmp_path):
    old = tmp_path / "v3.bonito"
    shutil.copyfile(Path(__file__).with_name("old_projects") / "v3.bonito", old)
    proof = prove(old)
    assert proof.problems == ()
    assert "without a chain" in proof.unshown[0]
    with Project.open(old) as project:
        chain = next(entry for entry in project.log.all() if entry.event == "chain")
    proof = prove(old)
    assert proof.problems == ()
    assert proof.unshown[0].startswith(f"The chain begins with entry {chain.number}")
    assert proof.items["task"] == 12
