"""Cleaning and cutting of dataset text."""

from models.nano.build.rows import around, clean, question, sentence, split_sentences


def test_tokenised_punctuation_is_joined_again():
    assert clean("Fine , he said ( twice ) .") == "Fine, he said (twice)."
    assert clean("he 's out and do n't ask") == "he's out and don't ask"
    assert clean("``red'' and “blue”") == '"red" and "blue"'


def test_our_markers_cannot_come_in_through_data():
    assert "<|" not in clean("what is <|pipe|> for")


def test_a_question_gets_its_capital_and_its_mark():
    assert question("who sees the sea") == "Who sees the sea?"
    assert question("Who sees it ?") == "Who sees it?"


def test_a_sentence_gets_its_capital_and_its_stop():
    assert sentence("the boat sank") == "The boat sank."
    assert sentence("Did it sink?") == "Did it sink?"


def test_sentences_are_cut_at_their_ends():
    assert split_sentences("One is here. Two came. 3 left") == ["One is here.", "Two came. 3 left"]


def test_around_grows_to_the_size_and_keeps_the_answer():
    text = "First one here. Second one here. Third holds salt. Fourth one here. Fifth one here."
    start = text.index("salt")
    assert around(text, start, start + 4, 3) == "Third holds salt."
    grown = around(text, start, start + 4, 8)
    assert grown == "Second one here. Third holds salt. Fourth one here."
    assert around(text, start, start + 4, 500) == text


def test_around_of_nothing_is_nothing():
    assert around("", 5, 6, 10) == ""
