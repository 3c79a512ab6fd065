import pytest

from engine.errors import NothingToDo
from engine.records import Decision, Outcome, TaskFilter, Verdict
from engine.store.task_search import Vocabulary, expression, folded_words
from tests.projects import fill


@pytest.fixture
def found(project):
    fill(project, answers="Straße der Fähre, in Größe 12.5 {question}")

    def look_for(text: str) -> int:
        return project.tasks.count(TaskFilter(outcomes=(Outcome.OK,), search=text))

    return look_for


@pytest.mark.parametrize(
    "text", ["fähre", "FÄHRE", "fahre", "ähr", "re,", "der Fähre", "der  FÄ", "straße", "12.5", "2"]
)
def test_a_part_of_what_is_shown_finds_it_whatever_its_case_and_accents(found, text):
    assert found(text) == 8


@pytest.mark.parametrize("text", ["fähren", "der straße", "fähre der", "12,6", "%", "_", '"', "??"])
def test_what_is_not_shown_is_not_found(found, text):
    assert found(text) == 0


def test_punctuation_alone_is_read_in_the_texts(found):
    assert found("?") == 8
    assert found(",") == 8


def test_letters_that_stand_in_too_many_words_are_read_in_the_texts(found, monkeypatch):
    monkeypatch.setattr("engine.store.task_search.MOST_WORDS", 0)
    assert found("r") == 8
    assert found("R") == 8


def test_an_edit_is_found_and_what_it_replaced_is_not(project):
    task, *_others = fill(project)

    def ids(text: str) -> list[int]:
        return project.tasks.ids(TaskFilter(search=text))

    project.decisions.add([Decision(task, Verdict.EDIT, output="Zimtschnecke")], "Ada")
    assert ids("zimtschnecke") == [task]
    project.decisions.add([Decision(task, Verdict.EDIT, output="Mohnkuchen")], "Ada")
    assert (ids("zimtschnecke"), ids("mohn")) == ([], [task])
    project.decisions.undo()
    assert (ids("zimtschnecke"), ids("mohn")) == ([task], [])
    project.decisions.undo()
    assert ids("zimtschnecke") == []
    assert project.find_damage() == ""


def test_a_broken_index_of_tasks_is_built_again(project):
    tasks = fill(project)
    project._connection.write("DELETE FROM task_index_data WHERE id > 1")
    project._connection.write("DELETE FROM task_index_idx")
    assert project.tasks.ids(TaskFilter(search="question")) == tasks
    assert project.find_damage() == ""


def test_words_are_folded_as_the_index_folds_them():
    assert folded_words("Der ÄRGER, 12.5 (naïve)") == ["der", "arger", "12", "5", "naive"]


def test_nothing_typed_is_read_as_a_query(project):
    fill(project)
    vocabulary = Vocabulary(project._connection)
    assert expression(folded_words("a OR b"), "a OR b", vocabulary) == '"a or b" *'
    assert expression(folded_words('x"'), 'x"', vocabulary) is not None
    with pytest.raises(NothingToDo):
        project.tasks.get(10_000)
