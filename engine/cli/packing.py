"""`pack`: write what a run has open, or tasks to review, into projects that can travel."""

import argparse
from collections.abc import Iterator
from pathlib import Path

from engine import packets
from engine.cli.filtering import add_filters, is_filtered, task_filter
from engine.cli.opening import add_project, open_to_change, read_passphrase
from engine.cli.output import PROGRAM, Output, counted
from engine.cli.parser import Command
from engine.cli.who import add_who
from engine.records import USUAL_SEED, Packed, PacketKind


def add_packet_passphrase(parser: argparse.ArgumentParser) -> None:
    """Let a command take the passphrase of the packets, where it is not the project's."""
    parser.add_argument(
        "--packet-passphrase-file",
        metavar="FILE",
        type=Path,
        help="a file whose first line is the packets' passphrase (default: the project's own)",
    )


def packet_passphrase(arguments: argparse.Namespace) -> str:
    """What `--packet-passphrase-file` holds, or nothing."""
    file: Path | None = arguments.packet_passphrase_file
    return read_passphrase(file) if file else ""


def _add_arguments(parser: argparse.ArgumentParser) -> None:
    add_project(parser)
    add_who(parser, "packs")
    add = parser.add_argument
    to = "the folder of the packets of a run, or the file of a packet for review"
    add("--to", metavar="PATH", type=Path, required=True, help=to)
    add("--parts", metavar="N", type=int, default=1, help="how many packets (default: 1)")
    add_packet_passphrase(parser)
    run = parser.add_argument_group("a run, with --run")
    whole = "never put passages of one document into two packets"
    run.add_argument("--by-documents", action="store_true", help=whole)
    only = "pack the units without a task, which is what is always done"
    run.add_argument("--open-only", action="store_true", help=only)
    review = parser.add_argument_group("tasks to decide on")
    add = review.add_argument
    add("--review", action="store_true", help="pack tasks instead; the filters say which")
    add("--blind", action="store_true", help="without the decisions that there are")
    double = "a random share of them goes to a second person, too, such as 0.1"
    add("--double-code", metavar="SHARE", type=float, default=0.0, help=double)
    seed = f"of the tasks that go to a second person (default: {USUAL_SEED})"
    add("--seed", metavar="N", type=int, default=USUAL_SEED, help=seed)
    add_filters(parser)


def _perform(arguments: argparse.Namespace, output: Output) -> int:
    run_id = 0 if arguments.review else _run_id(arguments)
    with open_to_change(arguments, output) as project:
        passphrase = packet_passphrase(arguments)
        if arguments.review:
            packed = packets.pack_review(
                project, task_filter(project, arguments), arguments.to, _sharing(arguments),
                passphrase,
            )  # fmt: skip
        else:
            packed = packets.pack(
                project, run_id, arguments.parts, arguments.to,
                by_documents=arguments.by_documents, passphrase=passphrase,
            )  # fmt: skip
    output.result(packed_content(packed), _lines(packed, arguments.project))
    return 0


def _sharing(arguments: argparse.Namespace) -> packets.Sharing:
    return packets.Sharing(
        arguments.parts, arguments.double_code, arguments.seed, is_blind=arguments.blind
    )


def _run_id(arguments: argparse.Namespace) -> int:
    """The run to pack, as a whole."""
    run_id: int | None = arguments.run
    if run_id is None:
        arguments.usage_error("one of --run and --review is needed")
    if arguments.blind or arguments.double_code:
        arguments.usage_error("--blind and --double-code are for --review")
    if is_filtered(argparse.Namespace(**{**vars(arguments), "run": None})):
        arguments.usage_error("a run is packed as a whole: of the filters only --run is allowed")
    return run_id or 0


def packed_content(packed: Packed) -> dict[str, object]:
    """What was packed, as programs read it."""
    return {
        "kind": packed.kind.value,
        "run": packed.run_id,
        "plan_sha256": packed.plan_sha256,
        "packets": [
            {
                "path": str(one.path), "packet": one.uid, "part": one.part,
                "documents": one.documents, "passages": one.passages, _unit(packed): one.size,
            }
            for one in packed.files
        ],
    }  # fmt: skip


def _lines(packed: Packed, project: Path) -> Iterator[str]:
    unit = _unit(packed)[:-1]
    yield f"{counted(packed.size, unit)} packed into {counted(len(packed.files), 'packet')}:"
    for one in packed.files:
        yield (
            f"  {one.path}: {counted(one.size, unit)}, {counted(one.passages, 'passage')} of "
            f"{counted(one.documents, 'document')}"
        )
    if packed.kind is PacketKind.RUN:
        yield f"On each computer: {PROGRAM} run PACKET --resume {packed.run_id}"
    else:
        yield f"They are decided on in the window, or with: {PROGRAM} review PACKET"
    yield f"Bring them back with: {PROGRAM} merge {project} PACKET..."


def _unit(packed: Packed) -> str:
    return "units" if packed.kind is PacketKind.RUN else "tasks"


PACK = Command(
    name="pack",
    summary="write the open units of a run, or tasks to review, into projects for other computers",
    example="pack work.bonito --run 3 --parts 8 --to /media/stick",
    add_arguments=_add_arguments,
    perform=_perform,
)
