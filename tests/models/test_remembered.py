import hashlib
import json
import os
from pathlib import Path

import pytest

from models.errors import ModelChanged, ModelError, ModelMissing, NotAModel
from models.library import BrokenModel, FoundModel
from models.remembered import RememberedModels
from tests.models.gguf_files import gguf

SHA256 = hashlib.sha256(gguf()).hexdigest()


@pytest.fixture
def known(tmp_path: Path) -> RememberedModels:
    return RememberedModels(tmp_path / "settings" / "models.json")


@pytest.fixture
def model(tmp_path: Path) -> Path:
    path = tmp_path / "stick" / "mine.gguf"
    path.parent.mkdir()
    path.write_bytes(gguf())
    return path


def others(known: RememberedModels) -> list[FoundModel | BrokenModel]:
    return [one for one in known.available() if one.name not in {"nano", "smollm2-135m-instruct"}]


def write_later(path: Path, data: bytes) -> None:
    """Change a file so that its date is another one, however coarse the clock is."""
    path.write_bytes(data)
    os.utime(path, ns=(0, path.stat().st_mtime_ns + 10**9))


def test_an_added_model_is_offered_and_found_by_its_name_and_its_path(known, model):
    added = known.add(model)
    assert (added.sha256, added.checked_against, added.is_other) == (SHA256, None, False)
    assert [one.path for one in others(known)] == [model]
    assert known.find("mine").path == model
    assert known.find(str(model)).path == model


def test_the_list_outlives_the_process_and_only_the_user_reads_it(known, model, tmp_path):
    known.add(model)
    file = tmp_path / "settings" / "models.json"
    assert RememberedModels(file).all() == known.all()
    assert [path.name for path in file.parent.iterdir()] == ["models.json"]
    if os.name != "nt":
        assert file.stat().st_mode & 0o777 == 0o600


def test_a_known_file_is_found_by_the_name_of_the_catalogue(known, tmp_path):
    path = tmp_path / "SmolLM2-135M-Instruct.Q8_0.gguf"
    path.write_bytes(gguf())
    known.add(path)
    assert known.find("SmolLM2-135M-Instruct.Q8_0").path == path


def test_the_checksum_file_beside_it_is_checked(known, model):
    checksum = model.with_name("mine.gguf.sha256")
    checksum.write_text(f"{SHA256}  mine.gguf\n", "utf-8")
    assert known.add(model).checked_against == checksum


def test_a_file_that_differs_from_its_checksum_is_not_added(known, model):
    model.with_name("mine.gguf.sha256").write_text(f"{'0' * 64}  mine.gguf\n", "utf-8")
    with pytest.raises(ModelChanged, match=r"not the file that “mine\.gguf\.sha256” beside it"):
        known.add(model)
    assert known.all() == []


def test_a_known_file_of_a_wrong_size_is_not_added(known, tmp_path):
    path = tmp_path / "bonito-v1_q4_k_m.gguf"
    path.write_bytes(gguf())
    with pytest.raises(ModelChanged, match=r"the catalogue says 4\.37 GB"):
        known.add(path)


def test_what_is_no_model_is_not_added(known, model):
    model.write_bytes(b"%PDF-1.7")
    with pytest.raises(NotAModel):
        known.add(model)
    assert known.all() == []


def test_while_size_and_date_stay_the_bytes_are_not_read_again(known, model):
    known.add(model)
    date = model.stat().st_mtime_ns
    model.write_bytes(bytes(len(gguf())))  # nobody would do this but a test, or somebody hostile
    os.utime(model, ns=(date, date))
    assert known.sha256_of(model) == SHA256


def test_a_model_that_was_never_added_is_hashed(known, model):
    assert known.sha256_of(model) == SHA256


@pytest.mark.parametrize("data", [gguf() + b"more", gguf()])
def test_a_model_with_another_size_or_date_is_said_to_have_changed(known, model, data):
    known.add(model)
    write_later(model, data)
    with pytest.raises(ModelChanged, match="not as it was when it was added"):
        known.find("mine")
    [broken] = others(known)
    assert isinstance(broken, BrokenModel)
    assert isinstance(broken.error, ModelChanged)


def test_a_changed_model_is_used_again_once_it_was_added_again(known, model):
    known.add(model)
    write_later(model, gguf({"general.name": "another"}))
    assert known.add(model).is_other
    assert known.find("mine").header.name == "another"
    assert len(known.all()) == 1


def test_a_model_that_is_gone_is_listed_with_its_reason(known, model):
    known.add(model)
    model.unlink()
    [broken] = others(known)
    assert isinstance(broken, BrokenModel)
    assert isinstance(broken.error, ModelMissing)


@pytest.mark.parametrize("by_name", [True, False])
def test_a_removed_model_is_forgotten_and_its_file_stays(known, model, by_name):
    known.add(model)
    assert known.remove("mine" if by_name else str(model)) == model
    assert known.all() == []
    assert model.read_bytes() == gguf()


def test_removing_what_was_never_added_is_said(known):
    with pytest.raises(ModelMissing, match="is not among the models that were added"):
        known.remove("mine")


@pytest.mark.parametrize("text", ["{", "[]", '{"models": [{"where": "here"}]}', '{"models": 3}'])
def test_a_spoiled_list_is_said_and_stops_no_other_work(known, model, tmp_path, text):
    file = tmp_path / "settings" / "models.json"
    file.parent.mkdir()
    file.write_text(text, "utf-8")
    assert "delete it" in str(others(known)[-1].error)
    assert known.sha256_of(model) == SHA256
    known.add(model)
    assert len(json.loads(file.read_text("utf-8"))["models"]) == 1


def test_a_place_that_can_not_be_written_is_said(tmp_path, model):
    (tmp_path / "settings").write_bytes(b"")
    with pytest.raises(ModelError, match="can't be written"):
        RememberedModels(tmp_path / "settings" / "models.json").add(model)


def test_the_list_is_read_once_for_a_model_and_once_for_its_hash(known, model, monkeypatch):
    known.add(model)
    reads = list[Path]()
    read_text = Path.read_text
    monkeypatch.setattr(
        Path, "read_text", lambda path, **more: (reads.append(path), read_text(path, **more))[1]
    )
    found = known.find(str(model))
    assert reads == [known._file]
    assert known.sha256_of(found.path) == SHA256
    assert reads == [known._file] * 2
