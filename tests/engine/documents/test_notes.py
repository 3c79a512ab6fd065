"""Sentences on what a text does not hold."""

from engine.documents import notes


def test_what_was_left_out_is_said_with_numbers():
    assert notes.left_out(hidden_row=1, chart=1_200, comment=0) == (
        "1 hidden row and 1,200 charts left out."
    )
    assert not notes.left_out(comment=0)
    assert notes.left_out(line_of_headers=2, cell_hidden_by_its_format=3) == (
        "2 lines of headers and 3 cells hidden by their format left out."
    )


def test_sentences_are_said_once():
    assert notes.joined(["A.", "", "B.", "A."]) == "A. B."
    assert notes.listed(["a", "b", "c"]) == "a, b and c"
