"""`conflicts` and `agreement`: what two people decided differently, and how far they agree."""

import argparse
from collections.abc import Iterator, Sequence
from dataclasses import asdict

from engine import packets
from engine.cli.opening import add_project, open_project
from engine.cli.output import PROGRAM, Output, counted
from engine.cli.parser import Command
from engine.records import Agreement, Conflict


def _list_conflicts(arguments: argparse.Namespace, output: Output) -> int:
    with open_project(arguments) as project:
        found = packets.conflicts(project)
    content = {"conflicts": [asdict(one) for one in found]}
    output.result(content, _conflict_lines(found, arguments))
    return 0


def _conflict_lines(found: Sequence[Conflict], arguments: argparse.Namespace) -> Iterator[str]:
    if not found:
        yield "Nobody decided differently from somebody else, or all of it is settled."
        return
    yield f"{counted(len(found), 'task')} decided differently, and not settled yet:"
    for one in found:
        yield f"  {one.task_id}  {one.task_type}, {one.document}"
        for said in one.opinions:
            reason = f" ({said.reason})" if said.reason else ""
            yield f"      {said.who or '(nobody)'}: {said.verdict}{reason}, {said.at}"
    yield f"Settle one with a decision: {PROGRAM} review {arguments.project} --accept TASK"


def _tell_agreement(arguments: argparse.Namespace, output: Output) -> int:
    with open_project(arguments) as project:
        found = packets.agreement(project)
    output.result({"agreement": [asdict(one) for one in found]}, agreement_lines(found))
    return 0


def agreement_lines(found: Sequence[Agreement]) -> Iterator[str]:
    """How far each two people agree, for people."""
    if not found:
        yield "No task was decided by two people."
        return
    pairs = dict.fromkeys((one.first, one.second) for one in found)
    for first, second in pairs:
        yield f"{first} and {second}, on tasks that both decided:"
        for one in found:
            if (one.first, one.second) == (first, second):
                yield (
                    f"  {one.task_type or 'all types':<14}{one.same:>6,} of {one.tasks:<6,} alike "
                    f"({one.same / one.tasks:>4.0%}), {_kappa(one)}"
                )


def _kappa(one: Agreement) -> str:
    if one.kappa is None:
        return "kappa says nothing: both said the same one thing"
    return f"kappa {one.kappa:.2f} [{one.low:.2f}, {one.high:.2f}]"


CONFLICTS = Command(
    name="conflicts",
    summary="list the tasks that two people decided differently",
    example="conflicts work.bonito",
    add_arguments=add_project,
    perform=_list_conflicts,
)
AGREEMENT = Command(
    name="agreement",
    summary="say how far two people agree on what both decided: raw, and Cohen's kappa by type",
    example="agreement work.bonito --json",
    add_arguments=add_project,
    perform=_tell_agreement,
)
