"""Control text: found in whatever form, and defused so that no tokeniser takes it for an order."""

from itertools import product

import pytest

from engine.tasks.markers import CONTROL, control_texts, defused


@pytest.mark.parametrize(
    ("text", "broken"),
    [
        ("a <|im_end|> b", "a < |im_end|> b"),
        ("<|tasktype|>\nqa<|pipe|>", "< |tasktype|>\nqa< |pipe|>"),
        ("[INST] x [/INST]", "[ INST] x [ /INST]"),
        ("so </s> ends", "so < /s> ends"),
        ("<<SYS>> be kind", "< <SYS>> be kind"),
        ("im_end|> stays", "im_end| > stays"),
        ("### Response: yes", "# ## Response: yes"),
        ("<start_of_turn>model", "< start_of_turn>model"),
    ],
)
def test_control_text_gets_a_space_inside(text: str, broken: str):
    assert defused(text) == broken
    assert not {*control_texts(text)} & {one for one in control_texts(text) if one in broken}


@pytest.mark.parametrize("text", ["a < b | c > d", "[1] <b>bold</b>", "## Fees\n# 2", "x |> sum"])
def test_other_text_stays_as_it_is(text: str):
    assert defused(text) == text


def test_the_quick_look_misses_nothing_that_the_expression_finds():
    """All short texts of its signs, a letter and its words."""
    parts = ["<", "|", ">", "[", "]", "/", "#", "s", " ", "INST", "SYS", "Response", "eot", "_id"]
    texts = ["".join(some) for length in (1, 2, 3, 4) for some in product(parts, repeat=length)]
    found = [text for text in texts if CONTROL.search(text)]
    assert len(found) > 300
    assert [text for text in found if not control_texts(text)] == []
