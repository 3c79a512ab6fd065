import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from engine.errors import TargetExists, TargetUnwritable
from engine.export.target import (
    check_files,
    check_folder,
    earlier_manifest,
    is_single_file,
    publish_folder,
    staging,
    write_text,
)
from engine.export.writing import RowFile


def manifest(folder: Path, *names: str) -> None:
    content = {"made_by": "Bonito Desktop", "files": [{"path": name} for name in names]}
    (folder / "manifest.json").write_text(json.dumps(content))


def test_only_a_name_that_ends_in_jsonl_is_a_file():
    assert is_single_file(Path("out.JSONL"))
    assert not is_single_file(Path("out"))
    assert not is_single_file(Path("out.json"))


def test_a_new_and_an_empty_folder_will_do(tmp_path: Path):
    check_folder(tmp_path / "new", ["train.jsonl"])
    check_folder(tmp_path, ["train.jsonl"])


def test_an_earlier_export_will_do(tmp_path: Path):
    manifest(tmp_path, "train.jsonl")
    (tmp_path / "train.jsonl").write_text("{}\n")
    check_folder(tmp_path, ["train.jsonl", "test.jsonl"])


@pytest.mark.parametrize(
    "text",
    ["", "not JSON", "[]", '{"made_by": "another"}', '{"made_by": "Bonito Desktop"}',
     '{"made_by": "Bonito Desktop", "files": 3}', '{"made_by": "Bonito Desktop", "files": [3]}',
     '{"made_by": "Bonito Desktop", "files": [{"path": "../x"}]}'],
)  # fmt: skip
def test_a_folder_with_another_manifest_is_not_ours(tmp_path: Path, text: str):
    (tmp_path / "manifest.json").write_text(text)
    with pytest.raises(TargetExists, match="holds something that is not an export"):
        check_folder(tmp_path, ["train.jsonl"])


def test_a_folder_with_other_files_is_not_ours(tmp_path: Path):
    (tmp_path / "thesis.docx").write_text("mine")
    with pytest.raises(TargetExists, match="name a new or an empty folder"):
        check_folder(tmp_path, ["train.jsonl"])


def test_a_users_file_inside_an_earlier_export_is_not_replaced(tmp_path: Path):
    manifest(tmp_path, "train.jsonl")
    (tmp_path / "test.jsonl").write_text("mine")
    with pytest.raises(TargetExists, match=r"test\.jsonl"):
        check_folder(tmp_path, ["train.jsonl", "test.jsonl"])


def test_a_file_is_no_folder(tmp_path: Path):
    file = tmp_path / "work.bonito"
    file.write_text("")
    with pytest.raises(TargetExists, match="is a file; name a folder"):
        check_folder(file, ["train.jsonl"])


def test_an_empty_file_and_rows_of_ours_may_be_replaced(tmp_path: Path):
    empty, ours = tmp_path / "empty.jsonl", tmp_path / "ours.jsonl"
    empty.write_text("")
    ours.write_text('{"input": "", "provenance": {"app_version": "0.1.0"}}\n')
    check_files([empty, ours, tmp_path / "new.jsonl"])


@pytest.mark.parametrize(
    "text", ["text\n", "[]\n", '{"input": 1}\n', '{"provenance": 1}\n', '{"provenance": {}}\n']
)
def test_other_rows_are_not_replaced(tmp_path: Path, text: str):
    file = tmp_path / "theirs.jsonl"
    file.write_text(text)
    with pytest.raises(TargetExists, match="can't be told to be an earlier export"):
        check_files([file])


def test_a_folder_called_jsonl_is_not_replaced(tmp_path: Path):
    (tmp_path / "out.jsonl").mkdir()
    with pytest.raises(TargetExists):
        check_files([tmp_path / "out.jsonl"])


def test_nothing_stays_when_writing_fails(tmp_path: Path):
    def fill_the_disk() -> None:
        with staging(tmp_path / "out") as staged:
            (staged / "train.jsonl").write_text("half")
            raise OSError(28, "No space left on device")

    with pytest.raises(TargetUnwritable, match="No space left"):
        fill_the_disk()
    assert list(tmp_path.iterdir()) == []


def test_a_target_below_a_file_is_unwritable(tmp_path: Path):
    (tmp_path / "file").write_text("")
    with (
        pytest.raises(TargetUnwritable, match="choose another place"),
        staging(tmp_path / "file" / "out"),
    ):
        pytest.fail("there is nothing to write into")


def test_missing_folders_above_the_target_are_made(tmp_path: Path):
    target = tmp_path / "a" / "b" / "out"
    with staging(target) as staged:
        write_text(staged / "manifest.json", "{}")
        publish_folder(staged, target)
    assert (target / "manifest.json").read_text() == "{}"
    assert list(target.parent.iterdir()) == [target]


def test_files_of_an_earlier_export_go_and_other_files_stay(tmp_path: Path):
    target = tmp_path / "out"
    target.mkdir()
    manifest(target, "train.jsonl", "test.jsonl", "README.md", "gone.jsonl")
    for name in ("train.jsonl", "test.jsonl", "README.md", "notes.txt"):
        (target / name).write_text("old")
    with staging(target) as staged:
        manifest(staged, "train.jsonl")
        write_text(staged / "train.jsonl", "new")
        publish_folder(staged, target)
    left = {file.name: file.read_text() for file in target.iterdir() if file.suffix != ".json"}
    assert left == {"train.jsonl": "new", "README.md": "old", "notes.txt": "old"}
    assert earlier_manifest(target)["files"] == [{"path": "train.jsonl"}]


# Says where it stages, and then is killed by its caller.
EXPORTER = """
import sys, time
from pathlib import Path
from engine.export.target import staging
with staging(Path(sys.argv[1])) as staged:
    (staged / "train.jsonl").write_text("half")
    print(staged, flush=True)
    time.sleep(600)
"""


def killed_export(target: Path) -> Path:
    """What an export leaves that is killed while it writes."""
    command = [sys.executable, "-c", EXPORTER, str(target)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as child:
        assert child.stdout is not None
        left = Path(child.stdout.readline().strip())
        child.kill()
    assert (left / "train.jsonl").exists()
    return left


def test_what_a_killed_export_left_the_next_one_to_the_same_target_removes(tmp_path: Path):
    left, other = killed_export(tmp_path / "out"), killed_export(tmp_path / "out.2")
    of_an_earlier_version = tmp_path / ".out.0a1b2c3d.part"
    of_an_earlier_version.mkdir()
    with staging(tmp_path / "out"):
        assert not left.exists()
        assert not of_an_earlier_version.exists()
    assert other.exists()  # of another target


def test_an_export_that_goes_on_beside_is_left_alone(tmp_path: Path):
    with staging(tmp_path / "out") as first, staging(tmp_path / "out") as second:
        assert first.exists()
        assert second.exists()


def test_a_number_that_another_process_got_since_protects_nothing(tmp_path: Path):
    with staging(tmp_path / "out") as staged:
        left = staged.with_name(staged.name.replace(".part", "")[:-8] + "0a1b2c3d.part")
        left.mkdir()
        os.utime(left, (1, 1))  # made before this process began
        with staging(tmp_path / "out"):
            assert not left.exists()
        assert staged.exists()


@pytest.mark.parametrize("name", ["o" * 255, "ж" * 127])
def test_a_target_with_the_longest_name_can_be_written(tmp_path: Path, name: str):
    with staging(tmp_path / name) as staged:
        write_text(staged / "manifest.json", "{}")
        publish_folder(staged, tmp_path / name)
    assert [file.name for file in tmp_path.iterdir()] == [name]


@pytest.mark.skipif(sys.platform != "linux", reason="tells the file of a descriptor by /proc")
def test_every_file_is_on_the_disk_before_its_name_and_the_manifest_comes_last(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    """The order of what the system is asked for, so that a power cut leaves no lie."""
    asked: list[str] = []
    fsync, replace = os.fsync, Path.replace

    def noting_fsync(handle: int) -> None:
        asked.append("sync " + Path(f"/proc/self/fd/{handle}").readlink().name)
        fsync(handle)

    def noting_replace(self: Path, target: Path) -> Path:
        asked.append("name " + self.name)
        return replace(self, target)

    monkeypatch.setattr(os, "fsync", noting_fsync)
    monkeypatch.setattr(Path, "replace", noting_replace)
    target = tmp_path / "out"
    target.mkdir()
    manifest(target, "train.jsonl")
    with staging(target) as staged:
        for name in ("manifest.json", "verify.py"):
            write_text(staged / name, "{}")
        with RowFile(staged / "train.jsonl") as rows:
            rows.add("{}")
        publish_folder(staged, target)
    assert asked == [
        "sync manifest.json",
        "sync verify.py",
        "sync train.jsonl",
        "name train.jsonl",
        "name verify.py",
        "name manifest.json",
        "sync out",
        f"sync {tmp_path.name}",
    ]
