from pathlib import Path

import pytest

from models.errors import ModelMissing
from models.library import FoundModel, find
from tests.models.tiny_models import KINDS, LLAMA, QWEN2, tiny_model


def found(folder: Path, data: bytes, name: str = "office.gguf") -> FoundModel:
    path = folder / name
    path.write_bytes(data)
    return find(str(path))


@pytest.mark.parametrize("kind", KINDS)
def test_an_instruct_model_is_asked_in_the_frame_that_its_own_file_carries(tmp_path: Path, kind):
    model = found(tmp_path, tiny_model(kind))
    wanted = {"qwen2": "chatml", "llama": "llama3", "gemma": "gemma"}[kind.architecture]
    assert model.prompting.name == f"general-{wanted}"
    assert "it carries a chat template" in model.reason


def test_the_name_of_a_bonito_weighs_more_than_a_chat_template(tmp_path: Path):
    model = found(tmp_path, tiny_model(QWEN2, name="Our Bonito"))
    assert (model.prompting.name, model.reason) == ("bonito", "its name is that of a Bonito")


def test_a_stranger_without_a_chat_template_is_taken_for_a_bonito_and_that_is_said(tmp_path: Path):
    model = found(tmp_path, tiny_model(LLAMA, template=""))
    assert model.prompting.name == "bonito"
    assert "no chat template" in model.reason
    assert "--prompting general" in model.reason


@pytest.mark.parametrize(
    ("template", "said"), [("", "carries no chat template"), ("{{ new }}", "is not known here")]
)
def test_a_known_instruct_model_without_a_known_template_gets_plain_headings(
    tmp_path: Path, template: str, said: str
):
    model = found(tmp_path, tiny_model(QWEN2, template=template))
    assert model.prompting.name == "general-plain"
    assert said in model.reason


def test_what_a_person_asks_for_holds_and_general_takes_the_file_s_frame(tmp_path: Path):
    model = found(tmp_path, tiny_model(QWEN2))
    assert model.asked_as("bonito").prompting.name == "bonito"
    assert model.asked_as("general").prompting.name == "general-chatml"
    assert model.asked_as("general-gemma").prompting.name == "general-gemma"
    assert "asked for" in model.asked_as("general-gemma").reason
    for wrong in ("general-none", "none", "../bonito", "bonito-chatml"):
        with pytest.raises(ModelMissing):
            model.asked_as(wrong)


def test_a_known_file_that_is_asked_otherwise_is_not_composed_by_code():
    nano = find("nano-adapter")
    assert nano.composed
    assert nano.asked_as("general").prompting.name == "general-chatml"
    assert nano.asked_as("general").composed == ()
    assert nano.asked_as(nano.prompting.name).composed == nano.composed


def test_a_chat_template_of_a_megabyte_is_not_kept(tmp_path: Path):
    model = found(tmp_path, tiny_model(QWEN2, template="<|im_start|>" + "x" * 2**20))
    assert model.header.chat_template == ""
    assert model.prompting.name == "general-plain"
