"""`audit`: draw a random sample, say how many may be wrong, settle the rest on its strength."""

import argparse

from engine.cli.audit_lines import audit_content, audit_lines
from engine.cli.filtering import add_filters, is_filtered, task_filter
from engine.cli.opening import add_project, open_project, open_to_change
from engine.cli.output import Output, counted
from engine.cli.parser import Command
from engine.cli.who import add_who, who
from engine.errors import NothingToDo
from engine.records import USUAL_SEED, TaskFilter
from engine.store import Project
from engine.tasks.bounds import bound_sentence, loss_sentence


def _add_arguments(parser: argparse.ArgumentParser) -> None:
    add_project(parser)
    how = parser.add_mutually_exclusive_group()
    how.add_argument(
        "--draw",
        metavar="N",
        type=int,
        help="draw a sample of N tasks at random from those that the filters mean and nobody "
        "decided on; read and decide on each, then its bound can be said",
    )
    how.add_argument(
        "--accept",
        metavar="SAMPLE",
        type=int,
        help="accept together what a sample stands for and nobody decided on since",
    )
    how.add_argument(
        "--reject",
        metavar="SAMPLE",
        type=int,
        help="reject together what a sample stands for and nobody decided on since",
    )
    how.add_argument(
        "--undo", action="store_true", help="take back the newest decisions made together"
    )
    parser.add_argument(
        "--seed", type=int, metavar="N", help=f"of the draw (default: {USUAL_SEED})"
    )
    add_who(parser, "decides")
    add_filters(parser)


def _perform(arguments: argparse.Namespace, output: Output) -> int:
    if arguments.draw is None and (is_filtered(arguments) or arguments.seed is not None):
        arguments.usage_error("filters and --seed go with --draw")
    settled = arguments.accept if arguments.reject is None else arguments.reject
    if arguments.draw is None and settled is None and not arguments.undo:
        with open_project(arguments) as project:
            audits = project.audits.all()
        output.result({"audits": [audit_content(one) for one in audits]}, audit_lines(audits))
        return 0
    with open_to_change(arguments, output) as project:
        return _change(project, arguments, output)


def _change(project: Project, arguments: argparse.Namespace, output: Output) -> int:
    name = who(arguments)
    if arguments.undo:
        taken_back = project.decisions.undo_batch()
        if not taken_back:
            raise NothingToDo("There is no decision to take back.")
        said = f"{counted(len(taken_back), 'decision')} taken back"
        output.result({"taken_back": len(taken_back)}, [said])
        return 0
    if arguments.accept is not None or arguments.reject is not None:
        return _settle(project, arguments, output, name)
    seed = USUAL_SEED if arguments.seed is None else arguments.seed
    audit = project.audits.draw(task_filter(project, arguments), arguments.draw, seed, name)
    sample = project.tasks.ids(TaskFilter(audit_id=audit.id))
    lines = [*audit_lines([audit]), f"Read and decide on: {','.join(map(str, sample))}"]
    output.result({"audit": audit_content(audit), "sample": sample}, lines)
    return 0


def _settle(project: Project, arguments: argparse.Namespace, output: Output, name: str) -> int:
    """Accept or reject together what a sample stands for."""
    if arguments.accept is not None:
        done, audit = "accepted", project.audits.get(arguments.accept)
        count = project.audits.accept(audit.id, name, bound_sentence(audit.whole))
    else:
        done, audit = "rejected", project.audits.get(arguments.reject)
        count = project.audits.reject(audit.id, name, loss_sentence(audit.whole))
    content = audit_content(project.audits.get(audit.id))
    output.result({done: count, "audit": content}, [f"{counted(count, 'task')} {done} together"])
    return 0


AUDIT = Command(
    name="audit",
    summary="say how many tasks may be wrong, from a random sample that was read",
    example="audit work.bonito --draw 120 --type exqa --doubt low",
    add_arguments=_add_arguments,
    perform=_perform,
)
