import hashlib
import os
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from models.library import embedded_path, sha256_of
from tests.models import signed_list
from tests.models.gguf_files import gguf
from tests.models.small_hub import small_hub
from tests.models.tiny_models import LLAMA, QWEN2, tiny_model


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


def test_the_check_says_how_a_stranger_is_asked_why_and_under_which_licence(cli, tmp_path: Path):
    path = tmp_path / "office.gguf"
    path.write_bytes(tiny_model(QWEN2))
    out = cli("models", "check", path).out
    assert "prompting  general-chatml: its name is that of Qwen; it carries a chat template" in out
    assert "licence    Apache-2.0, by its name" in out
    path.write_bytes(tiny_model(LLAMA, name="Meta Llama 3 8B"))
    spoken = cli("models", "check", path, "--json")
    assert spoken.json["licence"] == "Llama 3 Community License"
    assert "forbids" in spoken.json["note"]
    assert (spoken.json["prompting"], spoken.json["licence_in_file"]) == ("general-llama3", "")


def test_the_check_of_another_prompting_is_for_that_and_for_nothing_else(cli, tiny: Path):
    spoken = cli("models", "check", tiny, "--prompting", "general", "--json")
    assert spoken.json["prompting"] == "general-plain"
    wrong = cli("models", "check", tiny, "--prompting", "none", "--json")
    assert (wrong.code, wrong.json["error"]["title"]) == (1, "Model not found")
    assert cli("models", "list", "--prompting", "general").code == 2


def test_a_signed_list_is_trusted_and_a_file_it_names_otherwise_is_refused(cli, tiny: Path):
    for name, text in (
        ("office.txt", signed_list.LIST),
        ("office.txt.sig", signed_list.SIGNATURE),
        ("office.pub", signed_list.KEY),
    ):
        tiny.with_name(name).write_text(text)
    spoken = cli("models", "trust", tiny.with_name("office.txt"), "--json")
    assert (spoken.code, "--key" in spoken.json["error"]["message"]) == (1, True)
    key = tiny.with_name("office.pub")
    out = cli("models", "trust", tiny.with_name("office.txt"), "--key", key).out
    assert "office.txt was added: 2 files." in out
    assert f"{signed_list.FINGERPRINT} (IT office)" in out
    assert "compare it" in out
    spoken = cli("models", "check", tiny, "--json")
    assert (spoken.code, spoken.json["error"]["title"]) == (1, "Not the same model")
    other = tiny.rename(tiny.with_name("other.gguf"))
    assert cli("models", "check", other, "--json").json["trusted"] is None
    assert cli("models", "check", other, "--key", key).code == 2


def test_a_renamed_zip_is_no_model(cli, tmp_path: Path):
    path = tmp_path / "model.gguf"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("a", "b")
    spoken = cli("models", "check", path, "--json")
    assert (spoken.code, spoken.json["error"]["title"]) == (1, "Not a GGUF model")


def test_a_missing_model_is_told(cli, tmp_path: Path):
    spoken = cli("models", "check", tmp_path / "none.gguf", "--json")
    assert (spoken.code, spoken.json["error"]["title"]) == (1, "Model not found")


def test_an_added_model_is_listed_with_its_fit_and_used_by_its_name(cli, tiny: Path, project: Path):
    spoken = cli("models", "add", tiny)
    assert spoken.code == 0
    assert "No checksum lies beside it" in spoken.out
    here = {model["name"]: model for model in cli("models", "list", "--json").json["here"]}
    assert here["tiny"]["path"] == str(tiny)
    assert here["tiny"]["fits"] in {"yes", "tight", "no"}
    assert "GB of memory are free now" in cli("models", "list").out
    run = cli("run", project, "--types", "qa", "--model", "tiny", "--limit-units", "1", "--json")
    assert (run.code, run.json["model"]["path"]) == (0, str(tiny))


def test_what_a_model_was_checked_against_is_said(cli, tiny: Path):
    checksum = tiny.with_name("tiny.gguf.sha256")
    checksum.write_text(f"{sha256_of(tiny)}  tiny.gguf\n", "utf-8")
    content = cli("models", "add", tiny, "--json").json
    assert (content["sha256"], content["checked_against"]) == (sha256_of(tiny), str(checksum))


def test_a_changed_model_is_listed_as_such_and_no_run_takes_it(cli, tiny: Path, project: Path):
    cli("models", "add", tiny)
    tiny.write_bytes(gguf() + b"more")
    assert "not as it was when it was added" in cli("models", "list").out
    spoken = cli("run", project, "--types", "qa", "--model", tiny, "--json")
    assert (spoken.code, spoken.json["error"]["title"]) == (1, "Not the same model")
    assert "other bytes" in cli("models", "add", tiny).out


def test_a_removed_model_is_listed_no_longer_and_its_file_stays(cli, tiny: Path):
    cli("models", "add", tiny)
    assert "the file is untouched" in cli("models", "remove", "tiny").out
    assert str(tiny) not in cli("models", "list").out
    assert tiny.exists()


@pytest.mark.parametrize(
    "arguments", [["add"], ["list", "x"], ["fetch", "x"], ["add", "x", "--to", "y"]]
)
def test_an_action_that_lacks_something_is_wrong_usage(cli, arguments):
    assert cli("models", *arguments).code == 2


@pytest.mark.parametrize("name", ["no-such-model", "some.gguf"])
def test_only_models_of_the_catalogue_are_fetched(cli, tmp_path: Path, name):
    spoken = cli("models", "fetch", name, "--to", tmp_path, "--json")
    assert spoken.code == 1
    assert "see: models list" in spoken.json["error"]["message"]


FILE = "bonito-v1.Q2_K.gguf"
FETCH = ["models", "fetch", "bonito-v1-q2_k-mradermacher", "--to"]


def test_a_model_is_fetched_by_the_program_itself(tmp_path: Path):
    """In a process of its own: nothing else of the program may use a socket."""
    pytest.importorskip("huggingface_hub", reason="the extra `fetch` is not installed")
    data = gguf() + bytes(3_000_000)
    with small_hub(f"mradermacher/bonito-v1-GGUF/{FILE}", data) as hub:
        done = subprocess.run(
            [sys.executable, "-m", "desktop", *FETCH, str(tmp_path)],
            env=os.environ | {"HF_ENDPOINT": hub.endpoint, "NO_PROXY": "*"},
            capture_output=True, text=True, check=False, timeout=300,
        )  # fmt: skip
    assert done.returncode == 0, done.stderr
    assert "3 of 3 MB downloaded" in done.stderr
    assert f"models add {FILE}" in done.stdout
    assert hashlib.sha256(data).hexdigest() in done.stdout
    assert (tmp_path / FILE).read_bytes() == data


def test_without_the_extra_a_download_says_what_is_missing(tmp_path: Path):
    program = f"""
import sys
sys.modules["huggingface_hub"] = None
from desktop.launch import main
sys.exit(main({[*FETCH, str(tmp_path)]}))
"""
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=False, timeout=300
    )
    assert done.returncode == 1
    assert "needs huggingface-hub, which is not part of this installation" in done.stderr
