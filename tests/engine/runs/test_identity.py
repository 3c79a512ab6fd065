"""A model is known by its bytes, not by its name."""

import os
from dataclasses import replace
from pathlib import Path

from engine.config import remembered_models
from engine.records import RunState
from engine.runs.identity import Identities, identity_of
from models import library
from tests.engine.store.test_made import finish, made
from tests.harbour import NAMES, harbour
from tests.models.gguf_files import TINY, gguf


def another_under_the_same_name(path: Path) -> None:
    path.write_bytes(gguf({**TINY, "general.description": "fine-tuned anew"}))


def test_another_file_under_the_same_name_has_made_nothing(tmp_path: Path):
    with harbour(tmp_path) as project:
        first = finish(project, "exqa")
        another_under_the_same_name(tmp_path / "tiny.gguf")
        other = finish(project, "exqa", only_missing=True)
        assert other.state is RunState.DONE
        assert (other.model.name, other.units_planned) == (first.model.name, len(NAMES))
        assert project.made.repeated(other.id) == 0
        found = made(project)
        assert found.alike(("exqa",), 1, first.model.way, {}) == len(NAMES)
        assert found.alike(("exqa",), 1, replace(first.model.way, adapter_sha256="a"), {}) == 0


def test_the_same_file_under_another_name_has_made_what_it_made(tmp_path: Path):
    with harbour(tmp_path) as project:
        first = finish(project, "exqa")
        (tmp_path / "tiny.gguf").rename(tmp_path / "renamed.gguf")
        model = library.find(str(tmp_path / "renamed.gguf"))
        now = identity_of(model, remembered_models())
        assert now.name != first.model.name
        found = project.made.of(model.header.vocabulary, project.documents.ids())
        assert found.alike(("exqa",), 1, now.way, {}) == len(NAMES)


def test_a_model_that_is_not_known_has_made_nothing(tmp_path: Path):
    with harbour(tmp_path) as project:
        first = finish(project, "exqa")
        way = replace(first.model.way, sha256="")
        assert made(project).alike(("exqa",), 1, way, {}) == 0


def test_a_file_is_read_once_while_its_size_and_date_stay(tmp_path: Path):
    path = tmp_path / "tiny.gguf"
    path.write_bytes(gguf())
    identities, model = Identities(), library.find(str(path))
    first = identities.of(model)
    assert identities.of(model) is first
    another_under_the_same_name(path)
    os.utime(path, ns=(1, 1))
    second = identities.of(model)
    assert first is not None
    assert second is not None
    assert not second.is_same_file(first)
    path.unlink()
    assert identities.of(model) is None
