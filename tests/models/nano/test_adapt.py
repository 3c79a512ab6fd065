"""The end of the experiment: what the students' answers are worth."""

import pytest

pytest.importorskip("llama_cpp")

from models.nano.build import adapt, lessons
from models.nano.build.domain import Question


def test_answers_that_are_there_are_scored_and_not_made_again(tmp_path):
    question = {"document": "d", "context": "c", "question": "q", "answers": ["nine"]}
    lessons.write_lines(tmp_path / "questions.jsonl", [question, question])
    for number, said in enumerate(("nine", "six")):
        lines = ({"answer": text} for text in ("nine", said))
        lessons.write_lines(tmp_path / f"answers-tasks-{number}.jsonl", lines)
    found = adapt.measure(tmp_path / "no.gguf", tmp_path, {"tasks": ["a", "b"]}, 2)
    assert found == "tasks: F1 75.0 (50.0 to 100.0, 2 seeds)"


def test_the_score_is_the_mean_over_the_questions():
    questions = [Question("d", "c", "q", ("nine",))] * 2
    assert adapt.score(questions, ["nine", "six"]) == 50
