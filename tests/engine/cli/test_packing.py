"""`pack` and `merge`, as somebody types them."""

from pathlib import Path

from engine.store import Project
from tests.engine.packets.fields import answer, planned


def test_a_run_is_packed_resumed_and_merged(cli, tmp_path: Path):
    work = tmp_path / "work.bonito"
    planned(work, documents=2)
    spoken = cli("pack", work, "--run", 1, "--parts", 2, "--to", tmp_path, "--json")
    assert spoken.code == 0
    found = spoken.json
    assert (found["kind"], found["run"], len(found["plan_sha256"])) == ("run", 1, 64)
    assert [(one["part"], one["units"], one["passages"]) for one in found["packets"]] == [
        (1, 12, 3),
        (2, 12, 3),
    ]
    paths = [Path(one["path"]) for one in found["packets"]]
    with Project.open(paths[0]) as packet:
        answer(packet)
    said = cli("merge", work, *paths)
    assert said.code == 0
    assert "work-run1-part-1-of-2.bonito: 12 tasks added, 0 were here" in said.out
    assert "12 units of it still open; merge it again later" in said.out
    with Project.open(paths[1]) as packet:
        answer(packet)
    again = cli("merge", work, *paths, "--json").json["packets"]
    assert [(one["added"], one["same"], one["is_done"]) for one in again] == [
        (0, 12, False),
        (12, 0, True),
    ]


def test_what_was_merged_before_a_refused_packet_stays_and_is_told(cli, tmp_path: Path):
    work = tmp_path / "work.bonito"
    planned(work, documents=2)
    cli("pack", work, "--run", 1, "--to", tmp_path)
    packet = tmp_path / "work-run1-part-1-of-1.bonito"
    with Project.open(packet) as project:
        answer(project)
    said = cli("merge", work, packet, tmp_path / "nothing.bonito")
    assert said.code == 1
    assert "24 tasks added" in said.out
    assert "There is no file" in said.err
    with Project.open(work) as project:
        assert project.runs.get(1).units_done == 24


def test_a_run_is_named_and_packed_whole(cli, tmp_path: Path):
    work = tmp_path / "work.bonito"
    planned(work, documents=1)
    assert cli("pack", work, "--to", tmp_path).code == 2
    assert cli("pack", work, "--run", 1, "--to", tmp_path, "--type", "qa").code == 2
    assert cli("pack", work, "--run", 3, "--to", tmp_path).code == 1
