"""Against a hub-shaped server on loopback: the real one can't be reached from a test."""

import errno
import hashlib
import os
from dataclasses import replace
from pathlib import Path

import pytest

from models.catalogue import catalogue
from models.checksums import promised_sha256
from models.errors import ModelChanged, ModelNotFetched
from models.fetch import fetch
from tests.models.gguf_files import gguf
from tests.models.small_hub import COMMIT, small_hub

pytest.importorskip("huggingface_hub", reason="the extra `fetch` is not installed")

ENTRY = next(entry for entry in catalogue() if entry.name == "bonito-v1-q4_k_m")
DATA = gguf() + bytes(range(256)) * 4000
SHA256 = hashlib.sha256(DATA).hexdigest()


@pytest.fixture(autouse=True)
def _nobody_knows_this_computer(monkeypatch, tmp_path):
    for name in ("HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY", "http_proxy", "https_proxy"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.delenv("HF_TOKEN", raising=False)


@pytest.fixture
def hub():
    with small_hub(f"{ENTRY.repository}/{ENTRY.file}", DATA) as hub:
        yield hub


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def test_model_checksum_and_licence_come_to_lie_side_by_side(hub, tmp_path):
    told = []
    folder = tmp_path / "stick" / "models"
    got = fetch(ENTRY, folder, lambda *news: told.append(news), hub.endpoint)
    assert got.path.read_bytes() == DATA
    assert (got.sha256, got.size_bytes, got.was_here) == (SHA256, len(DATA), False)
    assert got.checksum_file.read_text("utf-8") == f"{SHA256}  {ENTRY.file}\n"
    assert promised_sha256(got.path) == (SHA256, got.checksum_file)
    licence = got.licence_file.read_text("utf-8")
    assert f"from {ENTRY.repository}, commit {COMMIT}" in licence
    assert "Apache License" in licence
    assert len(names(folder)) == 3
    assert ("downloaded", len(DATA), len(DATA)) in told
    assert told[-1] == ("checked", len(DATA), len(DATA))


def test_the_bytes_are_asked_for_by_commit_so_that_versions_never_mix(hub, tmp_path):
    fetch(ENTRY, tmp_path, endpoint=hub.endpoint)
    asked = [(method, path) for method, path, _range in hub.asked]
    assert asked == [
        ("HEAD", f"/{ENTRY.repository}/resolve/main/{ENTRY.file}"),
        ("GET", f"/{ENTRY.repository}/resolve/{COMMIT}/{ENTRY.file}"),
        ("GET", "/storage/blob"),
    ]


def test_a_token_is_shown_to_the_hub_and_not_to_its_storage(hub, tmp_path, monkeypatch):
    monkeypatch.setenv("HF_TOKEN", "hf_secret")
    fetch(ENTRY, tmp_path, endpoint=hub.endpoint)
    assert hub.tokens == ["Bearer hf_secret"] * 2 + [""]


def test_a_stopped_download_goes_on_where_it_was(hub, tmp_path):
    (tmp_path / f"{ENTRY.file}.{SHA256[:12]}.part").write_bytes(DATA[:300_000])
    told = []
    got = fetch(ENTRY, tmp_path, lambda *news: told.append(news), hub.endpoint)
    assert hub.ranges == ["bytes=300000-"]
    assert got.path.read_bytes() == DATA
    assert len(names(tmp_path)) == 3


def test_a_connection_that_breaks_is_taken_up_again(hub, tmp_path):
    hub.break_after = [400_000]
    assert fetch(ENTRY, tmp_path, endpoint=hub.endpoint).path.read_bytes() == DATA
    assert len(hub.ranges) == 2


def test_a_storage_that_knows_no_ranges_sends_all_again(hub, tmp_path):
    hub.knows_ranges = False
    (tmp_path / f"{ENTRY.file}.{SHA256[:12]}.part").write_bytes(DATA[:300_000])
    assert fetch(ENTRY, tmp_path, endpoint=hub.endpoint).path.read_bytes() == DATA


def test_a_part_that_is_too_long_is_begun_anew(hub, tmp_path):
    (tmp_path / f"{ENTRY.file}.{SHA256[:12]}.part").write_bytes(DATA + b"more")
    assert fetch(ENTRY, tmp_path, endpoint=hub.endpoint).path.read_bytes() == DATA


def test_a_part_of_another_version_is_not_mixed_in(hub, tmp_path):
    other = tmp_path / f"{ENTRY.file}.{'0' * 12}.part"
    other.write_bytes(b"another version")
    fetch(ENTRY, tmp_path, endpoint=hub.endpoint)
    assert hub.ranges == [""]


def test_a_model_that_is_here_already_is_checked_and_not_downloaded_again(hub, tmp_path):
    (tmp_path / ENTRY.file).write_bytes(DATA)
    got = fetch(ENTRY, tmp_path, endpoint=hub.endpoint)
    assert got.was_here
    assert hub.ranges == []
    assert len(names(tmp_path)) == 3


@pytest.mark.parametrize("other", [b"short", DATA[:-1] + b"!"])
def test_another_file_of_that_name_is_left_alone(hub, tmp_path, other):
    (tmp_path / ENTRY.file).write_bytes(other)
    with pytest.raises(ModelChanged, match="is another file than the hub's"):
        fetch(ENTRY, tmp_path, endpoint=hub.endpoint)
    assert (tmp_path / ENTRY.file).read_bytes() == other
    assert names(tmp_path) == [ENTRY.file]


def test_bytes_that_are_not_those_promised_are_removed(hub, tmp_path):
    hub.sha256 = "ab" * 32
    with pytest.raises(ModelNotFetched, match="not what the hub promised"):
        fetch(ENTRY, tmp_path, endpoint=hub.endpoint)
    assert names(tmp_path) == []


def test_room_on_the_disk_is_looked_for_before_a_byte_is_asked_for(hub, tmp_path):
    hub.size = 10**16
    with pytest.raises(ModelNotFetched, match=r"GB free and 10000000\.0 GB are still to come"):
        fetch(ENTRY, tmp_path, endpoint=hub.endpoint)
    assert hub.ranges == []
    assert not (tmp_path / ENTRY.file).exists()


@pytest.mark.parametrize(
    ("status", "said"),
    [
        (404, "has no bonito-v1_q4_k_m.gguf"),
        (401, "who asks"),
        (403, "set HF_TOKEN"),
        (503, "answered 503"),
    ],
)
def test_what_the_hub_answers_is_said_in_a_sentence(hub, tmp_path, status, said):
    hub.status = status
    with pytest.raises(ModelNotFetched, match=said):
        fetch(ENTRY, tmp_path, endpoint=hub.endpoint)


@pytest.mark.parametrize("lie", [{"sha256": "a-git-hash"}, {"size": 0}])
def test_a_mirror_that_gives_nothing_to_check_against_is_refused(hub, tmp_path, lie):
    for name, value in lie.items():
        setattr(hub, name, value)
    with pytest.raises(ModelNotFetched, match="use another mirror"):
        fetch(ENTRY, tmp_path, endpoint=hub.endpoint)


def test_without_a_network_the_sentence_says_what_to_check(tmp_path):
    with pytest.raises(ModelNotFetched, match="check the network, the proxy"):
        fetch(ENTRY, tmp_path, endpoint="http://127.0.0.1:9")
    assert names(tmp_path) == []


def test_a_folder_that_is_a_file_is_said(hub, tmp_path):
    (tmp_path / "stick").write_bytes(b"")
    with pytest.raises(ModelNotFetched, match="can't be written"):
        fetch(ENTRY, tmp_path / "stick", endpoint=hub.endpoint)


def test_fewer_bytes_than_promised_are_kept_for_the_next_try(hub, tmp_path):
    hub.size = len(DATA) + 10
    with pytest.raises(ModelNotFetched, match="broke off; run it again"):
        fetch(ENTRY, tmp_path, endpoint=hub.endpoint)
    assert [path.stat().st_size for path in tmp_path.iterdir()] == [len(DATA)]


@pytest.mark.parametrize(
    ("number", "said"), [(errno.EFBIG, "exFAT or NTFS"), (errno.ENOSPC, "can't be written")]
)
def test_what_the_medium_says_is_explained(hub, tmp_path, monkeypatch, number, said):
    def refuse(*_arguments: object, **_more: object) -> None:
        raise OSError(number, os.strerror(number))

    monkeypatch.setattr("huggingface_hub.file_download.http_get", refuse)
    with pytest.raises(ModelNotFetched, match=said):
        fetch(ENTRY, tmp_path, endpoint=hub.endpoint)


def test_a_user_who_forbade_the_network_is_reminded(hub, tmp_path, monkeypatch):
    monkeypatch.setattr("huggingface_hub.constants.HF_HUB_OFFLINE", True)
    with pytest.raises(ModelNotFetched, match="HF_HUB_OFFLINE forbids"):
        fetch(ENTRY, tmp_path, endpoint=hub.endpoint)


def test_the_embedded_model_needs_no_download(tmp_path):
    with pytest.raises(ModelNotFetched, match="built in"):
        fetch(next(entry for entry in catalogue() if entry.embedded), tmp_path)


def test_every_licence_of_the_catalogue_has_its_text(hub, tmp_path):
    for licence in {entry.licence for entry in catalogue()}:
        got = fetch(replace(ENTRY, licence=licence), tmp_path, endpoint=hub.endpoint)
        assert f"Licence: {licence}, " in got.licence_file.read_text("utf-8")
