"""The experiment's lessons and statistics, without a model."""

from models.nano.build import teaching
from models.nano.build.rows import Row
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


def test_a_swapped_answer_is_another_stretch_that_could_be_one():
    text = "The rent is £900 a month, the deposit £1,350, the fee £40; the lease begins in May."
    lesson = Lesson("doc", text, "How high is the fee?", "£40")
    assert {one.answer for one in teaching.swapped([lesson] * 20, 1)} == {"£900", "£1,350"}
    labels = teaching.swapped([Lesson("doc", TEXT, "Open?", "Yes")], 1)
    assert [one.answer for one in labels] == ["No"]


def test_rows_that_a_stretch_or_a_label_answers_are_lessons():
    text = TEXT + " " + " ".join(["Ask the porter."] * 6)
    fields = {"question": "When does it open?", "answer": "at six"}
    rows = [Row(task, "depot", "Depot", text, fields) for task in ("exqa", "qa", "ynqa")]
    rows.append(Row("exqa", "depot", "Depot", "Too short.", fields))
    found = list(teaching.from_rows(rows))
    assert found == [Lesson("Depot", text, "When does it open?", "at six")] * 2


def test_a_question_is_found_in_whatever_a_task_asks():
    asked = "{{context}}\n\nQuestion: When does it open?\nAnswer with words from the text."
    assert teaching.asked_in(asked, TEXT) == "When does it open?"
    asked = "When does it open? Find the answer in this text and quote it:\n\n{{context}}"
    assert teaching.asked_in(asked, TEXT) == "When does it open?"
    asked = "{{context}}\n\nQuestion: When?\nIs “at six” the right answer? Yes or no?"
    assert teaching.asked_in(asked, TEXT) == "When? Is “at six” the right answer? Yes or no?"
    assert teaching.asked_in("{{context}}\n\nName the hour.", TEXT) == "Name the hour."


def test_a_short_text_offers_fewer_choices_than_are_wanted():
    short = Lesson("doc", "at six", "When?", "at six")
    assert len(teaching.choices(short)) < teaching.offered(short) == 4
    assert teaching.offered(Lesson("doc", TEXT, "Open?", "No")) == 2


def test_what_is_asked_hangs_on_the_document_alone():
    asked = [teaching.is_asked(f"document {n}") for n in range(200)]
    assert 60 < sum(asked) < 140
    assert teaching.is_asked("A") == teaching.is_asked("a")
