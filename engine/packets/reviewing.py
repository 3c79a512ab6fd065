"""Pack tasks for other people to decide on, and some of them for two people."""

import random
from collections.abc import Sequence
from contextlib import ExitStack
from dataclasses import dataclass, replace
from math import ceil
from pathlib import Path

from engine.errors import BadSetting, NothingToDo
from engine.packets.packing import origin_of_packet, packet_paths
from engine.packets.parts import MOST_PARTS
from engine.records import USUAL_SEED, Packed, PacketFile, PacketKind, TaskFilter
from engine.store import PacketDraft, Project


@dataclass(frozen=True, slots=True)
class Sharing:
    """How tasks are shared out among reviewers."""

    parts: int = 1
    double: float = 0.0  # the share that a second person decides on, too
    seed: int = USUAL_SEED  # of which these are
    is_blind: bool = False  # without what was decided already


_ONE = Sharing()


def pack_review(
    project: Project,
    narrow: TaskFilter,
    target: Path,
    sharing: Sharing = _ONE,
    passphrase: str = "",
) -> Packed:
    """Write the tasks of a filter into a packet, or several, that get their names last.

    One packet is called `target`; several are numbered. Raises `NothingToDo` where the filter
    leaves nothing, `BadSetting` for too many parts, `ProjectExists` where a packet stands already.
    """
    ids = project.tasks.ids(replace(narrow, doubtful_first=False))
    if not ids:
        raise NothingToDo("The filter leaves no task to review; widen it.")
    shared = shares(ids, sharing)
    whole = target if target.suffix else target.with_suffix(".bonito")
    paths = [whole] if len(shared) == 1 else packet_paths(whole.with_suffix(""), len(shared))
    project.packets.make_folder(whole.parent)
    for path in paths:
        project.packets.check_free(path)
    project.log.seal()
    with ExitStack() as undo:
        drafts = list[PacketDraft]()
        for number, (path, tasks) in enumerate(zip(paths, shared, strict=True), 1):
            place = number, len(shared)
            origin = origin_of_packet(project, PacketKind.REVIEW, 0, place)
            origin = replace(origin, is_blind=sharing.is_blind)
            draft = project.packets.write_review(path, origin, tasks, passphrase)
            undo.callback(draft.path.unlink, missing_ok=True)
            drafts.append(draft)
        packed = Packed(PacketKind.REVIEW, 0, "", _files(project, drafts, shared))
        project.packets.made(packed)
        for draft in drafts:
            draft.put_in_place()
    return packed


def shares(ids: Sequence[int], sharing: Sharing) -> list[list[int]]:
    """The tasks of each packet: neighbours together, and a random share of each for the next one.

    Where there is one packet, the share is a second packet. Pure.
    """
    if sharing.parts not in range(1, min(MOST_PARTS, len(ids)) + 1):
        raise BadSetting(
            f"{len(ids):,} tasks can't be shared out into {sharing.parts:,} packets; choose from 1 "
            f"to {min(MOST_PARTS, len(ids)):,}."
        )
    if not 0 <= sharing.double <= 1:
        raise BadSetting(f"A share of {sharing.double:g} is not from 0 to 1; try 0.1.")
    ends = [len(ids) * part // sharing.parts for part in range(sharing.parts + 1)]
    parts = [list(ids[ends[n] : ends[n + 1]]) for n in range(sharing.parts)]
    dice = random.Random(sharing.seed)  # noqa: S311 no secret, and to be drawn again
    twice = [dice.sample(part, ceil(len(part) * sharing.double)) for part in parts]
    if not any(twice):
        return parts
    if sharing.parts == 1:
        return [parts[0], sorted(twice[0])]
    return [sorted({*part, *twice[number - 1]}) for number, part in enumerate(parts)]


def _files(
    project: Project, drafts: Sequence[PacketDraft], shared: Sequence[Sequence[int]]
) -> tuple[PacketFile, ...]:
    return tuple(
        PacketFile(
            draft.target, draft.uid, number, draft.documents, project.packets.passages_of(tasks),
            draft.size,
        )
        for number, (draft, tasks) in enumerate(zip(drafts, shared, strict=True), 1)
    )  # fmt: skip
