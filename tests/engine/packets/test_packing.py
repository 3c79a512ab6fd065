"""A packet holds what its units need and not a word more."""

from pathlib import Path

import pytest

from engine.errors import NothingToDo, ProjectExists, RequestError
from engine.packets import pack
from engine.records import Decision, FileStatus, PacketKind, RunState, Verdict
from engine.store import Project, prove
from tests.engine.packets.fields import add_document, answer, packed, plan, planned


@pytest.fixture
def work(tmp_path: Path) -> Path:
    path = tmp_path / "work.bonito"
    planned(path)
    return path


def test_a_packet_says_what_it_is_and_is_sound(work: Path):
    paths = packed(work)
    assert [path.name for path in paths] == [
        f"work-run1-part-{number}-of-3.bonito" for number in (1, 2, 3)
    ]
    for number, path in enumerate(paths, 1):
        proof = prove(path)
        assert (proof.problems, proof.unshown) == ((), ())
        with Project.open(path) as packet:
            origin = packet.packets.origin()
            assert origin is not None
            assert (origin.kind, origin.run_id, origin.part) == (PacketKind.RUN, 1, number)
            assert (origin.source, origin.who) == ("work.bonito", "")
            run = packet.runs.get(1)
            assert (run.state, run.units_planned, run.units_done) == (RunState.PLANNED, 16, 0)
            assert [entry.event for entry in packet.log.all()] == ["created", "packed"]
    with Project.open(work) as project:
        assert [one.size for one in project.packets.away(1)] == [16, 16, 16]
        assert project.log.all()[-1].detail == "48 units of run 1 in 3 packets"


def test_nothing_of_what_is_not_packed_is_in_a_packet(work: Path):
    """Not in its pages, freed ones too: other texts, decisions, log lines, names, folders."""
    with Project.open(work) as project:
        project.log.who = "Quokka"
        answer(project, most=8)
        task = project.tasks.last_of_run(1, 1)[0]
        project.decisions.add([Decision(task, Verdict.REJECT, "zanzibar")], "Wombat")
        project.documents.note_rights([4], "licensed by Numbat", "Quokka")
        project.log.add("exported", "to the folder Bandicoot")
        project.documents.refuse("/in/bilby.pdf", "bilby.pdf", FileStatus.NO_TEXT, "scan")
        project.log.who = "Ann"
    paths = packed(work, 4, by_documents=True)
    everything = [path.read_bytes() for path in paths]
    for number, content in enumerate(everything):
        own = [place for place in range(4) if f"Text {place:02}".encode() in content]
        assert len(own) == 1, number
        for canary in (
            "Quokka",
            "zanzibar",
            "Wombat",
            "Bandicoot",
            "bilby",
            "secret-folder",
            "Question",
        ):
            assert canary.encode() not in content
    assert sum(b"Numbat" in content for content in everything) == 1


def test_only_open_units_are_packed_and_a_passage_is_in_one_packet(work: Path):
    with Project.open(work) as project:
        answer(project, most=10)
    units, passages = list[int](), list[int]()
    for path in packed(work):
        with Project.open(path) as packet:
            found = packet.runs.open_units(1, 100)
            units += [unit.id for unit in found]
            passages += sorted({unit.passage_id for unit in found})
    assert sorted(units) == list(range(11, 49))
    assert len(passages) == len(set(passages))


def test_numbers_given_in_a_packet_are_nobody_elses(work: Path):
    with Project.open(work) as project:
        path = packed_in(project, work)
        plan(project)
        answer(project, 2, most=1)
        newest = project.tasks.last_of_run(2, 1)
    with Project.open(path) as packet:
        answer(packet)
        own = packet.tasks.last_of_run(1, 1)
        assert add_document(packet, 8) == 5
    assert (own, newest) == ([48], [49])


def packed_in(project: Project, work: Path) -> Path:
    return pack(project, 1, 1, work.parent / "").files[0].path


def test_what_can_not_be_packed_is_said_and_leaves_nothing(work: Path):
    with Project.open(work) as project:
        with pytest.raises(RequestError, match="13 packets can't be filled: 12 passages"):
            pack(project, 1, 13, work.parent)
        packed_in(project, work)
        with pytest.raises(ProjectExists, match="exists already"):
            packed_in(project, work)
        project.runs.claim(1)
        with pytest.raises(RequestError, match="is going on; stop it first"):
            pack(project, 1, 2, work.parent)
        answer(project)
        with pytest.raises(NothingToDo, match="no open unit"):
            pack(project, 1, 2, work.parent)
    assert sorted(one.name for one in work.parent.iterdir()) == [
        "work-run1-part-1-of-1.bonito", "work.bonito",
    ]  # fmt: skip
