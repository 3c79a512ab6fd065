"""Runs over single sentences leave out what is none, and older ones stay as they were planned."""

from pathlib import Path
from shutil import copyfile

import pytest

from engine import runs
from engine.errors import NothingToDo
from engine.packets import merge, pack
from engine.records import NEWEST_SENTENCE_RULE, PassageKind, RunState, SentenceRule
from engine.runs.choosing import to_read
from engine.runs.coverage import open_passages
from engine.runs.cutting import settings_for
from engine.store import Project
from engine.store.connection import Connection
from engine.tasks.types import TASK_TYPES
from engine.worker import fake
from models import library
from tests.harbour import Events, harbour, import_text, request

TEXT = "# Glossary\n\nThe pier opens at nine.\n\n| a | b |\n\nDogs stay on deck.\n\nPage 3 of 10"
SENTENCES = ["The pier opens at nine.", "Dogs stay on deck."]
OTHERS = ["# Glossary", "| a | b |", "Page 3 of 10"]
TYPES = ("paraphrase", "exqa")


def planned(project: Project, *types: str, **more: object) -> int:
    wanted = request(project.path.parent, *types or TYPES, **more)
    return runs.plan_only(project, wanted, fake.main).id


def units(project: Project, run_id: int) -> dict[tuple[str, str], int]:
    """Text and task type of each unit, with its seed."""
    return {
        (project.passages.text(unit.passage_id), unit.task_type): unit.seed
        for unit in project.runs.open_units(run_id, 100)
    }


def asked_to_paraphrase(project: Project, run_id: int) -> list[str]:
    return [text for text, short in units(project, run_id) if short == "paraphrase"]


def as_of_an_earlier_version(path: Path) -> None:
    """What the step to version 27 makes of the runs of a project."""
    connection = Connection(path)
    connection.write("UPDATE runs SET sentence_rule = 'all'")
    connection.close()


def test_headings_rows_and_page_numbers_are_not_asked_to_be_paraphrased(tmp_path: Path):
    with harbour(tmp_path, [TEXT]) as project:
        run_id = planned(project)
        assert sorted(asked_to_paraphrase(project, run_id)) == sorted(SENTENCES)
        assert project.runs.get(run_id).sentences is NEWEST_SENTENCE_RULE
        assert sum(short == "exqa" for _, short in units(project, run_id)) == 1


def test_both_rules_read_the_same_passages_by_the_same_seeds(tmp_path: Path):
    with harbour(tmp_path, [TEXT]) as project:
        old, new = planned(project, sentences=SentenceRule.ALL), planned(project)
        assert set(asked_to_paraphrase(project, old)) == {*SENTENCES, *OTHERS}
        assert project.runs.get(old).sentences is SentenceRule.ALL
        assert units(project, new).items() <= units(project, old).items()


def test_a_run_of_an_earlier_version_is_resumed_as_it_was_planned(tmp_path: Path):
    with harbour(tmp_path, [TEXT]) as project:
        run_id, path = planned(project, sentences=SentenceRule.ALL), project.path
        before = project.packets.plan_sha256(run_id)
    as_of_an_earlier_version(path)
    with Project.open(path) as project:
        assert runs.resume(project, run_id, Events(), fake.main).wait(60) is RunState.DONE
        run = project.runs.get(run_id)
        assert (run.units_done, run.units_planned) == (6, 6)
        assert project.packets.plan_sha256(run_id) == before


def test_the_rest_of_a_pilot_is_planned_by_the_rule_of_the_pilot(tmp_path: Path):
    with harbour(tmp_path, [TEXT]) as project:
        whole = planned(project, sentences=SentenceRule.ALL)
        pilot = planned(project, sentences=SentenceRule.ALL, limit_units=3)
        rest = planned(project, after_run=pilot)
        last = planned(project, after_run=pilot, limit_units=1)
        after_all = planned(project, after_run=last)
        assert project.runs.get(after_all).sentences is SentenceRule.ALL
        both = [*units(project, pilot).items(), *units(project, rest).items()]
        assert sorted(both) == sorted(units(project, whole).items())


def test_packets_of_a_run_of_an_earlier_version_come_back(tmp_path: Path):
    texts = [TEXT, TEXT.replace("pier", "gate")]
    with harbour(tmp_path, texts) as project:
        run_id, path = planned(project, sentences=SentenceRule.ALL), project.path
        packets = [one.path for one in pack(project, run_id, 2, tmp_path / "stick").files]
    for packet in packets:
        with Project.open(packet) as project:
            assert project.runs.get(run_id).sentences is SentenceRule.ALL
            assert runs.resume(project, None, Events(), fake.main).wait(60) is RunState.DONE
    with Project.open(path) as project:
        merge(project, packets)
        assert project.runs.get(run_id).units_done == 12


def test_what_is_left_out_is_counted(tmp_path: Path):
    with harbour(tmp_path, [TEXT, "Glossary"]) as project:
        planned(project)
        settings = settings_for(library.find(str(tmp_path / "tiny.gguf")), PassageKind.SENTENCE)
        found = to_read(project, settings)
        assert (len(found.ids), found.left_out) == (2, 4)
        assert to_read(project, settings, [2]).left_out == 1
        assert to_read(project, settings, rule=SentenceRule.ALL).left_out == 0


def test_what_an_earlier_version_made_of_headings_does_not_count_as_made(tmp_path: Path):
    with harbour(tmp_path, [TEXT]) as project:
        run_id = planned(project, "paraphrase", sentences=SentenceRule.ALL)
        assert runs.resume(project, run_id, Events(), fake.main).wait(60) is RunState.DONE
        model = library.find(str(tmp_path / "tiny.gguf"))
        settings = settings_for(model, PassageKind.SENTENCE)
        others = to_read(project, settings).others
        assert len(others) == 3
        made = project.made.of(settings.tokenizer, [1], others)
        assert made.in_any_way(("paraphrase",), 1) == 2
        assert project.made.of(settings.tokenizer, [1]).in_any_way(("paraphrase",), 1) == 5


def test_a_text_is_looked_at_once(tmp_path: Path):
    with harbour(tmp_path, [TEXT]) as project:
        planned(project)
        (known,) = project.passages.left_out_of_sets.values()
        planned(project)
        import_text(project, "late.txt", "A late one comes.")
        planned(project)
        assert next(iter(project.passages.left_out_of_sets.values())) is known
        assert len(project.passages.left_out_of_sets) == 2


def test_gaps_are_counted_without_what_is_no_sentence(tmp_path: Path):
    with harbour(tmp_path, [TEXT]) as project:
        planned(project)
        model = library.find(str(tmp_path / "tiny.gguf"))
        gaps = open_passages(project, model, TASK_TYPES, None)
    assert (gaps["paraphrase"], gaps["exqa"]) == (2, 1)


def test_documents_without_a_sentence_are_refused_with_the_reason(tmp_path: Path):
    with harbour(tmp_path, ["Glossary\n\n| a | b |"]) as project:
        with pytest.raises(NothingToDo, match="no whole sentence"):
            planned(project, "paraphrase")
        planned(project, "exqa")


def test_the_step_of_the_tables_gives_earlier_runs_the_rule_they_had(tmp_path: Path):
    old = Path(__file__).parents[1] / "store" / "old_projects" / "v25.bonito"
    copyfile(old, tmp_path / "old.bonito")
    with Project.open(tmp_path / "old.bonito") as project:
        assert {run.sentences for run in project.runs.all()} == {SentenceRule.ALL}
