"""Pack the open units of a run: one new project for each part, all of them or none."""

import secrets
from collections.abc import Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path

from engine.errors import NothingToDo, RequestError
from engine.packets.parts import split
from engine.records import OpenPassage, Packed, PacketFile, PacketKind, PacketOrigin, RunState
from engine.store import PacketDraft, Project


@dataclass(frozen=True, slots=True)
class _Plan:
    """The packets that are to be written, before any is."""

    run_id: int
    sha256: str
    parts: list[list[OpenPassage]]
    paths: list[Path]


def pack(  # noqa: PLR0913 the last two are options
    project: Project,
    run_id: int,
    parts: int,
    folder: Path,
    *,
    by_documents: bool = False,
    passphrase: str = "",
) -> Packed:
    """Write the open units of a run into `parts` packets in a folder; they get their names last.

    A packet of a protected project has its passphrase, unless another one is given. Raises
    `RequestError` while the run goes on, `NothingToDo` where nothing is open, `BadSetting` for too
    many parts, `ProjectExists` where a packet stands already.
    """
    plan = _planned(project, run_id, parts, folder, by_documents=by_documents)
    project.packets.reserve(run_id, plan.sha256)
    project.log.seal()
    with ExitStack() as undo:
        drafts = list[PacketDraft]()
        for number, passages in enumerate(plan.parts, 1):
            place = number, len(plan.parts)
            origin = origin_of_packet(project, PacketKind.RUN, run_id, place)
            ids = [one.passage_id for one in passages]
            draft = project.packets.write_run(plan.paths[number - 1], origin, ids, passphrase)
            undo.callback(draft.path.unlink, missing_ok=True)
            drafts.append(draft)
        packed = Packed(PacketKind.RUN, run_id, plan.sha256, _files(drafts, plan.parts))
        project.packets.made(packed)
        for draft in drafts:
            draft.put_in_place()
    return packed


def _planned(
    project: Project, run_id: int, parts: int, folder: Path, *, by_documents: bool
) -> _Plan:
    """All that can be refused before anything is written."""
    run = project.runs.get(run_id)
    if run.state is RunState.RUNNING:
        raise RequestError(f"Run {run_id} is going on; stop it first, then pack what is open.")
    found = project.packets.open_passages(run_id)
    if not found:
        raise NothingToDo(f"Run {run_id} has no open unit; there is nothing to pack.")
    chosen = split(found, parts, by_documents=by_documents)
    project.packets.make_folder(folder)
    paths = packet_paths(folder / f"{project.path.stem}-run{run_id}", parts)
    for path in paths:
        project.packets.check_free(path)
    return _Plan(run_id, project.packets.plan_sha256(run_id), chosen, paths)


def packet_paths(begin: Path, parts: int) -> list[Path]:
    """`work-run3-part-02-of-12.bonito`: as many digits everywhere, so that they sort."""
    width = len(str(parts))
    return [
        begin.with_name(f"{begin.name}-part-{number:0{width}}-of-{parts}.bonito")
        for number in range(1, parts + 1)
    ]


def origin_of_packet(
    project: Project, kind: PacketKind, run_id: int, place: tuple[int, int]
) -> PacketOrigin:
    """What a new packet says of where it is from; `place` is its part and how many there are."""
    head = project.log.head()
    return PacketOrigin(
        uid=secrets.token_hex(16),
        kind=kind,
        run_id=run_id,
        part=place[0],
        parts=place[1],
        source=project.path.name,
        head=head.hash if head else "",
        last_unit=0,  # known when it is written
        is_blind=False,
        who=project.log.who,
        at="",
    )


def _files(
    drafts: Sequence[PacketDraft], parts: Sequence[Sequence[OpenPassage]]
) -> tuple[PacketFile, ...]:
    return tuple(
        PacketFile(draft.target, draft.uid, number, draft.documents, len(passages), draft.size)
        for number, (draft, passages) in enumerate(zip(drafts, parts, strict=True), 1)
    )
