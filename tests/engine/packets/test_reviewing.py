"""Tasks travel to a reviewer with their passages, and the decisions come back."""

from dataclasses import replace
from pathlib import Path
from shutil import copyfile

import pytest

from engine.errors import BadSetting, NothingToDo, PacketRefused
from engine.packets import Sharing, agreement, conflicts, merge, pack_review
from engine.packets.reviewing import shares
from engine.records import Decision, Outcome, TaskFilter, Verdict
from engine.store import Project, prove
from engine.store.connection import Connection
from engine.store.review_packing import blanked
from tests.engine.packets.fields import answer, planned

OK = TaskFilter(outcomes=(Outcome.OK,))
BLIND = Sharing(is_blind=True)


@pytest.fixture
def work(tmp_path: Path) -> Path:
    """Of which eight tasks were decided by Ann: accepted in turn with rejected."""
    path = tmp_path / "work.bonito"
    planned(path, samples=1)
    with Project.open(path) as project:
        answer(project)
        for place, task in enumerate(project.tasks.ids(OK)[:8]):
            verdict = Verdict.REJECT if place % 2 else Verdict.ACCEPT
            project.decisions.add([Decision(task, verdict)], "Ann")
    return path


def packed(work: Path, narrow: TaskFilter = OK, sharing: Sharing = BLIND) -> list[Path]:
    with Project.open(work) as project:
        files = pack_review(project, narrow, work.parent / "for Ben.bonito", sharing).files
    return [one.path for one in files]


def decide(path: Path, verdict: Verdict, who: str, places: slice = slice(None)) -> None:
    with Project.open(path) as packet:
        for task in packet.tasks.ids(OK)[places]:
            packet.decisions.add([Decision(task, verdict)], who)


def verdicts(work: Path) -> dict[int, Verdict | None]:
    with Project.open(work) as project:
        return {task.id: task.verdict for task in project.tasks.page(project.tasks.ids(OK))}


def test_decisions_come_back_with_who_and_when(work: Path):
    [path] = packed(work, TaskFilter(outcomes=(Outcome.OK,), unreviewed_only=True))
    decide(path, Verdict.ACCEPT, "Ben")
    with Project.open(path) as packet:
        there = packet.tasks.page(packet.tasks.ids(OK))
        assert packet.tasks.count(OK) == len(there) > 0
    with Project.open(work) as project:
        merged, again = merge(project, [path, path])
        assert (merged.decisions, merged.conflicts, again.decisions) == (len(there), 0, 0)
        here = project.tasks.page([task.id for task in there])
        # A packet counts only what it holds of a group of near-duplicates.
        assert [replace(task, near=0) for task in here] == [replace(task, near=0) for task in there]
        assert conflicts(project) == []
    assert prove(work).problems == ()


def test_a_review_packet_holds_its_passages_and_of_the_documents_no_more(work: Path):
    with Project.open(work) as project:
        [path] = [
            one.path
            for one in pack_review(
                project, TaskFilter(document_ids=(2,), task_types=("exqa",)), work.parent / "r",
                BLIND,
            ).files
        ]  # fmt: skip
        task = project.tasks.page(project.tasks.ids(TaskFilter(document_ids=(2,))))[0]
        shown = project.passages.text(task.passage_id)
    content = path.read_bytes()
    for canary in ("Text 00", "Text 02", "Text 03", "Ann", "secret-folder"):
        assert canary.encode() not in content.replace(b"Ann Onymous", b"")
    proof = prove(path)
    assert (proof.problems, proof.unshown) == ((), ())
    with Project.open(path) as packet:
        assert packet.passages.text(task.passage_id) == shown
        assert packet.tasks.get(task.id).verdict is None


def test_only_the_passages_of_the_tasks_are_readable(work: Path):
    with Project.open(work) as project:
        first = project.tasks.page(project.tasks.ids(OK))[0]
        pack_review(project, TaskFilter(search="Question 2"), work.parent / "r")
    content = (work.parent / "r.bonito").read_bytes()
    assert b"Text 00 passage 01" in content
    assert b"passage 00" not in content
    assert first.passage_id == 1


@pytest.mark.parametrize(
    ("text", "shown", "left"),
    [
        ("abcdefgh", [(2, 4)], "\n\ncd\n  \n"),
        ("abcdefgh", [(0, 8)], "abcdefgh"),
        ("abcdefgh", [(0, 2), (1, 4), (3, 4)], "abcd\n  \n"),
        ("abcdefgh", [(1, 2), (3, 4)], " b d\n  \n"),
        ("abc", [], "\n \n"),
    ],
)
def test_a_text_is_blanked_but_for_what_is_shown(text, shown, left):
    assert blanked(text, shown) == left


def test_what_two_people_see_differently_waits_in_the_queue_until_somebody_settles_it(work: Path):
    [path] = packed(work)
    decide(path, Verdict.ACCEPT, "Ben")
    with Project.open(work) as project:
        merged = merge(project, [path, path])
        assert [one.conflicts for one in merged] == [4, 0]
        found = conflicts(project)
        assert len(found) == 4
        assert [(said.who, said.verdict) for said in found[0].opinions] == [
            ("Ann", "reject"),
            ("Ben", "accept"),
        ]
        task = project.tasks.get(found[0].task_id)
        assert (task.verdict, task.reason) == (
            Verdict.FLAG,
            "Decided differently: Ann: reject; Ben: accept",
        )
        assert project.tasks.count(TaskFilter(verdicts=(Verdict.FLAG,))) == 4
        project.decisions.add([Decision(task.id, Verdict.REJECT)], "Cleo")
        assert len(conflicts(project)) == 3
        assert merge(project, [path])[0].conflicts == 0
        project.decisions.undo()
        assert len(conflicts(project)) == 4
    assert prove(work).problems == ()


def test_the_verdicts_are_the_same_in_whichever_order_two_reviewers_come_back(work: Path):
    paths = [work.with_name("ben.bonito"), work.with_name("cleo.bonito")]
    with Project.open(work) as project:
        for path in paths:
            pack_review(project, OK, path, BLIND)
    decide(paths[0], Verdict.ACCEPT, "Ben")
    decide(paths[1], Verdict.REJECT, "Cleo", slice(6, None))
    results = []
    for number, order in enumerate((paths, paths[::-1])):
        again = work.with_name(f"again{number}.bonito")
        copyfile(work, again)
        with Project.open(again) as project:
            merge(project, order)
            results.append((verdicts_in(project), reasons_in(project)))
    assert results[0] == results[1]


def verdicts_in(project: Project) -> list[Verdict | None]:
    return [task.verdict for task in project.tasks.page(project.tasks.ids(OK))]


def reasons_in(project: Project) -> list[str]:
    return [task.reason for task in project.tasks.page(project.tasks.ids(OK))]


def test_who_saw_a_decision_and_changed_it_is_no_conflict(work: Path):
    [path] = packed(work, OK, Sharing())
    decide(path, Verdict.ACCEPT, "Ben")
    with Project.open(work) as project:
        assert merge(project, [path])[0].conflicts == 0
    assert set(verdicts(work).values()) == {Verdict.ACCEPT}


def test_what_was_skipped_elsewhere_takes_nothing_back(work: Path):
    [path] = packed(work)
    before = verdicts(work)
    decide(path, Verdict.SKIP, "Ben", slice(0, 8))
    with Project.open(work) as project:
        merged = merge(project, [path])[0]
    assert (merged.decisions, merged.conflicts, verdicts(work)) == (0, 0, before)


def test_two_edits_to_other_words_are_a_conflict_and_to_the_same_are_not(work: Path):
    with Project.open(work) as project:
        first, second = project.tasks.ids(OK)[8:10]
    [path] = packed(work)
    for where, who, words in ((work, "Ann", ("one", "two")), (path, "Ben", ("one", "three"))):
        with Project.open(where) as project:
            for task, output in zip((first, second), words, strict=True):
                edit = Decision(task, Verdict.EDIT, input="Why?", output=output)
                project.decisions.add([edit], who)
    with Project.open(work) as project:
        merge(project, [path])
        assert [one.task_id for one in conflicts(project)] == [second]


def test_agreement_counts_what_each_said_before_it_was_settled(work: Path):
    [path] = packed(work)
    decide(path, Verdict.ACCEPT, "Ben", slice(0, 6))
    with Project.open(work) as project:
        merge(project, [path])
        for one in conflicts(project):
            project.decisions.add([Decision(one.task_id, Verdict.ACCEPT)], "Ann")
        assert conflicts(project) == []
        found = agreement(project)
    [whole] = [one for one in found if not one.task_type]
    assert (whole.first, whole.second, whole.tasks, whole.same) == ("Ann", "Ben", 6, 3)
    assert whole.kappa == pytest.approx(0)
    assert sum(one.tasks for one in found if one.task_type) == 6


def test_a_packet_with_another_answer_brings_no_decision(work: Path):
    [path] = packed(work)
    decide(path, Verdict.ACCEPT, "Ben")
    connection = Connection(path)
    connection.write("UPDATE tasks SET output = 'no' WHERE outcome = 'ok'")
    connection.close()
    before = verdicts(work)
    with Project.open(work) as project, pytest.raises(PacketRefused, match="another answer of"):
        merge(project, [path])
    assert verdicts(work) == before


def test_a_random_share_goes_to_a_second_person():
    ids = list(range(100, 200))
    whole, second = shares(ids, Sharing(double=0.1))
    assert (whole, len(second)) == (ids, 10)
    assert [whole, second] == shares(ids, Sharing(double=0.1))
    assert second != shares(ids, Sharing(double=0.1, seed=2))[1]
    parts = shares(ids, Sharing(parts=3, double=0.1))
    assert [len(part) for part in parts] == [33 + 4, 33 + 4, 34 + 4]
    assert sorted(set().union(*parts)) == ids
    assert shares(ids, Sharing(parts=4)) == [ids[n : n + 25] for n in range(0, 100, 25)]


@pytest.mark.parametrize("sharing", [Sharing(parts=0), Sharing(parts=9), Sharing(double=1.5)])
def test_shares_that_can_not_be_are_refused(sharing: Sharing):
    with pytest.raises(BadSetting):
        shares(list(range(8)), sharing)


def test_nothing_to_review_is_said(work: Path):
    with Project.open(work) as project, pytest.raises(NothingToDo, match="no task to review"):
        pack_review(project, TaskFilter(search="xylophone"), work.parent / "r.bonito")


def test_a_document_without_pages_travels_too(work: Path):
    connection = Connection(work)
    connection.write("DELETE FROM pages")
    connection.close()
    with Project.open(packed(work)[0]) as packet:
        assert len(packet.documents.all()) == 4


def test_a_refused_unit_that_was_mended_in_a_packet_is_told_where_it_is_merged(work: Path):
    refused = TaskFilter(outcomes=tuple(one for one in Outcome if one is not Outcome.OK))
    with Project.open(work) as project:
        assert project.tasks.count(refused) > 0
    [path] = packed(work, refused)
    with Project.open(path) as packet:
        task = next(one for one in packet.tasks.page(packet.tasks.ids(refused)) if one.raw.strip())
        edit = Decision(task.id, Verdict.EDIT, input="Who may enter?", output="nobody")
        packet.decisions.add([edit], "Ben")
    with Project.open(work) as project:
        merge(project, [path])
        assert project.status().mended == 1
        assert project.log.newest("merged").detail.endswith("; 1 refused unit kept as edited")
    assert prove(work).problems == ()
