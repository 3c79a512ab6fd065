import re

import pytest

from engine.tasks.grammar import grammar
from engine.tasks.types import task_type

PASSAGE = 'The "last" ferry\nreturns at six.'


def rules(short: str, opening: str = "", stop: tuple[str, ...] = ()) -> dict[str, str]:
    lines = grammar(task_type(short), PASSAGE, opening, stop).splitlines()
    return dict(line.split(" ::= ", 1) for line in lines)


def test_an_answer_has_one_pipe_between_its_input_and_its_output():
    assert rules("qa")["root"] == r'input "\n"? "<|pipe|>" "\n"? output'


def test_behind_an_opening_with_the_pipe_only_the_output_is_left():
    found = rules("qa", opening="{{context}}\n<|pipe|>\n")
    assert found["root"] == "output"
    assert "input" not in found


def test_no_marker_and_no_stop_string_can_begin_in_the_input():
    found = rules("qa", stop=("\n\n", "###"))
    assert found["input-plain"] == r"[^\n#<{]"
    assert found["output-plain"] == "[^<{]"
    assert '"<" [^\\n#<{|]' in found["input-part"]  # else "<|pipe|>" would pass as any text
    assert '"{" [^\\n#<{]' in found["input-part"]
    assert '"<" [^<{|]' in found["output-part"]
    assert '"{{context}}"' in found["input"]


def repeats(passage: str, most_tokens: int) -> list[int]:
    """How often a character may be repeated in the input: the longest of each rule."""
    text = grammar(task_type("qa"), passage, "", most_tokens=most_tokens)
    return [int(number) for number in re.findall(r"\{0,(\d+)\}", text)]


def test_the_input_ends_early_enough_for_the_pipe_and_an_output():
    assert repeats(PASSAGE, 256) == [138, 278, 416]
    assert repeats("港口在冬天关闭。", 256) == [46, 92, 138]  # 3 bytes each
    assert max(repeats(PASSAGE, 40)) == 24
    assert max(repeats(PASSAGE, 2048)) == 1000  # llama.cpp refuses more than 2,000


def test_a_label_is_one_of_those_offered():
    assert rules("ynqa")["output"] == (
        '" "? ("Yes" | "yes" | "No" | "no" | "True" | "true" | "False" | "false")'
    )


def test_the_options_of_a_question_that_stands_there_are_all_that_can_be_chosen():
    opening = '{{context}}\nWhen?\nA. at six\nB. at "nine"\n<|pipe|>\n'
    assert rules("mcqa", opening)["output"] == r'" "? ("at six" | "at \"nine\"")'
    assert "output-start" in grammar(task_type("mcqa"), PASSAGE, "{{context}}\n<|pipe|>\n")


def test_a_quotation_goes_from_a_word_of_the_passage_to_any_later_place():
    found = rules("exqa")
    pieces = [found[f"p{n}"] for n in range(7)]
    assert pieces[:4] == ['"The" p1?', '" " p2?', r'"\"" p3?', '"last" p4?']
    assert pieces[6] == '"ferry" p7?'
    assert found["output"] == '" "? (p0 | p3 | p6 | p8 | p10 | p12)'
    assert found["p13"] == '"."'


@pytest.mark.parametrize("short", ["mcqa", "qg", "text_gen"])
def test_where_no_rule_can_be_written_any_text_may_stand(short: str):
    assert rules(short)["output"] == (
        r'[ \n]? (output-start | "{{context}}") (output-part | "{{context}}")*'
    )


def test_a_passage_without_a_word_has_nothing_to_quote():
    assert "output-start" in grammar(task_type("exqa"), "* * *", "")
