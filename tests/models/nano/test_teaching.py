"""The experiment's lessons and statistics, without a model."""

from models.nano.build import teaching
from models.nano.build.teaching import Lesson

TEXT = "The depot opens at six and closes at nine; the key hangs behind the blue door in the hall."
LESSONS = [Lesson(f"doc {n // 3}", f"{TEXT} {n}", "When?", f"answer {n}") for n in range(10)]


def test_shuffled_answers_are_another_lessons_and_stay_in_the_document():
    found = teaching.shuffled(LESSONS, 1)
    assert [(one.context, one.question) for one in found] == [
        (one.context, one.question) for one in LESSONS
    ]
    assert sorted(one.answer for one in found) == sorted(one.answer for one in LESSONS)
    assert all(a.answer != b.answer for a, b in zip(found[:9], LESSONS[:9], strict=True))
    for start in (0, 3, 6):
        own = {one.answer for one in LESSONS[start : start + 3]}
        assert {one.answer for one in found[start : start + 3]} == own


def test_lessons_of_one_document_each_are_exchanged_among_each_other():
    single = [Lesson(f"doc {n}", TEXT, "When?", str(n)) for n in range(4)]
    found = teaching.shuffled(single, 1)
    assert all(a.answer != b.answer for a, b in zip(found, single, strict=True))


def test_a_random_answer_is_a_stretch_of_the_text_with_as_many_words():
    lessons = [Lesson("doc", TEXT, "When?", "at six")] * 5
    for one in teaching.at_random(lessons, 3):
        assert one.answer in TEXT
        assert len(one.answer.split()) == 2
    assert {one.answer for one in teaching.at_random([Lesson("d", TEXT, "Open?", "Yes")] * 20, 3)}


def test_choices_begin_with_the_right_answer_and_hold_no_other_twice():
    found = teaching.choices(Lesson("doc", TEXT, "When?", "at six"))
    assert found[0] == "at six"
    assert len(found) == len(set(found)) == 4
    assert teaching.choices(Lesson("doc", TEXT, "Open?", "No")) == ("No", "Yes")


def test_a_difference_that_is_there_has_an_interval_above_zero():
    good = {seed: [1.0] * 30 + [0.0] * 10 for seed in range(3)}
    bad = {seed: [0.0] * 20 + [1.0] * 10 + [0.0] * 10 for seed in range(3)}
    mean, low, high = teaching.difference(good, bad)
    assert mean == 0.5
    assert 0.3 < low < mean < high < 0.7


def test_students_that_answer_alike_differ_by_nothing():
    same = {0: [1.0, 0.0, 1.0], 1: [0.0, 0.0, 1.0]}
    assert teaching.difference(same, same) == (0.0, 0.0, 0.0)


def test_a_dataset_in_squads_layout_gives_its_answerable_questions():
    paragraph = {
        "context": TEXT + " " + " ".join(["Ask the porter."] * 6),
        "qas": [
            {"question": "when does it open", "answers": [{"text": "at six"}]},
            {"question": "who is king", "answers": []},
        ],
    }
    found = list(teaching.from_squad([{"title": "Depot", "paragraphs": [paragraph]}]))
    assert [(one.document, one.question, one.answer) for one in found] == [
        ("Depot", "When does it open?", "at six")
    ]


def test_what_is_asked_hangs_on_the_document_alone():
    asked = [teaching.is_asked(f"document {n}") for n in range(200)]
    assert 60 < sum(asked) < 140
    assert teaching.is_asked("A") == teaching.is_asked("a")
