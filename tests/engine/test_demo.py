import json
from collections.abc import Callable
from pathlib import Path

import pytest

from engine import demo
from engine.cli import main
from engine.errors import ProjectExists, TargetExists, TargetUnwritable, WorkerError
from engine.records import Outcome, PassageKind, RunState
from engine.runs.cutting import settings_for
from engine.store import Project
from engine.worker import fake
from models.errors import ModelMissing
from models.library import find
from tests.engine.cli.frail_worker import dying
from tests.models.gguf_files import gguf


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> demo.Demo:
    """A demo made with a scripted worker, in a folder that was there and empty."""
    folder = tmp_path_factory.mktemp("demo")
    model = tmp_path_factory.mktemp("model") / "tiny.gguf"
    model.write_bytes(gguf())
    return demo.make_demo(folder, ignore, str(model), worker=fake.main)


def ignore(_event: object) -> None:
    """Listen to nothing."""


def test_a_demo_goes_all_the_way_from_documents_to_an_export(made: demo.Demo):
    assert {file.name for file in made.files} == set(demo.SAMPLES)
    assert {file.status for file in made.files} == {"ready"}
    assert made.run.state is RunState.DONE
    assert made.run.units_done == sum(made.outcomes.values()) == demo.UNITS
    assert made.export is not None
    assert made.export.rows == made.outcomes[Outcome.OK]
    assert len({task.task_type for task in made.examples}) == demo.SHOWN


def test_a_demo_accepts_nothing_on_the_user_s_behalf(made: demo.Demo):
    rows = (made.folder / "export" / "train.jsonl").read_text(encoding="utf-8").splitlines()
    assert {json.loads(row)["provenance"]["decision"] for row in rows} == {""}
    with Project.open(made.project) as project:
        assert project.status().unreviewed == made.outcomes[Outcome.OK]


def test_a_demo_reads_every_document_with_every_type(made: demo.Demo):
    with Project.open(made.project) as project:
        tasks = project.tasks.page(range(1, demo.UNITS + 1))
    assert {task.document_name for task in tasks} == set(demo.SAMPLES)
    assert len({task.task_type for task in tasks}) == 16


def test_a_demo_shows_what_the_catalogue_says_nano_is_best_at():
    entry = find("default").entry
    assert entry is not None
    assert demo.shown_types("default") == entry.best_types
    assert not set(entry.best_types) & set(entry.poor_types)


def test_the_documents_of_a_demo_lie_beside_its_project(made: demo.Demo):
    with Project.open(made.project) as project:
        documents = project.documents.all()
    for document in documents:
        assert Path(document.path) == made.folder / "documents" / document.name
        assert Path(document.path).is_file()


@pytest.mark.parametrize("make", [Path.touch, lambda path: (path / "mine").mkdir(parents=True)])
def test_what_is_no_empty_folder_is_left_alone(tmp_path: Path, make: Callable[[Path], None]):
    make(tmp_path / "demo")
    with pytest.raises(TargetExists, match="name a new one"):
        demo.make_demo(tmp_path / "demo", ignore)


def test_a_place_that_can_not_be_written_is_told(tmp_path: Path):
    (tmp_path / "file").touch()
    with pytest.raises(TargetUnwritable, match="name another folder"):
        demo.make_demo(tmp_path / "file" / "demo", ignore)


def test_a_free_folder_is_numbered_where_the_name_is_taken(tmp_path: Path):
    assert demo.free_folder(tmp_path).name == "bonito-demo"
    for name in ("bonito-demo", "bonito-demo-2"):
        (tmp_path / name).mkdir()
    assert demo.free_folder(tmp_path).name == "bonito-demo-3"


def test_the_samples_are_short_documents_of_different_kinds():
    assert len({Path(name).suffix for name in demo.SAMPLES}) == len(demo.SAMPLES)


def test_the_sample_project_is_ready_to_run(tmp_path: Path):
    path = tmp_path / "sample.bonito"
    demo.make_sample_project(path, worker=fake.main)
    with Project.open(path) as project:
        status = project.status()
        words = [len(project.documents.text(d.id).split()) for d in project.documents.all()]
        for kind in PassageKind:
            assert project.passages.missing(settings_for(find("default"), kind)) == []
        events = [entry.detail for entry in project.log.all() if entry.event == "run"]
    (run,) = status.runs
    assert (status.documents, status.refused_files, run.state) == (4, 0, RunState.DONE)
    assert run.model.name == "nano"
    assert status.unreviewed > 20
    assert any("written beforehand" in said for said in events)
    assert all(150 <= count <= 400 for count in words)


def test_a_sample_project_never_overwrites(tmp_path: Path):
    path = tmp_path / "sample.bonito"
    path.write_text("mine")
    with pytest.raises(ProjectExists):
        demo.make_sample_project(path)
    assert path.read_text() == "mine"


def test_without_a_model_no_half_made_sample_project_stays(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr("models.library.EMBEDDED_PACKAGE", "no_such_package_of_ours")
    monkeypatch.setattr("models.library._FOLDER", tmp_path / "no folder")
    with pytest.raises(ModelMissing):
        demo.make_sample_project(tmp_path / "sample.bonito")
    assert list(tmp_path.iterdir()) == []


def test_a_worker_that_dies_leaves_no_half_made_sample_project(tmp_path: Path):
    with pytest.raises(WorkerError):
        demo.make_sample_project(tmp_path / "sample.bonito", worker=dying)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.model
@pytest.mark.timeout(300)
def test_the_real_model_gets_a_demo_done(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
):
    monkeypatch.setattr(demo, "UNITS", 4)  # the whole demo is for people to wait for
    assert main(["demo", "--out", str(tmp_path / "demo"), "--json"]) == 0
    content = json.loads(capsys.readouterr().out)
    assert content["run"]["units_done"] == 4
    assert content["export"]["rows"] == content["outcomes"]["ok"] >= 1
