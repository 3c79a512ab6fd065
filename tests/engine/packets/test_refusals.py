"""What does not belong into a project is refused in a sentence, and nothing of it is merged."""

import os
from collections.abc import Callable
from pathlib import Path
from shutil import copyfile

import pytest

from engine.errors import BonitoError
from engine.packets import merge, pack
from engine.store import Project
from engine.store.connection import Connection
from tests.engine.packets.fields import answer, answered, packed, planned, tables

OLD = Path(__file__).parents[1] / "store" / "old_projects"
Spoil = Callable[[Path, Path], None]
"""Gets the packet and the project."""


@pytest.fixture
def work(tmp_path: Path) -> Path:
    path = tmp_path / "work.bonito"
    planned(path, documents=2)
    return path


def sql(statement: str) -> Spoil:
    def spoil(packet: Path, _work: Path) -> None:
        connection = Connection(packet)
        connection.write(statement)
        connection.close()

    return spoil


def cut_short(packet: Path, _work: Path) -> None:
    packet.write_bytes(packet.read_bytes()[: packet.stat().st_size // 2])


def answered_otherwise(_packet: Path, work: Path) -> None:
    with Project.open(work) as project:
        answer(project, most=3)
    connection = Connection(work)
    connection.write("UPDATE tasks SET output = 'no', raw = 'no' WHERE unit_id = 2")
    connection.close()


def protected(packet: Path, _work: Path) -> None:
    with Project.open(packet) as project:
        project.change_passphrase("another secret")


def another_project(packet: Path, _work: Path) -> None:
    packet.unlink()
    planned(packet)


REFUSALS: dict[str, tuple[Spoil, str]] = {
    "other model": (
        sql("UPDATE runs SET model_sha256 = 'c'"),
        "another model than run 1",
    ),
    "other prompting": (
        sql("UPDATE runs SET prompting = 'general'"),
        "another way (“general”, not “bonito”)",
    ),
    "other sampling": (sql("UPDATE runs SET top_p = 0.5"), "samples otherwise"),
    "other seed of the run": (sql("UPDATE runs SET seed = 99"), "another seed (99, not"),
    "other seed": (
        sql("UPDATE units SET seed = 5 WHERE id = 3"),
        "another seed for unit 3 (5, not",
    ),
    "foreign unit": (
        sql("INSERT INTO units VALUES (999, 1, 1, 'exqa', 9, 9)"),
        "a unit 999 (exqa) that is not one of run 1",
    ),
    "unit of another passage": (
        sql("UPDATE units SET sample = 50 WHERE id = 3"),
        "a unit 3 (exqa) that is not one of run 1",
    ),
    "changed text": (
        sql("UPDATE texts SET text = replace(text, '00', '77') WHERE document_id = 1"),
        "another text of “d0.txt”",
    ),
    "other plan": (sql("UPDATE packings SET plan_sha256 = 'd'"), "another plan than that of run 1"),
    "newer tables": (sql("PRAGMA user_version = 999"), "newer version of this application"),
    "other answer": (answered_otherwise, "another answer in this project already: 2 (exqa)"),
    "passphrase": (protected, "is protected by a passphrase"),
    "a project": (another_project, "a project of its own and no packet"),
    "another program's file": (lambda packet, _: packet.write_text("Dear Ann"), "not a Bonito"),
    "half a file": (cut_short, "damaged or cut short"),
    "gone": (lambda packet, _: packet.unlink(), "There is no file"),
}


@pytest.mark.parametrize(("spoil", "said"), REFUSALS.values(), ids=REFUSALS)
def test_nothing_is_merged_of_what_is_refused(work: Path, spoil: Spoil, said: str):
    paths = answered(packed(work, 1))
    spoil(paths[0], work)
    before = tables(work), log_of(work)
    with Project.open(work) as project, pytest.raises(BonitoError) as refused:
        merge(project, paths)
    assert said in str(refused.value)
    assert str(refused.value).endswith((".", "!"))
    assert (tables(work), log_of(work)) == before


def log_of(work: Path) -> list[str]:
    with Project.open(work) as project:
        return [entry.hash for entry in project.log.all()]


def test_the_rest_is_merged_where_the_own_answers_are_to_stay(work: Path):
    paths = answered(packed(work, 1))
    answered_otherwise(paths[0], work)
    with Project.open(work) as project:
        merged = merge(project, paths, keep_own=True)[0]
        assert (merged.kept, merged.same, merged.added) == (1, 2, 21)


def test_a_packet_that_somebody_works_on_is_left_alone(work: Path):
    paths = answered(packed(work, 1))
    said = "open in another window or program"
    with Project.open(work) as project, Project.open(paths[0]), pytest.raises(BonitoError) as no:
        merge(project, paths)
    assert said in str(no.value)


def test_a_packet_of_a_protected_project_opens_with_its_passphrase_only(tmp_path: Path):
    work = tmp_path / "work.bonito"
    planned(work, documents=2)
    with Project.open(work) as project:
        project.change_passphrase("correct horse")
    with Project.open(work, "correct horse") as project:
        path = pack(project, 1, 1, tmp_path / "").files[0].path
    assert b"Text 00" not in path.read_bytes()
    with pytest.raises(BonitoError, match="passphrase"):
        Project.open(path)
    with Project.open(path, "correct horse") as packet:
        answer(packet)
    with Project.open(work, "correct horse") as project:
        assert merge(project, [path])[0].added == 24


def test_an_older_copy_of_the_project_takes_the_packets_too(work: Path, tmp_path: Path):
    copy = tmp_path / "copy.bonito"
    copy.write_bytes(work.read_bytes())
    paths = answered(packed(work, 2))
    with Project.open(copy) as project:
        merge(project, paths)
    with Project.open(work) as project:
        merge(project, paths)
    own = {"packets", "packet_lines", "sqlite_sequence"}
    one, other = tables(work), tables(copy)
    assert {name for name in one if one[name] != other[name]} <= own


def test_a_file_of_an_earlier_version_stays_as_it_came(work: Path, tmp_path: Path):
    """It is brought up to date in a private copy; this one then turns out to be no packet."""
    folder = tmp_path / "in"
    folder.mkdir()
    old = folder / "v22.bonito"
    copyfile(OLD / "v22.bonito", old)
    before = old.read_bytes()
    with Project.open(work) as project, pytest.raises(BonitoError, match="a project of its own"):
        merge(project, [old])
    assert old.read_bytes() == before
    assert [one.name for one in folder.iterdir()] == ["v22.bonito"]
    assert not [one for one in work.parent.iterdir() if one.name.startswith(".merging")]


@pytest.mark.skipif(os.name == "nt" or os.geteuid() == 0, reason="root may write everything")
def test_a_packet_on_a_medium_that_can_not_be_written_is_merged(work: Path):
    paths = answered(packed(work, 1))
    paths[0].chmod(0o400)
    paths[0].parent.chmod(0o500)
    try:
        with Project.open(work) as project:
            assert merge(project, paths)[0].added == 24
    finally:
        paths[0].parent.chmod(0o700)
