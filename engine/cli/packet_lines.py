"""How `status` tells of packets: what the project is one of, and what left it and came back."""

from collections.abc import Iterator

from engine.records import KnownPacket, PacketKind, PacketOrigin
from engine.store import Project


def packets_content(project: Project) -> dict[str, object]:
    """The packets of a project, as programs read it."""
    origin = project.packets.origin()
    return {
        "packet_of": _origin_content(origin) if origin else None,
        "packets": [
            {
                "packet": one.uid, "kind": one.kind.value, "run": one.run_id, "part": one.part,
                "parts": one.parts, "name": one.name, "size": one.size, "at": one.at,
                "merged_at": one.merged_at,
            }
            for one in project.packets.all()
        ],
    }  # fmt: skip


def _origin_content(origin: PacketOrigin) -> dict[str, object]:
    return {
        "packet": origin.uid, "kind": origin.kind.value, "run": origin.run_id, "part": origin.part,
        "parts": origin.parts, "source": origin.source, "who": origin.who, "at": origin.at,
    }  # fmt: skip


def packets_lines(project: Project) -> Iterator[str]:
    """The packets of a project, for people; nothing where there are none."""
    if origin := project.packets.origin():
        yield (
            f"Packet     {origin.part:,} of {origin.parts:,} of "
            f"{_what(origin.kind, origin.run_id)} from {origin.source}, {origin.at}"
        )
    known = project.packets.all()
    for kind, run_id in dict.fromkeys((one.kind, one.run_id) for one in known):
        yield _line([one for one in known if (one.kind, one.run_id) == (kind, run_id)])


def _line(packets: list[KnownPacket]) -> str:
    back = sum(bool(one.merged_at) for one in packets)
    what = _what(packets[0].kind, packets[0].run_id)
    return f"Packets    {back:,} of {len(packets):,} of {what} came back"


def _what(kind: PacketKind, run_id: int) -> str:
    return f"run {run_id}" if kind is PacketKind.RUN else "tasks to review"
