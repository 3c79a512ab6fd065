"""The split that stays: alike documents together, nobody moved, what can't be kept is named."""

import hashlib
import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from engine.export import ExportReport, ExportRequest, export
from engine.export.sharing import parts_of
from engine.export.verify import lines, verify
from engine.likeness.stretches import families, ordered_marks, shared_stretches
from engine.records import PARTS, AlikePair, Decision, Kinship, Verdict
from engine.store import Project
from tests.alike_projects import parts_by_name, prose, with_documents, with_strangers
from tests.projects import new_project

SPLIT = (80, 10, 10)


@pytest.fixture
def project(tmp_path: Path):
    with new_project(tmp_path / "work.bonito") as project:
        yield project


def export_split(
    project: Project, name: str = "out", split: tuple[int, ...] | None = SPLIT
) -> ExportReport:
    folder = project.path.with_name(name)
    return export(project, ExportRequest(folder, split=split, one_of_each=False))


def proof_in(project: Project, name: str = "out") -> Any:
    return json.loads((project.path.with_name(name) / "split.json").read_text(encoding="utf-8"))


def known_of(texts: Mapping[int, str], parts: dict[int, str]) -> Kinship:
    """The kinship of documents without a project around them."""
    ids = list(texts)
    found = shared_stretches([ordered_marks([text]) for text in texts.values()])
    return Kinship(
        tuple(tuple(ids[place] for place in f) for f in families(len(ids), found)),
        tuple(AlikePair(ids[pair.one], ids[pair.other], pair.share) for pair in found),
        parts,
        len(ids),
    )


def shared(texts: Mapping[int, str], parts: dict[int, str]) -> dict[int, str]:
    rows = {one: 3 + one % 4 for one in texts}
    sha256 = {one: hashlib.sha256(text.encode()).hexdigest() for one, text in texts.items()}
    return parts_of(rows, sha256, known_of(texts, parts), SPLIT)


def test_a_hundred_pairs_of_contracts_that_differ_in_one_word_stay_together():
    texts = dict[int, str]()
    for n in range(100):
        contract = prose(n).split()
        texts[2 * n] = " ".join(contract)
        contract[n % len(contract)] = "other"
        texts[2 * n + 1] = " ".join(contract)
    parts = shared(texts, {})
    assert [n for n in range(100) if parts[2 * n] != parts[2 * n + 1]] == []
    assert {part: sum(found == part for found in parts.values()) for part in PARTS} == {
        "train": pytest.approx(160, abs=6),
        "validation": pytest.approx(20, abs=4),
        "test": pytest.approx(20, abs=4),
    }


def test_five_new_documents_among_two_hundred_move_nobody():
    texts = {n: prose(n) for n in range(200)}
    before = shared(texts, {})
    after = shared(texts | {n: prose(n) for n in range(900, 905)}, before)
    assert {one: after[one] for one in before} == before
    assert len(after) == 205


def test_a_split_puts_alike_documents_together_and_proves_it(project: Project):
    contracts = {n: prose(n) for n in range(1, 11)}
    with_documents(project, contracts | {50 + n: f"{text} 7" for n, text in contracts.items()})
    export_split(project)
    parts = parts_by_name(project)
    assert [n for n in contracts if parts[f"notice{n}.txt"] != parts[f"notice{50 + n}.txt"]] == []
    assert set(parts.values()) == set(PARTS)
    proof = proof_in(project)
    assert proof["shared_documents"] == proof["shared_near_duplicates"] == 0
    assert len(proof["families"]) == 10
    assert verify(project.path.with_name("out")).problems == []


def test_a_few_more_accepted_rows_move_nobody(project: Project):
    with_strangers(project, 40)
    project.decisions.add([Decision(task, Verdict.REJECT) for task in range(1, 31)], "me")
    export_split(project, "first")
    before = parts_by_name(project)
    project.decisions.add([Decision(task, Verdict.ACCEPT) for task in range(1, 31)], "me")
    export_split(project, "second", (60, 20, 20))
    after = parts_by_name(project)
    assert {name: after[name] for name in before} == before
    assert len(after) == 40 > len(before)


def test_a_new_document_joins_the_part_of_its_family(project: Project):
    with_strangers(project, 30)
    export_split(project, "first")
    parts = parts_by_name(project)
    held_out = next(n for n in range(1, 31) if parts[f"notice{n}.txt"] == "test")
    with_documents(project, {500: f"{prose(500, 400)} {prose(held_out)}"})
    export_split(project, "second")
    assert parts_by_name(project)["notice500.txt"] == "test"


def torn_project(project: Project) -> ExportReport:
    """Two documents in two parts, and then one that holds both."""
    with_strangers(project, 10)
    export_split(project, "first")
    parts = project.parts.all()
    train = next(one for one, part in parts.items() if part == "train")
    test = next(one for one, part in parts.items() if part == "test")
    with_documents(project, {99: f"{prose(train)} {prose(test)}"})
    return export_split(project)


def test_a_family_that_was_torn_before_is_named_and_not_moved(project: Project):
    report = torn_project(project)
    before = parts_by_name(project)
    (said,) = [one for one in report.warnings if "share text" in one and "pair" in one]
    assert "notice99.txt" in said
    proof = proof_in(project)
    assert proof["shared_near_duplicates"] == len(proof["torn_pairs"]) == 1
    assert {one["part"] for one in proof["torn_pairs"][0]["documents"]} == {"train", "test"}
    assert "are in different parts" in project.path.with_name("out").joinpath(
        "README.md"
    ).read_text(encoding="utf-8")
    assert verify(project.path.with_name("out")).problems == []
    export_split(project, "again")
    assert parts_by_name(project) == before


def test_an_export_that_is_not_split_gives_no_parts_and_tells_of_what_is_held_out(
    project: Project,
):
    with_strangers(project, 10)
    assert export_split(project, "whole", None).warnings == ()
    assert project.parts.all() == {}
    assert not project.path.with_name("whole").joinpath("split.json").exists()
    export_split(project, "parts")
    (said,) = export_split(project, "whole", None).warnings
    assert said.startswith("2 documents that an earlier export holds out")


def test_a_part_that_is_no_longer_asked_for_is_written_and_named(project: Project):
    with_strangers(project, 20)
    export_split(project, "first")
    report = export_split(project, "second", (90, 10))
    assert [file.path.name for file in report.files] == [
        "train.jsonl", "validation.jsonl", "test.jsonl"
    ]  # fmt: skip
    assert any("There is a test part that was not asked for" in one for one in report.warnings)


def test_the_proof_of_a_split_goes_when_the_folder_is_written_without_one(project: Project):
    with_strangers(project, 10)
    export_split(project)
    export_split(project, "out", None)
    assert not project.path.with_name("out").joinpath("split.json").exists()
    assert verify(project.path.with_name("out")).problems == []


def test_documents_that_are_all_alike_fill_one_part_and_that_is_said(project: Project):
    letter = prose(7)
    with_documents(project, {n: f"{letter} {prose(100 + n)}" for n in range(1, 9)})
    said = " ".join(export_split(project).warnings)
    assert "The test part is empty, because a document, and documents that share text, are" in said


def test_the_check_says_what_was_measured_and_what_it_did_not_measure_again(project: Project):
    with_strangers(project, 10)
    export_split(project)
    said = " ".join(lines(verify(project.path.with_name("out"))))
    assert "none of them in two files" in said
    assert "Which documents share text was measured at the export (split.json)" in said


FORGED = {
    "a family's part": lambda said: said["families"][0].update(parts=["train"]),
    "documents of a part": lambda said: said["parts"][0].update(documents=99),
    "torn pairs hidden": lambda said: said.update(torn_pairs=[]),
    "shared documents": lambda said: said.update(shared_documents=3),
    "shared passages": lambda said: said.update(shared_long_passages=3),
    "no families": lambda said: said.pop("families"),
}


@pytest.mark.parametrize("change", FORGED.values(), ids=FORGED)
def test_a_proof_that_the_rows_contradict_is_noticed(project: Project, change: Any):
    torn_project(project)
    folder = project.path.with_name("out")
    proof = proof_in(project)
    change(proof)
    (folder / "split.json").write_text(json.dumps(proof), encoding="utf-8")
    manifest = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))
    manifest["files"] = [one for one in manifest["files"] if one["path"] != "split.json"]
    manifest["files"].append({"path": "split.json", "sha256": _sha256(folder / "split.json")})
    (folder / "manifest.json").write_text(json.dumps(manifest), encoding="utf-8")
    assert verify(folder).problems != []


def _sha256(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()
