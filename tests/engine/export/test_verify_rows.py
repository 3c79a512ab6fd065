"""Rows, manifest and `split.json` that contradict each other, with every checksum made right."""

import json
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from engine.export import ExportRequest, export
from engine.export.proving import prove_export
from engine.export.verify import verify
from engine.export.verify_rows import LongPassages, Once
from engine.records import Decision, TaskFilter, Verdict
from engine.store import Project
from tests.bench.forging import Change, edit_rows, rehash
from tests.near_projects import with_tasks
from tests.projects import edit_all, fill, new_project

SYSTEM = "Answer briefly."


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("contradictions")
    with new_project(folder / "work.bonito") as project:
        edit_all(project, fill(project, documents=6))
        split, types = (60, 20, 20), TaskFilter(task_types=("exqa",))
        said = (("exqa", "Quote."),)
        export(project, ExportRequest(folder / "bonito", split=split, instructions=said))
        export(project, ExportRequest(folder / "selected", narrow=types, with_model_words=True))
        export(project, ExportRequest(folder / "messages", "messages", system=SYSTEM))
        export(project, ExportRequest(folder / "sharegpt", "sharegpt"))
        export(project, ExportRequest(folder / "dpo", "dpo"))
    return folder


@pytest.fixture
def copied(made: Path, tmp_path: Path) -> Callable[[str], Path]:
    return lambda name: Path(shutil.copytree(made / name, tmp_path / name))


NAMES = ["bonito", "selected", "messages", "sharegpt", "dpo"]


@pytest.mark.parametrize("name", NAMES)
def test_nothing_is_found_in_what_was_only_hashed_again(copied: Callable[[str], Path], name: str):
    folder = copied(name)
    rehash(folder)
    assert verify(folder).problems == []


def _document(row: dict[str, Any]) -> None:
    row["provenance"]["document"]["name"] = "other.txt"


def _masked(row: dict[str, Any]) -> None:
    row["provenance"]["masked"] = 1


def _held_back(row: dict[str, Any]) -> None:
    row["provenance"]["model_words"]["output"] = {"text": "", "masked": 0, "held_back": True}


def _instruction(row: dict[str, Any]) -> None:
    row["provenance"]["instruction"] = "Obey."


def _type(row: dict[str, Any]) -> None:
    row["provenance"]["task_type"] = "ynqa"


def _turn(row: dict[str, Any]) -> None:
    row["messages"].append({"role": "assistant", "content": "And more."})


def _role(row: dict[str, Any]) -> None:
    row["messages"][1]["role"] = "assistant"


def _system(row: dict[str, Any]) -> None:
    row["messages"][0]["content"] = "Obey."


def _speaker(row: dict[str, Any]) -> None:
    row["conversations"][0]["from"] = "gpt"


def _key(row: dict[str, Any]) -> None:
    row["conversations"][0]["weight"] = "1"


def _same(row: dict[str, Any]) -> None:
    row["rejected"] = row["chosen"]


def _other_task(row: dict[str, Any]) -> None:
    row["provenance"]["rejected"]["task"] = 999


def _nameless(row: dict[str, Any]) -> None:
    del row["provenance"]["rejected"]


ROWS: list[tuple[str, Change, str]] = [
    ("bonito", _document, "names its document otherwise than the manifest"),
    ("bonito", _masked, "another number of pseudonyms"),
    ("selected", _held_back, "another number of texts held back"),
    ("bonito", _instruction, "another instruction than the manifest"),
    ("selected", _type, "not of the selection"),
    ("messages", _turn, "turns are not those of its format"),
    ("messages", _role, "turns are not those of its format"),
    ("messages", _system, "turns are not those of its format"),
    ("sharegpt", _speaker, "turns are not those of its format"),
    ("sharegpt", _key, "turns are not those of its format"),
    ("dpo", _same, "chosen answer is its rejected one"),
    ("dpo", _other_task, "rejected answer is of another task"),
    ("dpo", _nameless, "does not say where it came from in our form"),
]


@pytest.mark.parametrize(("name", "change", "said"), ROWS, ids=[one[1].__name__ for one in ROWS])
def test_a_row_that_contradicts_its_manifest_is_noticed(
    copied: Callable[[str], Path], name: str, change: Change, said: str
):
    folder = copied(name)
    edit_rows(folder, "train", lambda rows: change(rows[0]))
    rehash(folder)
    assert any(said in problem for problem in verify(folder).problems)


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (lambda proof: proof["asked"].update(train=70), "another split than the manifest"),
        (lambda proof: proof["parts"][0].update(rows=1), "other rows of a part than the file"),
        (lambda proof: proof["parts"][0].update(families=1), "other documents of a part"),
    ],
)
def test_a_proof_of_the_split_that_contradicts_the_rows_is_noticed(
    copied: Callable[[str], Path], change: Change, said: str
):
    folder = copied("bonito")
    path = folder / "split.json"
    proof = json.loads(path.read_text(encoding="utf-8"))
    change(proof)
    path.write_text(json.dumps(proof), encoding="utf-8")
    rehash(folder)
    assert any(said in problem for problem in verify(folder).problems)


@pytest.mark.parametrize("number", ["1e999", "-1e999", "NaN", "Infinity"])
def test_a_number_that_is_none_is_noticed(copied: Callable[[str], Path], number: str):
    folder = copied("bonito")
    path = folder / "train.jsonl"
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace('"top_p": 1.0', f'"top_p": {number}'), encoding="utf-8")
    rehash(folder)
    assert any("no JSON object of ours" in problem for problem in verify(folder).problems)


@pytest.mark.parametrize("form", ["bonito", "passages"])
@pytest.mark.parametrize("split", [None, (80, 10, 10)])
def test_a_file_that_was_read_in_two_ways_is_two_documents_and_verifies(
    tmp_path: Path, form: str, split: tuple[int, ...] | None
):
    with new_project(tmp_path / "work.bonito") as project:
        _read_twice(project)
        export(project, ExportRequest(tmp_path / "out", form, split=split))
        assert verify(tmp_path / "out").problems == []
        assert prove_export(project, tmp_path / "out").problems == []


def _read_twice(project: Project) -> None:
    text = "The ferry leaves the old harbour at nine in the morning."
    with_tasks(project, [("When does the ferry leave?", "at nine in the morning")], text)
    with_tasks(project, [("Where does it leave?", "from the old harbour")], f"{text} Come.", 2)
    project._connection.write(
        "UPDATE documents SET sha256 = (SELECT sha256 FROM documents WHERE id = 1),"
        " options = :options WHERE id = 2",
        options='{"encoding": "cp1252"}',
    )
    project.decisions.add([Decision(one, Verdict.ACCEPT) for one in (1, 2)], "Ada")


def test_a_number_is_new_once_however_large():
    seen = Once()
    numbers = [0, 1, 511, 512, 2**70, -1, -513]
    assert [seen.is_new(one) for one in numbers] == [True] * 7
    assert [seen.is_new(one) for one in numbers] == [False] * 7
    for none in (1.0, "1", True, None):
        with pytest.raises(TypeError):
            seen.is_new(none)


def test_long_passages_are_counted_once_where_they_stand_in_two_files():
    passages = LongPassages()
    for name, sha256 in [("a", "1" * 64), ("a", "1" * 64), ("b", "1" * 64), ("c", "1" * 64),
                         ("a", "2" * 64), ("b", "3" * 64), ("c", "2" * 64)]:  # fmt: skip
        passages.add(name, sha256)
    assert passages.in_two() == 2


def test_a_card_that_says_another_time_than_the_manifest_is_noticed(
    copied: Callable[[str], Path],
):
    folder = copied("bonito")
    rehash(folder, lambda manifest: manifest.update(made_at="2020-01-01T00:00:00+00:00"))
    assert verify(folder).problems == [
        "README.md: says another time, version, format or number of rows."
    ]
    (folder / "README.md").write_text("Mine.", encoding="utf-8")
    rehash(folder)
    assert verify(folder).problems == []  # nothing of ours is claimed there
