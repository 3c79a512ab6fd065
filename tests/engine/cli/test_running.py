import hashlib
import io
import json
import os
import shutil
import signal
import subprocess
import sys
from collections import deque
from dataclasses import replace
from pathlib import Path
from typing import cast

import pytest

from engine.cli import main
from engine.cli.output import Output
from engine.cli.running import wait, why_not_done
from engine.cli.watching import RunWatcher
from engine.records import (
    Extract,
    ModelIdentity,
    PassageKind,
    PlannedUnit,
    Run,
    RunRequest,
    RunState,
    Sampling,
    Task,
)
from engine.runs.cutting import settings_for
from engine.runs.events import RunPlanned, RunProgress, TaskAdded
from engine.runs.starting import RunHandle
from engine.store import Project
from engine.tasks.types import TASK_TYPES
from engine.worker import fake
from models.library import find

ROOT = Path(__file__).resolve().parents[3]
GATE = "The gate opens at nine. Nobody may enter before. The porter keeps the key in his desk."


@pytest.fixture
def documents(tmp_path: Path) -> Path:
    """A project with two short documents and no run, as importing two files leaves it."""
    path = tmp_path / "new.bonito"
    with Project.create(path) as project:
        for name in ("a", "b"):
            text, file = f"{name}. {GATE}", tmp_path / f"{name}.txt"
            sha256 = hashlib.sha256(text.encode()).hexdigest()
            project.documents.add(str(file), file.name, "txt", len(text), sha256, Extract(text))
    return path


@pytest.fixture
def run(cli, documents: Path, tiny: Path):
    """Run the two documents with the scripted worker."""

    def start(*options: object):
        return cli("run", documents, "--model", tiny, *options)

    return start


def test_a_run_says_how_a_stranger_is_asked_and_takes_another_prompting(run):
    spoken = run("--types", "exqa", "--json")
    assert spoken.json["model"]["prompting"] == "bonito"
    assert "It is asked as “bonito”: it carries no chat template" in spoken.err
    other = run("--types", "exqa", "--prompting", "general", "--json")
    assert other.json["model"]["prompting"] == "general-plain"
    assert run("--types", "exqa", "--prompting", "none").code == 1


def test_a_run_without_one_well_formed_task_is_no_success(run):
    spoken = run("--types", "ynqa", "--json")
    assert (spoken.code, spoken.json["state"]) == (1, "failed")
    assert spoken.json["units_done"] == spoken.json["units_planned"] == 2
    assert "None of its 2 units gave a well-formed task" in spoken.json["error"]["message"]


def test_a_run_makes_a_task_of_every_unit(run, documents: Path):
    spoken = run("--types", "exqa,qa", "--samples", "2", "--json")
    assert spoken.code == 0
    content = spoken.json
    assert (content["run"], content["state"]) == (1, "done")
    assert content["task_types"] == ["exqa", "qa"]
    assert content["units_planned"] == content["units_done"] == 8
    assert sum(content["outcomes"].values()) == 8
    assert "Run 1: 8 units planned." in spoken.err
    assert "8 of 8 units" in spoken.err


def test_a_run_for_people_counts_its_outcomes(run, documents: Path):
    spoken = run("--types", "extractive question answering")
    assert spoken.code == 0
    assert spoken.out.startswith("Run 1 done: 2 of 2 units, 2 well-formed tasks\n  ok ")
    assert "porter" not in spoken.out + spoken.err


def test_every_setting_reaches_the_run(run, documents: Path):
    settings = "--seed 7 --temperature 0 --top-p 0.5 --max-tokens 99 --parallel 2 --limit-units 3"
    spoken = run("--types", "all", *settings.split(), "--json")
    assert spoken.code == 0
    content = spoken.json
    assert (content["seed"], content["temperature"], content["top_p"]) == (7, 0, 0.5)
    assert (content["max_tokens"], content["units_planned"]) == (99, 3)
    assert len(content["task_types"]) == 16
    with Project.open(documents) as project:
        assert project.runs.get(1).slots == 2


def test_a_run_after_its_pilot_leaves_out_what_the_pilot_made(run, documents: Path):
    assert run("--types", "exqa,qa", "--limit-units", 1, "--json").json["units_done"] == 1
    rest = run("--types", "exqa,qa", "--after-run", 1, "--json").json
    assert rest["units_planned"] == 3
    with Project.open(documents) as project:
        newest, pilot = project.runs.all()
        assert not project.runs.unit_keys(newest.id) & project.runs.unit_keys(pilot.id)
    assert run("--types", "exqa,qa", "--after-run", 9).code == 1
    refused = run("--resume", 1, "--after-run", 1)
    assert refused.code == 2


def test_types_that_a_model_is_poor_at_are_named_with_the_reason_or_left_out(cli, documents: Path):
    """The scripted worker answers for Nano: which types are left out hangs on its name."""
    poor = find("").poor_types
    assert "summarization" in poor
    spoken = cli("run", documents, "--types", "qa,summarization", "--limit-units", 1)
    assert "summarization: Off for Nano: fewer than 35 in 100" in spoken.err
    assert "qa," not in spoken.err.partition("Off for Nano")[0].splitlines()[-1]
    suited = cli("run", documents, "--types", "suited", "--limit-units", 1)
    assert "Off for Nano" not in suited.err
    with Project.open(documents) as project:
        types = project.runs.all()[0].task_types
    assert not {*types} & {*poor}
    assert len(types) + len(poor) == len(TASK_TYPES)


def test_rules_that_are_off_are_kept_with_the_run_and_told(run, cli, documents: Path):
    spoken = run("--types", "exqa", "--rule-off", "quoted_claim", "--rule-off", "echo", "--json")
    assert spoken.json["rules_off"] == ["echo", "quoted_claim"]
    assert cli("status", documents, "--json").json["runs"][0]["rules_off"] == [
        "echo",
        "quoted_claim",
    ]
    assert "not judged by: repetition" in run("--types", "exqa", "--rule-off", "repetition").out


def test_answers_are_drawn_again_when_asked_and_the_status_sums_them_up(run, cli, documents: Path):
    assert run("--types", "qa", "--json").json["agree"] == 0
    before = cli("status", documents, "--json").json["self_agreement"]
    assert before == {"tasks": 0, "always_same": 0, "half_or_less": 0}
    assert run("--types", "qa", "--seed", "3", "--agree", "4", "--json").json["agree"] == 4
    told = cli("status", documents, "--json").json
    assert [one["agree"] for one in told["runs"]] == [4, 0]
    assert told["self_agreement"] == {"tasks": 2, "always_same": 2, "half_or_less": 0}
    assert "2 answers drawn again: 2 always the same" in cli("status", documents).out
    spoken = run("--types", "qa", "--agree", "99")
    assert spoken.code == 1
    assert "choose from 0 (never) to 32" in spoken.err


def test_own_labels_are_held_kept_and_told(run, cli, documents: Path):
    spoken = run("--types", "topic_class,qa", "--labels", "topic_class=Invoice,Contract", "--json")
    assert spoken.code == 0
    assert spoken.json["labels"] == {"topic_class": ["Invoice", "Contract"]}
    assert cli("status", documents, "--json").json["runs"][0]["labels"] == spoken.json["labels"]
    listed = cli("review", documents, "--list", "--type", "topic_class", "--json").json["tasks"]
    assert {task["output"] for task in listed} == {"Invoice"}
    assert {task["outcome"] for task in listed} == {"ok"}
    said = run("--types", "topic_class", "--labels", "topic_class=A,B", "--seed", "2").out
    assert "labels of topic_class: A, B" in said


@pytest.mark.parametrize(
    ("labels", "types", "reason"),
    [
        ("topic_class=One", "topic_class", "from 2 to 50 labels"),
        ("topic_class=One,Two", "qa", "which the run does not write"),
        ("topics=One,Two", "qa", "is no task type"),
    ],
)
def test_labels_that_can_not_be_start_no_run(run, documents: Path, labels, types, reason):
    spoken = run("--types", types, "--labels", labels)
    assert spoken.code == 1
    assert reason in spoken.err
    with Project.open(documents) as project:
        assert project.runs.all() == []


def test_labels_can_not_be_changed_when_a_run_is_resumed(cli, documents: Path):
    spoken = cli("run", documents, "--resume", "--labels", "topic_class=A,B")
    assert spoken.code == 2
    assert "--labels can't be changed" in spoken.err


def test_the_name_of_no_rule_starts_no_run(run, cli, documents: Path):
    spoken = run("--types", "exqa", "--rule-off", "echos")
    assert spoken.code == 1
    assert "“echos” is no rule; those that can be off are" in spoken.err
    assert cli("status", documents, "--json").json["runs"] == []


def test_rules_can_not_be_changed_when_a_run_is_resumed(cli, documents: Path):
    spoken = cli("run", documents, "--resume", "--rule-off", "echo")
    assert spoken.code == 2
    assert "--rule-off can't be changed" in spoken.err


def test_the_defaults_are_the_reference_s(run, documents: Path):
    content = run("--types", "qg", "--json").json
    assert (content["seed"], content["temperature"], content["top_p"]) == (42, 0.5, 0.95)
    assert (content["max_tokens"], content["samples"]) == (256, 1)


def test_a_run_whose_model_does_not_load_fails_and_says_how_to_go_on(
    cli, run, documents: Path, tiny: Path
):
    run("--types", "qg")  # so that the passages are cut
    model = documents.with_name(f"{fake.REFUSE}.gguf")
    shutil.copy(tiny, model)
    spoken = cli("run", documents, "--types", "qg", "--model", model, "--json")
    assert spoken.code == 1
    assert (spoken.json["run"], spoken.json["state"]) == (2, "failed")
    message = spoken.json["error"]["message"]
    assert message.startswith("Run 2 ended at 0 of 2 units. ")
    assert message.endswith(f"bonito-desktop run {documents} --resume 2")
    assert f"bonito-desktop: {message}" in spoken.err


def test_a_worker_that_dies_of_too_much_at_once_is_replaced_and_that_is_told(
    cli, run, documents: Path
):
    file = documents.with_name("bad.txt")
    file.write_text(f"{fake.CRASH_IN_COMPANY}. {GATE}", encoding="utf-8")
    assert cli("import", documents, file).code == 0
    spoken = run("--types", "qg", "--parallel", "2", "--json")
    assert spoken.code == 0
    assert spoken.json["outcomes"] == {"ok": 3}
    assert "Going on with" in spoken.err


@pytest.mark.parametrize("which", [[], ["2"]])
def test_an_interrupted_run_is_resumed_to_the_end_of_its_plan(
    cli, run, documents: Path, which: list[str], tiny: Path
):
    run("--types", "qg")
    with Project.open(documents) as project:
        done = project.runs.get(1)
        settings = settings_for(find(str(tiny)), PassageKind.PARAGRAPH)
        units = [PlannedUnit(p, "qa", 0, 5) for _, p in project.passages.ids(settings, None)]
        project.runs.create(RunRequest(str(tiny), ("qa",)), done.model, units)
    spoken = cli("run", documents, "--resume", *which, "--json")
    assert spoken.code == 0
    assert (spoken.json["run"], spoken.json["units_done"]) == (2, 2)


def test_the_units_done_before_are_told():
    err = io.StringIO()
    RunWatcher(Output(io.StringIO(), err))(RunPlanned(1, 5, 2))
    assert err.getvalue() == "Run 1: 5 units planned, 2 of them done before.\n"


def test_rates_that_are_not_known_yet_are_not_told():
    err = io.StringIO()
    progress = RunProgress(2, 1, {}, tasks_per_minute=0, tokens_per_second=0, seconds_left=None)
    RunWatcher(Output(io.StringIO(), err))(TaskAdded(1, cast(Task, None), progress))
    assert err.getvalue() == "1 of 2 units, 0 well-formed\n"


def test_a_run_that_failed_after_its_last_unit_needs_no_resuming(project: Path):
    with Project.open(project) as opened:
        opened.runs.set_state(1, RunState.FAILED, "The disk is full.")
        run = opened.runs.get(1)
    assert why_not_done(run, project) == "The disk is full."


def test_with_nothing_to_resume_that_is_said(cli, documents: Path):
    spoken = cli("run", documents, "--resume", "--json")
    assert (spoken.code, spoken.json["error"]["title"]) == (1, "Nothing to do")
    assert cli("run", documents, "--resume", "7").code == 1


def test_a_setting_beside_resume_is_wrong_usage(cli, documents: Path):
    spoken = cli("run", documents, "--resume", "--top-p", "0.5")
    assert spoken.code == 2
    assert "--top-p can't be changed when a run is resumed" in spoken.err


@pytest.mark.parametrize(
    ("options", "title"),
    [
        ("--types poetry", "Unknown task type"),
        ("--types ,", "Unknown task type"),
        ("--types qg --model nowhere.gguf", "Model not found"),
        ("--types qg --samples 0", "Setting out of range"),
        ("--types qg --temperature 9", "Setting out of range"),
        ("--types qg --limit-units 0", "Setting out of range"),
    ],
)
def test_what_can_not_be_done_is_one_sentence_and_makes_no_run(
    cli, documents: Path, options: str, title: str
):
    spoken = cli("run", documents, *options.split(), "--json")
    assert (spoken.code, spoken.json["error"]["title"]) == (1, title)
    assert cli("status", documents, "--json").json["runs"] == []


def test_a_project_without_documents_has_nothing_to_run(cli, tmp_path: Path):
    cli("new", tmp_path / "empty.bonito")
    spoken = cli("run", tmp_path / "empty.bonito", "--types", "qg", "--json")
    assert (spoken.code, spoken.json["error"]["title"]) == (1, "Nothing to do")


class PressedHandle:
    """The shape of a handle, with Ctrl+C pressed some times while it is waited for."""

    def __init__(self, presses: int) -> None:
        self.script: deque[RunState | None] = deque([None] * presses)
        self.stops = 0

    def wait(self, _seconds: float) -> RunState | None:
        if self.script:
            self.script.popleft()
            raise KeyboardInterrupt
        return RunState.STOPPED

    def stop(self) -> None:
        self.stops += 1


def test_pressing_ctrl_c_often_stops_the_run_once_cleanly():
    err = io.StringIO()
    handle = PressedHandle(presses=3)
    assert wait(cast(RunHandle, handle), Output(io.StringIO(), err)) is RunState.STOPPED
    assert handle.stops == 3
    assert err.getvalue().count("Stopping") == 1


PROGRAM = """
import sys
from engine.cli import main
from tests.engine.cli.frail_worker import stalling
sys.exit(main(sys.argv[1:], worker=stalling))
"""


@pytest.mark.skipif(os.name == "nt", reason="Windows can't send Ctrl+C to one process")
def test_ctrl_c_stops_the_run_keeps_the_rest_and_says_how_to_resume(
    cli, documents: Path, tiny: Path
):
    command = [sys.executable, "-c", PROGRAM, "run", str(documents), "--model", str(tiny)]
    command += ["--types", "qg", "--json"]
    with subprocess.Popen(
        command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    ) as process:
        assert process.stdout
        assert process.stderr
        for line in process.stderr:
            if "The model is ready" in line:
                break
        process.send_signal(signal.SIGINT)
        out, err = process.communicate(timeout=300)
    assert process.returncode == 1
    assert json.loads(out)["state"] == "stopped"
    assert "Traceback" not in err
    assert f"Go on with: bonito-desktop run {documents} --resume 1" in err
    assert cli("status", documents, "--json").json["runs"][0]["state"] == "stopped"


@pytest.mark.model
def test_the_real_model_makes_tasks_from_the_command_line(tmp_path: Path, cli, capsys):
    path = tmp_path / "real.bonito"
    cli("new", path)
    (tmp_path / "a.txt").write_text(GATE, encoding="utf-8")
    cli("import", path, tmp_path / "a.txt")
    options = ["--types", "exqa,ynqa", "--limit-units", "2", "--max-tokens", "24", "--json"]
    assert main(["run", str(path), *options]) == 0
    content = json.loads(capsys.readouterr().out)
    assert content["units_done"] == 2
    assert len(content["model"]["sha256"]) == 64


def test_a_run_whose_model_does_not_write_the_format_is_not_to_be_gone_on_with():
    run = Run(
        3, RunState.FAILED, ModelIdentity("m", "/m", "", ""), ("qa",), 1, Sampling(), None, 20, 8,
        "", "", failure="It can't. Start a new run with a Bonito.",
    )  # fmt: skip
    project = Path("a.bonito")
    said = why_not_done(run, project)
    assert said == "Run 3 ended at 8 of 20 units. It can't. Start a new run with a Bonito."
    assert "--resume 3" in why_not_done(replace(run, failure="It was cut off."), project)


def test_what_was_made_before_is_said_and_can_be_left_out(run):
    assert "made by an earlier run" not in run("--types", "exqa").err
    assert "2 of the 4 units were made by an earlier run" in run("--types", "exqa,qa").err
    left = run("--types", "exqa,ynqa", "--only-missing", "--json")
    assert "made by an earlier run" not in left.err
    assert left.json["units_planned"] == 2
