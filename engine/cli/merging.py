"""`merge`: take what came back in packets, each of them whole or not at all."""

import argparse
from collections.abc import Iterator
from pathlib import Path

from engine import packets
from engine.cli.opening import add_project, ask, can_ask, open_to_change
from engine.cli.output import Output, counted
from engine.cli.packing import add_packet_passphrase, packet_passphrase
from engine.cli.parser import Command
from engine.cli.who import add_who
from engine.errors import ProjectProtected
from engine.records import Merged, PacketKind
from engine.store import Project


def _add_arguments(parser: argparse.ArgumentParser) -> None:
    add_project(parser)
    add_who(parser, "merges")
    parser.add_argument("packets", metavar="PACKET", type=Path, nargs="+", help="a packet's file")
    parser.add_argument(
        "--keep-own", action="store_true",
        help="leave out units that have another answer in the project, instead of refusing",
    )  # fmt: skip
    add_packet_passphrase(parser)


def _perform(arguments: argparse.Namespace, output: Output) -> int:
    done = list[Merged]()
    with open_to_change(arguments, output) as project:
        for number, path in enumerate(arguments.packets):
            output.progress(number, len(arguments.packets), path.name)
            merged = _merge(project, path, arguments)
            done.append(merged)
            for line in merged_lines(merged):
                output.say(line)  # at once: what comes after it may be refused
    output.result({"packets": [merged_content(one) for one in done]})
    return 0


def _merge(project: Project, path: Path, arguments: argparse.Namespace) -> Merged:
    given, keep_own = packet_passphrase(arguments), arguments.keep_own
    try:
        return packets.merge_one(project, path, passphrase=given, keep_own=keep_own)
    except ProjectProtected:
        if given or not can_ask():
            raise
    given = ask(f"Passphrase of {path.name}: ")
    return packets.merge_one(project, path, passphrase=given, keep_own=keep_own)


def merged_content(merged: Merged) -> dict[str, object]:
    """What came of a packet, as programs read it."""
    return {
        "path": str(merged.path), "kind": merged.kind.value, "run": merged.run_id,
        "part": merged.part, "parts": merged.parts, "added": merged.added, "same": merged.same,
        "kept": merged.kept, "gone": merged.gone, "waiting": merged.waiting,
        "decisions": merged.decisions, "conflicts": merged.conflicts, "is_done": merged.is_done,
    }  # fmt: skip


def merged_lines(merged: Merged) -> Iterator[str]:
    """What came of a packet, for people."""
    if merged.kind is PacketKind.RUN:
        yield (
            f"{merged.path.name}: {counted(merged.added, 'task')} added, {merged.same:,} were here"
        )
        if merged.waiting:
            yield f"  {counted(merged.waiting, 'unit')} of it still open; merge it again later"
        if merged.kept:
            yield f"  {counted(merged.kept, 'unit')} kept their own, other answer"
    else:
        yield f"{merged.path.name}: {counted(merged.decisions, 'decision')} added"
    if merged.gone:
        yield f"  {merged.gone:,} left out: their documents were deleted here"
    if merged.kind is PacketKind.RUN and merged.decisions:
        yield f"  {counted(merged.decisions, 'decision')} added"
    if merged.conflicts:
        yield f"  {counted(merged.conflicts, 'task')} decided differently; see “conflicts”"
    if merged.is_done and merged.added:
        yield f"Run {merged.run_id} has all its tasks now"


MERGE = Command(
    name="merge",
    summary="take the tasks and decisions of packets into the project they were packed from",
    example="merge work.bonito /media/stick/work-run3-part-1-of-8.bonito",
    add_arguments=_add_arguments,
    perform=_perform,
)
