import json
from pathlib import Path

import pytest

from engine.errors import ProjectDamaged
from engine.export import export
from engine.export.contents import ExportRequest
from engine.export.sharing import share_out
from engine.export.writing import RowFile, write_rows
from tests.projects import fill, new_project


def test_a_task_that_was_accepted_after_the_choice_goes_into_the_next_export(tmp_path: Path):
    with new_project(tmp_path / "work.bonito") as project:
        first, *_others = fill(project, documents=2)
        request = ExportRequest(tmp_path / "out", only_accepted=False)
        shares = share_out(project, request, [first], project.tasks.of_documents([first]))
        contents = write_rows(project, request, shares, {"train": "train.jsonl"}, tmp_path)
    (row,) = (tmp_path / "train.jsonl").read_text(encoding="utf-8").splitlines()
    assert json.loads(row)["provenance"]["task"] == first
    assert [file.rows for file in contents.files] == [1]


def test_nothing_is_exported_of_a_text_that_was_altered_on_the_disk(tmp_path: Path):
    with new_project(tmp_path / "work.bonito") as project:
        fill(project)
        project._connection.write("UPDATE texts SET text = replace(text, 'Gate 1', 'Goat 1')")
        with pytest.raises(ProjectDamaged, match=r"text of “d1\.txt”"):
            export(project, ExportRequest(tmp_path / "out", only_accepted=False))
    assert not (tmp_path / "out").exists()


def test_an_error_while_writing_closes_the_file_and_passes_on(tmp_path: Path):
    file = RowFile(tmp_path / "rows.jsonl")

    def write_and_fail() -> None:
        with file:
            file.add("{}\n")
            raise KeyError("of the caller")

    with pytest.raises(KeyError):
        write_and_fail()
    (tmp_path / "rows.jsonl").unlink()  # on Windows only possible once it is closed
