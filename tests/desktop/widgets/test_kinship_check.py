from desktop.widgets.kinship_check import point
from engine.records import AlikePair, Kinship

NAMES = {1: "lease 1.pdf", 2: "lease 2.pdf", 3: "report.pdf"}


def known(**parts: str) -> Kinship:
    given = {int(name[1:]): part for name, part in parts.items()}
    return Kinship(((1, 2),), (AlikePair(1, 2, 0.97),), given, 3)


def test_nothing_alike_is_good():
    said = point(Kinship((), (), {}, 3), NAMES)
    assert (said.text, said.state) == ("No two documents share text", "good")


def test_pairs_that_stay_together_are_named():
    said = point(known(d1="train", d2="train"), NAMES)
    assert said.state == "info"
    assert said.text.endswith("stay in one part: lease 1.pdf and lease 2.pdf")


def test_pairs_in_two_parts_are_a_warning():
    said = point(known(d1="train", d2="test"), NAMES)
    assert said.state == "warn"
    assert "different parts already: lease 1.pdf and lease 2.pdf" in said.text


def test_of_many_pairs_the_first_are_named():
    pairs = tuple(AlikePair(1, one, 0.9) for one in range(2, 9))
    assert point(Kinship(((1, 2),), pairs, {}, 9), NAMES).text.endswith("; and 4 more")
