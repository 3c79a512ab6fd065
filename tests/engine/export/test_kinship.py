from pathlib import Path

import pytest

from engine.errors import ProjectDamaged
from engine.export.kinship import kinship
from engine.records import Extract, ImportOptions
from engine.store import Project
from tests.alike_projects import prose
from tests.projects import new_project


def add(project: Project, name: str, text: str, sha256: str = "", **options: object) -> int:
    report = project.documents.add(
        f"/in/{name}", name, "txt", len(text), sha256 or f"{len(project.documents.ids()):064x}",
        Extract(text), ImportOptions(**options),  # type: ignore[arg-type]
    )  # fmt: skip
    assert report.document_id is not None
    return report.document_id


@pytest.fixture
def project(tmp_path: Path):
    with new_project(tmp_path / "work.bonito") as project:
        yield project


def test_documents_that_share_text_are_a_family_and_strangers_are_none(project: Project):
    lease = prose(1)
    one = add(project, "lease 1.txt", f"{lease} Anna Berg")
    add(project, "report.txt", prose(2))
    other = add(project, "lease 2.txt", f"{lease} Ben Arno")
    quoting = add(project, "file.txt", f"{prose(3)}\n\n{lease}\n\n{prose(4)}")
    found = kinship(project)
    assert found.families == ((one, other, quoting),)
    assert found.compared == 4
    assert {pair.one for pair in found.pairs} | {pair.other for pair in found.pairs} == {
        one, other, quoting
    }  # fmt: skip


def test_a_text_is_read_for_it_once_and_a_new_one_when_it_comes(project: Project):
    add(project, "a.txt", prose(1))
    kinship(project)
    assert project.parts.without_marks(1) == []
    new = add(project, "b.txt", prose(1) + " and one more")
    assert project.parts.without_marks(1) == [new]
    assert kinship(project).families == ((1, new),)


def test_two_readings_of_one_file_stay_together_however_short(project: Project):
    one = add(project, "t.csv", "a: 1", "f" * 64)
    other = add(project, "t.csv", "a: 1; b: 2", "f" * 64, records=True)
    assert kinship(project).families == ((one, other),)


def test_chinese_is_compared_sign_by_sign(project: Project):
    signs = "".join(chr(0x4E00 + 37 * n % 2_000) for n in range(80))
    one = add(project, "a.txt", signs)
    other = add(project, "b.txt", signs.replace(signs[40], "x"))
    assert kinship(project).families == ((one, other),)


def test_a_word_that_is_longer_than_a_piece_is_not_cut(project: Project):
    one = add(project, "a.txt", "x" * 150_000 + " " + prose(5))
    other = add(project, "b.txt", prose(5))
    assert kinship(project).families == ((one, other),)


def test_cancelled_it_stops_before_the_next_text(project: Project):
    add(project, "a.txt", prose(1))
    assert kinship(project, lambda: True).compared == 0


def test_an_altered_text_is_refused(project: Project):
    add(project, "a.txt", prose(1))
    project._connection.write("UPDATE texts SET text = upper(text)")
    with pytest.raises(ProjectDamaged):
        kinship(project)
