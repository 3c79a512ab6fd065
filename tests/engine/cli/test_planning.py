from pathlib import Path

import pytest

from engine.records import Extract, RunState
from engine.store import Project

GATE = "The gate opens at nine. Nobody may enter before. The porter keeps the key in his desk."


@pytest.fixture
def documents(tmp_path: Path) -> Path:
    """A project with two short documents and no run."""
    path = tmp_path / "new.bonito"
    with Project.create(path) as project:
        for name in ("a", "b"):
            text = f"{name}. {GATE}"
            project.documents.add(
                f"/{name}.txt", f"{name}.txt", "txt", 90, name * 64, Extract(text)
            )
    return path


def test_a_plan_is_stored_and_makes_nothing(cli, documents: Path, tiny: Path):
    spoken = cli("plan", documents, "--model", tiny, "--types", "exqa,qa", "--samples", 2, "--json")
    assert (spoken.code, spoken.json["state"], spoken.json["passages"]) == (0, "planned", 2)
    assert spoken.json["units_by_type"] == {"exqa": 4, "qa": 4}
    with Project.open(documents) as project:
        run = project.runs.get(1)
        assert (run.state, run.units_planned, run.units_done) == (RunState.PLANNED, 8, 0)
    status = cli("status", documents)
    assert "1: planned, 0 of 8 units" in status.out


def test_headings_that_are_not_read_as_sentences_are_told(cli, tmp_path: Path, tiny: Path):
    path = tmp_path / "new.bonito"
    with Project.create(path) as project:
        extract = Extract(f"# Gate\n\n{GATE}\n\n| a | b |")
        project.documents.add("/a.txt", "a.txt", "txt", 90, "a" * 64, extract)
    spoken = cli("plan", path, "--model", tiny, "--types", "paraphrase,exqa", "--json")
    assert spoken.json["units_by_type"] == {"paraphrase": 3, "exqa": 1}
    assert spoken.json["fragments_left_out"] == 2
    assert spoken.json["sentences"] == "without fragments 1"
    assert "Not read as sentences: 2 headings, table rows and the like." in spoken.err
    assert "Not read" not in cli("plan", path, "--model", tiny, "--types", "exqa").err


def test_resuming_carries_a_plan_out_as_running_at_once_would(cli, documents: Path, tiny: Path):
    wanted = ("--model", tiny, "--types", "exqa", "--seed", 7)
    said = cli("plan", documents, *wanted)
    assert f"run {documents} --resume 1" in said.out
    assert cli("run", documents, "--resume").code == 0
    assert cli("run", documents, *wanted).code == 0
    with Project.open(documents) as project:
        planned, at_once = project.runs.get(1), project.runs.get(2)
        assert planned.state is at_once.state is RunState.DONE
        assert project.runs.unit_keys(1) == project.runs.unit_keys(2)
        assert (planned.sampling, planned.model) == (at_once.sampling, at_once.model)


def test_what_can_not_be_planned_is_one_sentence_and_stores_no_run(cli, documents: Path):
    spoken = cli("plan", documents, "--types", "poetry")
    assert spoken.code == 1
    assert "“poetry” is no task type" in spoken.err
    with Project.open(documents) as project:
        assert project.runs.all() == []
