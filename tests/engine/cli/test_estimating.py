"""`plan --estimate` and `status --machine`: from a pilot's speed to a plan for many machines."""

from pathlib import Path

import pytest

from engine.cli.estimating import machine_lines, speed_content
from engine.planning.machines import parse_machines
from engine.records import ModelIdentity, Run, RunState, RunTimes, Sampling
from engine.store import Project
from tests.engine.cli.test_planning import documents

__all__ = ["documents"]

MACHINES = '[[machine]]\nname = "laptop"\nunits_per_hour = 4\ncount = 2\n'
RUN = Run(
    3, RunState.DONE, ModelIdentity("Nano", "/n", "0" * 64, "bonito"), ("exqa", "qa"), 1,
    Sampling(), None, 99, 99, "2026-01-01", "0", device="CPU, 8 threads",
)  # fmt: skip


@pytest.fixture
def machines(tmp_path: Path) -> Path:
    path = tmp_path / "m.toml"
    path.write_text(MACHINES, encoding="utf-8")
    return path


def test_a_new_plan_is_stored_and_estimated(cli, documents: Path, tiny: Path, machines: Path):
    asked = ("plan", documents, "--model", tiny, "--types", "exqa,qa", "--samples", 2)
    spoken = cli(*asked, "--estimate", machines, "--json")
    made = spoken.json["estimate"]
    assert (made["units"], made["parts"], made["units_left"]) == (8, 2, 0)
    assert made["machines"][0]["parts"] == [1, 1]
    assert made["seconds"] == {"expected": 3620, "fastest": 2534, "slowest": 4706}
    said = cli(*asked, "--estimate", machines).out
    assert "8 units cut into 2 parts of up to 4 units:" in said
    assert "laptop (2 of them): 1 part each, 8 units, 42 min to 1 h 18 min" in said
    assert f"pack {documents} --run 2 --parts 2 --to FOLDER" in said


def test_a_stored_plan_is_estimated_and_nothing_is_stored(
    cli, documents: Path, tiny: Path, machines: Path
):
    cli("plan", documents, "--model", tiny, "--types", "exqa", "--samples", 5)
    spoken = cli("plan", documents, "--run", 1, "--estimate", machines, "--parts", 5, "--json")
    assert (spoken.json["run"], spoken.json["estimate"]["parts"]) == (1, 5)
    with Project.open(documents) as project:
        assert len(project.runs.all()) == 1


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (("--run", 1), "--run needs --estimate"),
        (("--types", "qa", "--parts", 2), "--parts needs --estimate"),
        (("--run", 1, "--estimate", "m", "--seed", 2), "--seed can't be changed"),
    ],
)
def test_options_that_say_nothing_together_are_refused(cli, documents: Path, options, said: str):
    spoken = cli("plan", documents, *options)
    assert spoken.code == 2
    assert said in spoken.err


def test_a_bad_file_of_machines_plans_nothing(cli, documents: Path, tiny: Path, tmp_path: Path):
    bad = tmp_path / "bad.toml"
    bad.write_text("[[machine]]\nunits_per_hour = 0\n", encoding="utf-8")
    asked = ("plan", documents, "--model", tiny, "--types", "qa", "--estimate", bad)
    spoken = cli(*asked)
    assert spoken.code == 1
    assert "bad.toml, line 2: units_per_hour is a number above 0." in spoken.err
    with Project.open(documents) as project:
        assert project.runs.all() == []


def test_what_status_prints_of_a_machine_is_what_an_estimate_reads():
    lines = machine_lines(RUN, RunTimes(units=48, seconds=470.0, spread=0.6))
    (machine,) = parse_machines("\n".join(lines), "m").machines
    assert machine.units_per_hour == pytest.approx(360.0)
    assert machine.off == pytest.approx(0.15)


def test_too_short_a_run_has_no_speed(cli, documents: Path, tiny: Path):
    assert speed_content(RunTimes(1, 0.0, 0.0)) is None
    assert speed_content(RunTimes(8, -2.0, 0.1)) is None  # saved in another order than made
    assert "too few units" in next(machine_lines(RUN, RunTimes(1, 0.0, 0.0)))
    cli("plan", documents, "--model", tiny, "--types", "qa")
    spoken = cli("status", documents, "--machine")
    assert spoken.code == 1
    assert "try 12 units first" in spoken.err


def test_status_says_how_fast_each_run_was(cli, documents: Path, tiny: Path):
    cli("run", documents, "--model", tiny, "--types", "qa", "--samples", 3)
    assert set(cli("status", documents, "--json").json["speeds"]) == {"1"}
    assert cli("status", documents, "--machine", "--json").json["run"] == 1


def test_a_run_that_others_helped_with_says_no_speed(cli, documents: Path, tiny: Path):
    cli("run", documents, "--model", tiny, "--types", "qa", "--samples", 3)
    cli("plan", documents, "--model", tiny, "--types", "exqa")
    assert cli("pack", documents, "--run", 2, "--to", documents.parent).code == 0
    (packet,) = documents.parent.glob("*run2*.bonito")
    cli("run", packet, "--resume")
    assert cli("merge", documents, packet).code == 0
    assert cli("status", documents, "--json").json["speeds"]["2"] is None
