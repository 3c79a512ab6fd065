"""`pack` and `merge`, as somebody types them."""

from pathlib import Path

from engine.store import Project
from tests.engine.packets.fields import add_document, answer, planned


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
    assert "Packet     1 of 2 of run 1 from work.bonito" in cli("status", paths[0]).out
    assert cli("status", paths[1], "--json").json["packet_of"]["part"] == 2
    with Project.open(paths[0]) as packet:
        answer(packet)
    said = cli("merge", work, *paths)
    assert said.code == 0
    assert "work-run1-part-1-of-2.bonito: 12 tasks added, 0 were here" in said.out
    assert "12 units of it still open; merge it again later" in said.out
    assert "Packets    1 of 2 of run 1 came back" in cli("status", work).out
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


def test_tasks_are_packed_for_review_and_what_came_of_it_is_told(cli, tmp_path: Path):
    work, packet = tmp_path / "work.bonito", tmp_path / "ben" / "r.bonito"
    planned(work, documents=2)
    with Project.open(work) as project:
        answer(project)
    assert cli("review", work, "--accept", "all", "--who", "Ann").code == 0
    said = cli("pack", work, "--review", "--type", "exqa", "--to", packet, "--blind")
    assert said.code == 0
    assert "packed into 1 packet" in said.out
    assert cli("review", packet, "--reject", "1", "--who", "Ben").code == 0
    assert cli("review", packet, "--accept", "all", "--who", "Ben").code == 0
    merged = cli("merge", work, packet, "--json").json["packets"][0]
    assert (merged["kind"], merged["conflicts"]) == ("review", 1)
    listed = cli("conflicts", work)
    assert "1 task decided differently, and not settled yet" in listed.out
    assert "Ben: reject" in listed.out
    whole = cli("agreement", work, "--json").json["agreement"][0]
    assert (whole["first"], whole["second"], whole["same"]) == ("Ann", "Ben", whole["tasks"] - 1)
    assert "kappa 0.00 [" in cli("agreement", work).out
    assert cli("review", work, "--accept", listed.out.split("\n")[1].split()[0]).code == 0
    assert "settled" in cli("conflicts", work).out


def test_a_second_person_gets_a_tenth(cli, tmp_path: Path):
    work = tmp_path / "work.bonito"
    planned(work, documents=2)
    with Project.open(work) as project:
        answer(project)
    found = cli(
        "pack", work, "--review", "--to", tmp_path / "r.bonito", "--double-code", 0.1, "--json"
    ).json["packets"]  # fmt: skip
    assert [Path(one["path"]).name for one in found] == [
        "r-part-1-of-2.bonito",
        "r-part-2-of-2.bonito",
    ]
    assert found[1]["tasks"] == -(-found[0]["tasks"] // 10)
    assert "No task was decided by two people" in cli("agreement", work).out


def test_packets_that_are_away_are_named_when_the_run_goes_on_here(cli, tmp_path: Path, tiny: Path):
    work = tmp_path / "work.bonito"
    with Project.create(work) as project:
        add_document(project, 1)
    assert cli("plan", work, "--model", tiny, "--types", "exqa").code == 0
    assert cli("pack", work, "--run", 1, "--to", tmp_path).code == 0
    said = cli("run", work, "--resume")
    assert "1 packet of run 1 did not come back yet" in said.err
    packet = tmp_path / "work-run1-part-1-of-1.bonito"
    assert cli("run", packet, "--resume").code == said.code == 0
    assert cli("merge", work, packet, "--json").json["packets"][0]["added"] == 0
