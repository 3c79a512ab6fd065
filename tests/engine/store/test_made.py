"""What earlier runs have made: nothing is made twice unless somebody wants that."""

from dataclasses import replace
from pathlib import Path

import pytest

from engine import runs
from engine.errors import NothingToDo
from engine.records import Made, Outcome, Run, RunState, Sampling
from engine.store import Project
from engine.worker import fake
from models import library
from tests.harbour import NAMES, NOTICE, Events, harbour, request

DOCUMENTS = len(NAMES)
HARBOUR = [NOTICE.format(name=name) for name in NAMES]


def finish(project: Project, *types: str, **more: object) -> Run:
    wanted = request(project.path.parent, *types, **more)
    assert runs.start(project, wanted, Events(), fake.main).wait(60) is RunState.DONE
    return project.runs.all()[0]


def made(project: Project) -> Made:
    model = library.find(project.runs.all()[0].model.path)
    return project.made.of(model.header.vocabulary, project.documents.ids())


def test_units_are_counted_by_type_sample_and_model(tmp_path: Path):
    with harbour(tmp_path) as project:
        first = finish(project, "exqa", "qa")
        finish(project, "exqa", sampling=Sampling(seed=7))
        found = made(project)
        assert found.alike(("exqa", "qa"), 1, first.model.way, {}) == 2 * DOCUMENTS
        assert found.alike(("exqa", "qa"), 2, first.model.way, {}) == 2 * DOCUMENTS
        assert found.in_any_way(("exqa", "qa"), 1) == 2 * DOCUMENTS
        assert found.alike(("exqa",), 1, replace(first.model.way, sha256="another"), {}) == 0
        none = project.made.of(library.find(first.model.path).header.vocabulary, ())
        assert none == Made()


def test_only_what_is_missing_is_made(tmp_path: Path):
    with harbour(tmp_path) as project:
        finish(project, "exqa", document_ids=(1,))
        rest = finish(project, "exqa", "qa", samples=2, only_missing=True)
        assert rest.units_planned == 4 * DOCUMENTS - 1
        assert not project.made.repeated(rest.id)
        with pytest.raises(NothingToDo, match="made all of this already"):
            finish(project, "exqa", only_missing=True)


def test_another_sample_of_the_same_passages_stays_possible(tmp_path: Path):
    with harbour(tmp_path) as project:
        finish(project, "exqa")
        other = finish(project, "exqa", sampling=Sampling(seed=7))
        assert other.units_planned == DOCUMENTS
        assert project.made.repeated(other.id) == DOCUMENTS


def test_a_type_with_other_labels_is_another_question(tmp_path: Path):
    labels = (("topic_class", ("ships", "weather")),)
    with harbour(tmp_path) as project:
        first = finish(project, "topic_class", "exqa")
        found = made(project)
        assert found.alike(("topic_class", "exqa"), 1, first.model.way, dict(labels)) == DOCUMENTS
        other = finish(project, "topic_class", "exqa", only_missing=True, labels=labels)
        assert project.runs.planned_by_type(other.id) == {"topic_class": DOCUMENTS}


def test_what_llama_cpp_failed_at_is_missing(tmp_path: Path):
    with harbour(tmp_path, [*HARBOUR, f"A notice. {fake.FAIL} ends it."]) as project:
        first = finish(project, "exqa")
        assert project.runs.outcomes(first.id)[Outcome.ENGINE_FAILED] == 1
        found = made(project)
        assert found.alike(("exqa",), 1, first.model.way, {}) == DOCUMENTS
        assert found.in_any_way(("exqa",), 1) == DOCUMENTS
        again = runs.plan_only(project, request(tmp_path, "exqa", only_missing=True), fake.main)
        assert again.units_planned == 1
        assert project.made.repeated(again.id) == 0


def test_the_rest_of_a_pilot_of_what_is_missing_makes_what_llama_cpp_failed_at(tmp_path: Path):
    with harbour(tmp_path, [*HARBOUR, f"A notice. {fake.FAIL} ends it."]) as project:
        pilot = finish(project, "exqa", only_missing=True, document_ids=(1, DOCUMENTS + 1))
        rest = finish(project, "exqa", only_missing=True, after_run=pilot.id)
        assert rest.units_planned == DOCUMENTS


def test_what_was_planned_and_not_made_is_missing(tmp_path: Path):
    with harbour(tmp_path) as project:
        runs.plan_only(project, request(tmp_path, "exqa"), fake.main)
        assert made(project) == Made()
        assert finish(project, "exqa", only_missing=True).units_planned == DOCUMENTS
