"""Files that hold a word which this version does not know: each a sentence, never a crash."""

import sqlite3

import pytest

from engine.errors import ProjectDamaged
from engine.records import Outcome, TaskFilter
from engine.store import Project
from engine.store.values import known, words
from tests.projects import filled


def read_everything(project: Project) -> None:
    project.status()
    project.documents.refused()
    project.tasks.page(project.tasks.ids(TaskFilter()))
    for run in project.runs.all():
        project.runs.outcomes(run.id)


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE tasks SET outcome = 'splendid' WHERE id = 1",
        "UPDATE tasks SET evidence_grade = 'exect' WHERE id = 1",
        "UPDATE runs SET state = 'flying'",
        "UPDATE runs SET task_types = 'not JSON'",
        "UPDATE runs SET task_types = '{}'",
        "INSERT INTO refusals VALUES ('/x', 'x', 'odd', '', '2026')",
        (
            "INSERT INTO decisions (task_id, batch, verdict, reason, who, at)"
            " VALUES (1, 1, 'maybe', '', 'me', '2026')"
        ),
        "UPDATE runs SET labels = 'not JSON'",
        "UPDATE runs SET labels = '{}'",
        "UPDATE runs SET labels = '[[1, 2]]'",
        "UPDATE runs SET computing = 'not JSON'",
        "UPDATE runs SET computing = '{}'",
        "UPDATE runs SET computing = '[[1, 2]]'",
        'UPDATE runs SET computing = \'[["a", "b", "c", 1, "d"]]\'',
        "INSERT INTO checks VALUES (1, 'agreement', 1, 0.5, 'not JSON', 0)",
        """INSERT INTO checks VALUES (1, 'agreement', 1, 0.5, '{"same": 1}', 0)""",
        """INSERT INTO checks VALUES
            (1, 'agreement', 1, 0.5, '{"same": 1, "of": 2, "others": [3]}', 0)""",
        """INSERT INTO checks VALUES
            (1, 'agreement', 1, 0.5, '{"same": [], "of": 2, "others": []}', 0)""",
    ],
)
def test_a_word_that_no_version_so_far_wrote_is_said(path, statement):
    filled(path)
    other = sqlite3.connect(path, isolation_level=None)
    other.execute(statement)
    other.close()
    with Project.open(path) as project, pytest.raises(ProjectDamaged, match="newer version"):
        read_everything(project)


def test_the_sentence_names_the_word_and_what_is_known():
    with pytest.raises(ProjectDamaged, match=r"“splendid” .* Outcome .*known are ok, "):
        known(Outcome, "splendid")
    assert known(Outcome, "ok") is Outcome.OK


def test_a_list_of_words_is_read_as_one():
    assert words('["qa", "nli"]') == ("qa", "nli")
