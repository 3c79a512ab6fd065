import zipfile
from pathlib import Path

from models.library import embedded_path, sha256_of


def test_the_list_tells_what_is_here_and_what_is_known(cli):
    content = cli("models", "list", "--json").json
    here = {model["name"]: model for model in content["here"]}
    assert here["nano"]["path"] == str(embedded_path())
    known = {entry["name"] for entry in content["known"]}
    assert "bonito-v1-q4_k_m" in known
    assert not known & {"smollm2-135m-instruct", *here.keys()}


def test_the_list_reads_well(cli):
    out = cli("models", "list").out
    assert out.startswith("On this computer:\n  nano")
    assert "Known, but not here:" in out


def test_a_broken_file_in_a_folder_is_listed_with_its_reason(cli, tmp_path: Path):
    (tmp_path / "broken.gguf").write_bytes(b"text")
    spoken = cli("models", "list", "--folder", tmp_path)
    assert spoken.code == 0
    assert "broken" in spoken.out
    assert "can't be used: " in spoken.out
    listed = cli("models", "list", "--folder", tmp_path, "--json").json["here"]
    assert any("error" in model for model in listed)


def test_a_sound_model_is_described_with_checksum_and_fit(cli):
    spoken = cli("models", "check", embedded_path(), "--json")
    assert spoken.code == 0
    assert spoken.json["sha256"] == sha256_of(embedded_path())
    assert spoken.json["fits"] in {"yes", "tight", "no"}
    assert spoken.json["architecture"] == "llama"


def test_the_check_reads_well(cli):
    out = cli("models", "check", embedded_path()).out
    assert "is a sound model." in out
    assert "licence    Apache-2.0" in out


def test_a_renamed_zip_is_no_model(cli, tmp_path: Path):
    path = tmp_path / "model.gguf"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("a", "b")
    spoken = cli("models", "check", path, "--json")
    assert (spoken.code, spoken.json["error"]["title"]) == (1, "Not a GGUF model")


def test_a_missing_model_is_told(cli, tmp_path: Path):
    spoken = cli("models", "check", tmp_path / "none.gguf", "--json")
    assert (spoken.code, spoken.json["error"]["title"]) == (1, "Model not found")
