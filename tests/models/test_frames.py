"""Frames against the templates themselves, which Jinja renders here and nowhere in the product."""

import pytest
from jinja2.sandbox import ImmutableSandboxedEnvironment

from models.errors import ModelMissing
from models.frames import PLAIN, frame, frame_of, frames
from models.prompting import GENERAL, prompting
from tests.models.tiny_models import CHATML, GEMMA, LLAMA_3, MISTRAL

BOS, EOS = "<BOS>", "</s>"
THOUGHTS = CHATML.replace("{% for", "{# <think> #}{% for", 1)
GRANITE = (
    "{%- for message in messages %}{{- '<|start_of_role|>' + message['role'] + '<|end_of_role|>' "
    "+ message['content'] + '<|end_of_text|>\n' }}{%- endfor %}"
    "{%- if add_generation_prompt %}{{- '<|start_of_role|>assistant<|end_of_role|>' }}{%- endif %}"
)
PHI_3 = (
    "{% for message in messages %}{% if message['role'] == 'user' %}"
    "{{ '<|user|>\n' + message['content'] + '<|end|>\n' }}{% else %}"
    "{{ '<|assistant|>\n' + message['content'] + '<|end|>\n' }}{% endif %}{% endfor %}"
    "{% if add_generation_prompt %}{{ '<|assistant|>\n' }}{% endif %}"
)
ZEPHYR = PHI_3.replace("'<|end|>\n'", "eos_token + '\n'")
KNOWN = [
    ("chatml", CHATML),
    ("llama3", LLAMA_3),
    ("gemma", GEMMA),
    ("mistral", MISTRAL),
    ("granite", GRANITE),
    ("phi3", PHI_3),
    ("zephyr", ZEPHYR),
]


@pytest.mark.parametrize(("name", "template"), KNOWN)
def test_a_prompt_is_what_the_template_itself_would_render(name: str, template: str):
    wording = prompting(f"{GENERAL}-{frame_of(template).name}")
    assert wording.name == f"general-{name}"
    parts = wording.segments("qg", "question generation", "The pier is shut.")
    opening = wording.opening("qg")
    answers = [shot.answer for shot in wording.shots["qg"]]
    turns = [part.text for part in parts if not part.is_markup]
    messages = [
        {"role": "assistant" if place % 2 else "user", "content": text}
        for place, text in enumerate(turns[:-1])
    ]
    template_of = ImmutableSandboxedEnvironment().from_string(template)
    rendered = template_of.render(
        messages=messages, add_generation_prompt=True, bos_token=BOS, eos_token=EOS
    )
    assert turns[1:-2:2] == answers
    assert turns[-1] == opening
    whole = "".join(part.text for part in parts)
    assert whole.removesuffix(opening) == rendered.removeprefix(BOS)


def test_a_model_that_thinks_first_is_told_that_it_has_thought():
    found = frame_of(THOUGHTS)
    assert found.name == "qwen3"
    assert found.last_reply.endswith("<think>\n\n</think>\n\n")
    assert "<think>" not in found.reply


@pytest.mark.parametrize("template", ["", "{{ messages }}", "<|im_start|> <end_of_utterance>"])
def test_an_unknown_template_gets_plain_headings(template: str):
    assert frame_of(template).name == PLAIN
    assert not frame_of(template).has_control_tokens


def test_a_hostile_template_is_only_searched():
    bomb = "{% for a in range(10 ** 9) %}{{ a }}{% endfor %}" + "<|im_start|>" * 9000
    assert frame_of(bomb).name == "chatml"


def test_the_names_of_frames_are_unique_and_unknown_ones_are_named():
    names = [one.name for one in frames()]
    assert len(set(names)) == len(names)
    assert names[-1] == PLAIN
    with pytest.raises(ModelMissing, match="chatml"):
        frame("none")
