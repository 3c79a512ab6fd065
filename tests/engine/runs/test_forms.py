"""Nano merged and as an adapter are two models to a run: it goes on with the one that began it."""

import pytest

from engine.config import remembered_models
from engine.errors import RequestError
from engine.records import ModelIdentity
from engine.runs.identity import identity_of
from engine.runs.starting import _same_model

pytestmark = pytest.mark.model


@pytest.fixture(scope="module")
def identities() -> dict[str, ModelIdentity]:
    """Both forms as a run's record names them, each once at a place that is gone."""
    known = remembered_models()
    return {name: identity_of(known.find(name), known) for name in ("nano", "nano-adapter")}


def elsewhere(found: ModelIdentity) -> ModelIdentity:
    """As begun by an earlier version, in another folder: both forms went by the name nano."""
    return ModelIdentity(
        "nano", "/gone/model.gguf", found.sha256, found.prompting, found.adapter_sha256
    )


def test_the_two_forms_are_told_apart_by_their_hashes(identities):
    merged, adapter = identities["nano"], identities["nano-adapter"]
    assert merged.sha256 != adapter.sha256
    assert (merged.adapter_sha256, len(adapter.adapter_sha256)) == ("", 64)


@pytest.mark.parametrize("name", ["nano", "nano-adapter"])
def test_a_run_goes_on_with_the_form_that_began_it(identities, name):
    assert _same_model(elsewhere(identities[name])).name == name


def test_a_run_of_the_merged_file_does_not_go_on_where_it_was_not_made(
    identities, tmp_path, monkeypatch
):
    identity = elsewhere(identities["nano"])
    monkeypatch.setattr("models.library._FOLDER", tmp_path)
    with pytest.raises(RequestError, match="only be resumed with the model that began it"):
        _same_model(identity)
