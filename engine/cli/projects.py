"""`new` and `status`: make a project, and say what is in one."""

import argparse
from collections.abc import Iterator, Mapping
from pathlib import Path

from engine.cli.audit_lines import (
    acceptance_content,
    acceptance_lines,
    audit_content,
    audit_lines,
)
from engine.cli.coverage import whole_content, whole_lines
from engine.cli.duplicates import near_content, near_lines
from engine.cli.estimating import machine_lines, speed_content
from engine.cli.opening import add_project, ask_twice, given_passphrase, open_project
from engine.cli.output import Output, counted
from engine.cli.packet_lines import packets_content, packets_lines
from engine.cli.parser import Command
from engine.cli.who import add_who, who
from engine.errors import NothingToDo
from engine.export import comparing
from engine.export.manifest import computed_on_content
from engine.records import ProjectStatus, Run, RunTimes
from engine.runs.coverage import coverage
from engine.store import Project

_AGREEMENTS = ("tasks", "always_same", "half_or_less")


def _add_new(parser: argparse.ArgumentParser) -> None:
    add_project(parser)
    add_who(parser, "makes it")
    parser.add_argument(
        "--passphrase", action="store_true", help="ask for a passphrase that protects the project"
    )


def _perform_new(arguments: argparse.Namespace, output: Output) -> int:
    path: Path = arguments.project
    passphrase = given_passphrase(arguments)
    if arguments.passphrase and not passphrase:
        passphrase = ask_twice("the passphrase of the new project")
    Project.create(path, passphrase, who(arguments)).close()
    output.result({"project": str(path)}, [f"{path} was made; import documents into it next."])
    return 0


def _add_status(parser: argparse.ArgumentParser) -> None:
    add_project(parser)
    parser.add_argument(
        "--coverage",
        action="store_true",
        help="also how much of the documents gave tasks (1 s for 100,000 tasks); see “coverage”",
    )
    parser.add_argument(
        "--machine",
        action="store_true",
        help="only how fast the newest run was, as a table for “plan --estimate”",
    )


def _perform_status(arguments: argparse.Namespace, output: Output) -> int:
    if arguments.machine:
        return _tell_machine(arguments, output)
    with open_project(arguments) as project:
        status, audits = project.status(), project.audits.all()
        acceptance = project.audits.acceptance()
        near = comparing.counts(project)
        covered = coverage(project) if arguments.coverage else None
        agreements = project.tasks.checks.agreements()
        times = {run.id: _times(project, run) for run in status.runs}
        packets, packet_lines = packets_content(project), tuple(packets_lines(project))
    content = {
        "project": str(arguments.project),
        **status_content(status),
        "audits": [audit_content(one) for one in audits],
        "acceptance": acceptance_content(acceptance),
        "near_duplicates": near_content(near),
        "self_agreement": dict(zip(_AGREEMENTS, agreements, strict=True)),
        "speeds": {str(run): speed_content(one) for run, one in times.items()},
        **packets,
    }
    if covered is not None:
        content["coverage"] = whole_content(covered)
    lines = [
        *_status_lines(status, times),
        *packet_lines,
        *near_lines(near),
        *_agreement_lines(agreements),
        *acceptance_lines(acceptance),
        *(audit_lines(audits) if audits else ()),
        *(whole_lines(covered) if covered is not None else ()),
    ]
    output.result(content, lines)
    return 0


def _tell_machine(arguments: argparse.Namespace, output: Output) -> int:
    """The speed of the newest run that did something."""
    with open_project(arguments) as project:
        run = next((one for one in project.runs.all() if one.units_done), None)
        if run is None:
            raise NothingToDo(
                "No run has made anything here; try 12 units first (--limit-units 12)."
            )
        times = _times(project, run)
    output.result({"run": run.id, "speed": speed_content(times)}, machine_lines(run, times))
    return 0


def _times(project: Project, run: Run) -> RunTimes:
    """How long the units of a run took here; nothing of one that others helped with."""
    helped = {one.run_id for one in project.packets.all() if one.merged_at}
    return RunTimes(0, 0.0, 0.0) if run.id in helped else project.runs.times(run.id)


def status_content(status: ProjectStatus) -> dict[str, object]:
    """A project in numbers, as programs read it."""
    return {
        "documents": status.documents,
        "refused_files": status.refused_files,
        "passages": status.passages,
        "units": {
            "planned": status.units_planned,
            "open": status.units_open,
            "outcomes": outcome_content(status),
        },
        "decisions": {verdict.value: count for verdict, count in status.verdicts.items()},
        "unreviewed": status.unreviewed,
        "mended": status.mended,
        "runs": [run_content(run) for run in status.runs],
    }


def outcome_content(status: ProjectStatus) -> dict[str, int]:
    """How many units ended in which way."""
    return {outcome.value: count for outcome, count in status.outcomes.items()}


def run_content(run: Run) -> dict[str, object]:
    """A run as programs read it."""
    return {
        "run": run.id,
        "state": run.state.value,
        "failure": run.failure,
        "model": {
            "name": run.model.name,
            "path": run.model.path,
            "sha256": run.model.sha256,
            "prompting": run.model.prompting,
        },
        "task_types": list(run.task_types),
        "samples": run.samples,
        "temperature": run.sampling.temperature,
        "top_p": run.sampling.top_p,
        "max_tokens": run.sampling.max_tokens,
        "seed": run.sampling.seed,
        "rules_off": [rule.value for rule in run.rules_off],
        "agree": run.agree,
        "labels": {short: list(labels) for short, labels in run.labels},
        "sentences": run.sentences.value,
        "device": run.device,
        "computed_on": computed_on_content(run),
        "units_planned": run.units_planned,
        "units_done": run.units_done,
        "created_at": run.created_at,
        "app_version": run.app_version,
    }


def _agreement_lines(agreements: tuple[int, int, int]) -> Iterator[str]:
    tasks, always, half = agreements
    if tasks:
        yield (
            f"Self-agreement of {counted(tasks, 'answer')} drawn again: {always:,} always the "
            f"same, {half:,} half of the times or less"
        )


def _status_lines(status: ProjectStatus, times: Mapping[int, RunTimes]) -> Iterator[str]:
    refused = f" ({counted(status.refused_files, 'file')} refused)" if status.refused_files else ""
    yield f"Documents  {status.documents:,}{refused}"
    yield f"Passages   {status.passages:,}"
    yield f"Units      {status.units_planned:,} planned, {status.units_open:,} open"
    for outcome, count in status.outcomes.items():
        yield f"  {outcome.value:<17}{count:>8,}"
    if status.mended:
        were = "was" if status.mended == 1 else "were"
        yield f"  of those ok, {status.mended:,} {were} refused and mended by a reviewer"
    yield f"Decisions  {sum(status.verdicts.values()):,}, {status.unreviewed:,} not reviewed"
    for verdict, count in status.verdicts.items():
        yield f"  {verdict.value:<17}{count:>8,}"
    yield f"Runs       {len(status.runs):,}"
    for run in status.runs:
        yield from _run_lines(run, times[run.id])


def _run_lines(run: Run, times: RunTimes) -> Iterator[str]:
    yield (
        f"  {run.id}: {run.state.value}, {run.units_done:,} of {run.units_planned:,} units, "
        f"{run.model.name}, {run.created_at}"
    )
    if speed := speed_content(times):
        measured = counted(times.units, "unit")
        yield f"     {speed['units_per_hour']:,} units an hour, measured over {measured}"
    if run.failure:
        yield f"     {run.failure}"


NEW = Command(
    name="new",
    summary="make a new, empty project",
    example="new work.bonito",
    add_arguments=_add_new,
    perform=_perform_new,
)

STATUS = Command(
    name="status",
    summary="say what is in a project: documents, passages, units, outcomes, decisions, runs",
    example="status work.bonito --json",
    add_arguments=_add_status,
    perform=_perform_status,
)
