from pathlib import Path

from desktop.widgets.prompting_choice import PromptingChoice
from models.library import find
from tests.models.gguf_files import gguf


def test_the_choice_says_what_automatic_means_and_starts_anew_with_each_model(
    qtbot, tmp_path: Path
):
    choice = PromptingChoice()
    qtbot.addWidget(choice)
    assert choice.name == ""
    path = tmp_path / "clerk.gguf"
    path.write_bytes(gguf({"tokenizer.chat_template": "<|im_start|> and <|im_end|>"}))
    choice.suit(find(str(path)))
    assert "general-chatml, because it carries a chat template" in choice.reason.text()
    choice.box.setCurrentText("General")
    assert choice.name == "general"
    choice.suit(None)
    assert choice.name == ""
    assert choice.reason.isHidden()
