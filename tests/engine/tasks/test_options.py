import pytest

from engine.tasks.options import choosing_again, chosen, offered, without_list
from engine.tasks.prompts import build
from engine.tasks.types import task_type
from models.prompting import prompting


@pytest.mark.parametrize(
    ("question", "options"),
    [
        ("When?\n- at six\n- at nine ", ("at six", "at nine")),
        ("When?\nA. at six\n(b) at nine\n3) never", ("at six", "at nine", "never")),
        ("When?\n- at six\n- at six", ("at six",)),
        ("When? at six, at nine", ()),
        ("A hyphen - like this - is no mark.\nE.g. this", ()),
    ],
)
def test_options_stand_on_lines_of_their_own(question: str, options: tuple[str, ...]):
    assert offered(question) == options


def test_lists_behind_the_pipe_do_not_count():
    assert offered("When?\n- at six\n<|pipe|>\n- at nine") == ("at six",)


def test_the_prompt_goes_on_behind_the_question():
    prompt = build(prompting("bonito"), task_type("mcqa"), "Open at six.")
    again = choosing_again(prompt, "When?\n- at six\n- at nine\n<|pipe|>\nat ten")
    assert again is not None
    assert again.opening == "When?\n- at six\n- at nine\n<|pipe|>\n"
    text = "".join(part.text for part in again.segments)
    assert text.endswith(f"<|task|>\n{again.opening}")
    assert not again.segments[-1].is_markup
    assert again.sha256 != prompt.sha256


def test_an_opening_that_stands_in_the_prompt_is_not_put_there_twice():
    prompt = build(prompting("smollm2"), task_type("mcqa"), "Open at six.")
    raw = f"{prompt.opening} When?\n- at six\n- at nine\n<|pipe|>\nat ten"
    again = choosing_again(prompt, raw)
    assert again is not None
    text = "".join(part.text for part in again.segments)
    assert text.endswith(again.opening)
    assert again.segments[-1].text == " When?\n- at six\n- at nine\n<|pipe|>\n"


@pytest.mark.parametrize("raw", ["When?\n- at six\n<|pipe|>\nat ten", "When?\n- six\n- nine"])
def test_a_question_that_offers_no_choice_is_asked_anew(raw: str):
    prompt = build(prompting("bonito"), task_type("mcqa"), "Open at six.")
    assert choosing_again(prompt, raw) is None


@pytest.mark.parametrize(
    ("question", "said", "option"),
    [
        ("Who runs it?\n(A) Anna (B) Zoë O'Neill", "(B) Zoë O'Neill", "Zoë O'Neill"),
        ("Who runs it?\ni) Anna\nii) Zoë", "ii", "Zoë"),
        ("Which?\n[A] red\n[B] blue", "[B]", "blue"),
        ("Which?\nOption 1: red\nOption 2: blue", "Option 2: blue", "blue"),
        ("Which?\nOption 1: red\nOption 2: blue", "2", "blue"),
        ("Who, Anna or Zoë?", "Zoë", "Zoë"),
        ("Is it Anna or Zoë?", "Anna", "Anna"),
        ('Which? "red", "blue" or "green"', "green", "green"),
        ("Which?\n- the red car\n- the blue car", "blue car", "the blue car"),
        ("Who?\nA. Anna\nB. Tom", "Anna or Tom", None),
        ("Who?\nA. Anna\nB. Tom", "Option 7", None),
        ("Who holds the keys or the gate?", "the gate", None),
        ('He said "red" and went for the "blue" one. Which?', "red", None),
        ("Who?\n- the cat\n- a cat", "cat", None),
        ("Is this text about trade or sport?", "trade", None),
        ('Compare "red", "blue" and "green".', "red", None),
    ],
)
def test_options_stand_in_many_ways_and_only_they_are_chosen(question, said, option):
    assert chosen(said, question) == option


def test_a_list_within_a_question_is_no_part_of_what_it_asks():
    assert without_list("Options: Anna; Tom. Who is it?") == " Who is it?"
