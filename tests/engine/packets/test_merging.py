"""Packets of a run come back as if one computer had answered all."""

from itertools import permutations
from pathlib import Path
from shutil import copyfile

import pytest

from engine.packets import merge, pack
from engine.records import Decision, Outcome, RunState, TaskFilter, Verdict
from engine.store import Project, prove
from tests.engine.packets.fields import (
    add_document,
    answer,
    answered,
    packed,
    plan,
    planned,
    tables,
)


@pytest.fixture
def work(tmp_path: Path) -> Path:
    path = tmp_path / "work.bonito"
    planned(path)
    return path


def merged(work: Path, paths: list[Path], name: str = "again.bonito") -> Path:
    target = work.with_name(name)
    copyfile(work, target)
    with Project.open(target) as project:
        merge(project, paths)
    return target


def test_the_order_of_merging_never_matters(work: Path):
    """One packet was answered from its end on, and one is answered to its middle."""
    paths = packed(work)
    answered(paths[:1])
    answered(paths[1:2], backwards=True)
    with Project.open(paths[2]) as packet:
        assert answer(packet, most=9) == 9
    results = [
        tables(merged(work, [*order, *order], f"order{number}.bonito"))
        for number, order in enumerate(permutations(paths))
    ]
    assert all(result == results[0] for result in results)
    assert len(results[0]["tasks"]) == 16 + 16 + 9
    assert prove(work.with_name("order5.bonito")).problems == ()


def test_merged_packets_are_what_one_computer_writes(work: Path):
    whole = work.with_name("whole.bonito")
    copyfile(work, whole)
    with Project.open(whole) as project:
        answer(project)
    split = merged(work, answered(packed(work)))
    one, other = tables(whole), tables(split)
    differing = {name for name in one if one[name] != other[name]}
    assert differing == {"packings", "packets", "packet_lines", "sqlite_sequence"}
    with Project.open(split) as project:
        assert project.runs.get(1).state is RunState.DONE
    assert prove(split).problems == ()


@pytest.mark.parametrize("at_home", [1, 2, 9, 25])
def test_what_was_answered_at_home_and_in_packets_is_what_one_computer_writes(
    work: Path, at_home: int
):
    """Duplicates and near-duplicates meet only when they are merged; packets come in two steps."""
    with Project.open(work) as project:
        project.packets.reserve(1, project.packets.plan_sha256(1))  # as `plan` does
    whole = work.with_name("whole.bonito")
    copyfile(work, whole)
    with Project.open(whole) as project:
        answer(project)
    with Project.open(work) as project:
        answer(project, most=at_home)
    paths = packed(work, 2)
    for most in (7, 10_000):
        for path in reversed(paths):
            with Project.open(path) as packet:
                answer(packet, most=most)
        with Project.open(work) as project:
            merge(project, paths)
    one, other = tables(whole), tables(work)
    differing = {name for name in one if one[name] != other[name]}
    assert differing == {"packets", "packet_lines", "sqlite_sequence"}


def groups(path: Path) -> set[frozenset[tuple[int, str]]]:
    """The groups of near-duplicates, by what their tasks say."""
    with Project.open(path) as project:
        return {
            frozenset((task.passage_id, task.input) for task in project.tasks.page(ids))
            for ids in project.tasks.near.groups()
        }


def test_a_task_that_becomes_a_duplicate_leaves_its_group_to_the_one_that_counts(work: Path):
    """The packet is answered from its end on, so what comes second stands first in the plan."""
    whole = work.with_name("whole.bonito")
    copyfile(work, whole)
    with Project.open(whole) as project:
        answer(project)
    paths = packed(work, 1)
    for most in (24, 10_000):
        with Project.open(paths[0]) as packet:
            answer(packet, most=most, backwards=True)
        with Project.open(work) as project:
            merge(project, paths)
    assert len(groups(whole)) > 2
    assert groups(work) == groups(whole)


def test_a_packet_in_the_middle_is_merged_and_merged_again_when_it_is_done(work: Path):
    paths = packed(work, 1)
    with Project.open(work) as project:
        with Project.open(paths[0]) as packet:
            answer(packet, most=10)
        first = merge(project, paths)[0]
        with Project.open(paths[0]) as packet:
            answer(packet)
        second, third = merge(project, [*paths, *paths])
    assert (first.added, first.waiting, first.is_done) == (10, 38, False)
    assert (second.added, second.same, second.waiting, second.is_done) == (38, 10, 0, True)
    assert (third.added, third.same) == (0, 48)
    assert prove(work).problems == ()


def test_a_packet_is_a_project_and_so_is_packed_itself(work: Path):
    paths = packed(work, 2)
    with Project.open(paths[0]) as packet:
        inner = [one.path for one in pack(packet, 1, 2, paths[0].parent).files]
    answered([inner[0], inner[1], paths[1]])
    with Project.open(paths[0]) as packet:
        assert merge(packet, [inner[0]])[0].added == 12
    with Project.open(work) as project:
        counts = [one.added for one in merge(project, [*paths, inner[1]])]
    assert counts == [12, 24, 12]


def test_units_of_a_document_deleted_meanwhile_are_left_out_and_counted(work: Path):
    paths = answered(packed(work, 2))
    with Project.open(work) as project:
        project.delete_document(1)
        results = merge(project, paths)
        assert [one.gone for one in results] == [12, 0]
        assert project.runs.get(1).state is RunState.DONE
        assert [d.id for d in project.documents.all()] == [2, 3, 4]
    assert prove(work).problems == ()


def test_the_same_answers_that_the_project_gave_meanwhile_are_there_already(work: Path):
    paths = answered(packed(work, 1))
    with Project.open(work) as project:
        assert answer(project, most=5) == 5
        one = merge(project, paths)[0]
    assert (one.added, one.same) == (43, 5)


def test_who_decided_in_a_packet_is_kept_with_the_time(work: Path):
    paths = answered(packed(work, 1))
    with Project.open(paths[0]) as packet:
        task = packet.tasks.last_of_run(1, 1)[0]
        packet.decisions.add([Decision(task, Verdict.FLAG, "odd")], "Ben")
        shown = packet.tasks.get(task)
    with Project.open(work) as project:
        assert [one.decisions for one in merge(project, [*paths, *paths])] == [1, 0]
        assert project.tasks.get(task) == shown


def test_what_a_person_decided_on_stays_and_the_newcomer_is_its_duplicate(work: Path):
    """Run 2 says the same as run 1, whose packets come back later."""
    paths = answered(packed(work, 1))
    with Project.open(work) as project:
        plan(project)
        answer(project, 2)
        kept = min(task.id for task in project.tasks.export_rows(only_accepted=False))
        project.decisions.add([Decision(kept, Verdict.ACCEPT)], "Ann")
        merge(project, paths)
        outcome = project.tasks.get(kept).outcome
        others = project.tasks.count(TaskFilter(run_id=2, outcomes=(Outcome.OK,)))
    assert outcome == "ok"
    assert others == 1
    assert prove(work).problems == ()


def test_a_run_started_in_a_packet_stays_there(work: Path):
    paths = answered(packed(work, 1))
    with Project.open(paths[0]) as packet:
        add_document(packet, 9)
        plan(packet)
        answer(packet, 2)
    with Project.open(work) as project:
        merge(project, paths)
        assert [run.id for run in project.runs.all()] == [1]
        assert len(project.documents.all()) == 4


def test_a_sample_stands_for_nothing_that_was_merged_after_it_was_drawn(work: Path):
    """Though what comes later has lower numbers: those of its units."""
    paths = packed(work, 2)
    answered(paths)
    with Project.open(work) as project:
        merge(project, paths[1:])
        ids = project.tasks.ids(TaskFilter(outcomes=(Outcome.OK,)))
        audit = project.audits.draw(TaskFilter(), 2, 1, "Ann")
        merge(project, paths[:1])
        assert len(project.tasks.ids(TaskFilter(outcomes=(Outcome.OK,)))) > len(ids)
        for task in project.tasks.ids(TaskFilter(audit_id=audit.id)):
            project.decisions.add([Decision(task, Verdict.ACCEPT)], "Ann")
        assert project.audits.accept(audit.id, "Ann", "") == len(ids) - 2


def test_a_copy_that_a_killed_merge_left_is_removed_by_the_next_one(work: Path):
    paths = answered(packed(work, 2))
    left, of_another = work.parent / f".merging-{work.name}-x", work.parent / ".merging-other-x"
    for folder in (left, of_another):
        folder.mkdir()
        (folder / "copy.bonito").write_bytes(b"texts")
    with Project.open(work) as project:
        merge(project, paths[:1])
    assert not left.exists()
    assert of_another.exists()
