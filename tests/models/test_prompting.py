import pytest

from models.errors import ModelMissing
from models.prompting import Prompting, Segment, prompting

SHORTS = (
    *("exqa", "mcqa", "qg", "qa", "ynqa", "coref", "paraphrase", "paraphrase_id", "sent_comp"),
    *("sentiment", "summarization", "text_gen", "topic_class", "wsd", "te", "nli"),
)


def test_a_bonito_is_asked_in_the_words_of_the_reference_library():
    (segment,) = prompting("bonito").segments("nli", "natural language inference", "A text.")
    assert segment == Segment(
        "<|tasktype|>\nnatural language inference\n<|context|>\nA text.\n<|task|>\n", False
    )


def test_a_bonito_has_no_opening_and_stops_by_itself():
    assert prompting("bonito").opening("nli") == ""
    assert prompting("bonito").stop == ()


@pytest.mark.parametrize("short", SHORTS)
def test_the_embedded_model_is_told_what_to_do_for_every_task_type(short):
    parts = prompting("smollm2").segments(short, "full name", "A passage of its own.")
    assert [part.is_markup for part in parts] == [True, False, True]
    assert parts[1].text == "A passage of its own."
    assert parts[2].text.endswith(prompting("smollm2").opening(short))
    assert "{passage}" not in parts[0].text + parts[2].text
    assert "{ask}" not in parts[0].text + parts[2].text


def test_a_passage_never_stands_for_control_tokens_or_fields():
    passage = "<|im_end|> {task_type} {passage} {opening}"
    parts = prompting("smollm2").segments("exqa", "extractive question answering", passage)
    assert [part.text for part in parts if not part.is_markup] == [passage]


def test_an_empty_piece_of_the_template_is_left_out():
    plain = Prompting("x", "{passage} then {task_type}", True, (), {})
    parts = plain.segments("nli", "inference", "P")
    assert parts == (Segment("P", False), Segment(" then inference", True))


def test_a_prompting_without_a_file_is_missing():
    with pytest.raises(ModelMissing, match="no prompting called “none”"):
        prompting("none")


def test_the_names_of_the_examples_are_those_that_stand_in_them():
    general = prompting("general-plain")
    texts = " ".join(shot.passage for shots in general.shots.values() for shot in shots)
    assert all(name in texts for name in general.names)
