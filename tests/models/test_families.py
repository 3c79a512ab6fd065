import pytest

from models.families import families, family_of
from models.prompting import names


@pytest.mark.parametrize(
    ("name", "title", "licence"),
    [
        ("Qwen2.5 0.5B Instruct", "Qwen", "Apache-2.0"),
        ("qwen2.5-3b-instruct-q4_k_m", "Qwen", "Qwen Research License"),
        ("Qwen3-4B-Instruct-2507-Q4_K_M", "Qwen", "Apache-2.0"),
        ("granite-4.0-h-tiny-Q4_K_M", "Granite", "Apache-2.0"),
        ("SmolLM3-3B-Q4_K_M", "SmolLM", "Apache-2.0"),
        ("Phi-4-mini-instruct-Q4_K_M", "Phi", "MIT"),
        ("microsoft_Phi-3.5-mini-instruct", "Phi", "MIT"),
        ("Mistral-7B-Instruct-v0.3", "Mistral", "Apache-2.0"),
        ("Ministral-8B-Instruct-2410-Q4_K_M", "Mistral", "Mistral Research License"),
        ("tinyllama-1.1b-chat-v1.0", "TinyLlama", "Apache-2.0"),
        ("Meta Llama 3 8B Instruct", "Llama 3", "Llama 3 Community License"),
        ("Llama-3.2-3B-Instruct", "Llama 3.1 to 3.3", "Llama 3 Community License of its version"),
        ("llama-2-7b-chat.Q4_K_M", "Llama 2", "Llama 2 Community License"),
        ("gemma-2-2b-it-Q4_K_M", "Gemma", "Gemma Terms of Use"),
        ("gemma-4-E4B-it", "Gemma 4", "Apache-2.0"),
        ("instruction-synthesizer.Q4_K_M", "instruction-synthesizer", "Apache-2.0"),
        ("Llama-3.1-8B-bonito-v1.Q4_K_M", "Bonito on Llama 3.1", "Llama 3.1 Community License"),
        ("bonito-v1.Q4_0", "Bonito", "Apache-2.0"),
    ],
)
def test_a_model_belongs_to_a_family_by_its_name(name: str, title: str, licence: str):
    found = family_of([name])
    assert found is not None
    assert (found.title, found.licence) == (title, licence)


def test_the_first_name_that_is_known_decides():
    found = family_of(["", "Office 7", "granite-3"])
    assert found is not None
    assert found.title == "Granite"
    assert family_of(["Tiny", "a"]) is None
    assert family_of(["morphine-2"]) is None


def test_each_family_says_how_it_is_asked_and_where_its_licence_stands():
    for one in families():
        assert one.prompting in {"bonito", "general"} <= {*names()}
        assert one.licence_url.startswith("https://")
        assert all(pattern == pattern.casefold() for pattern in one.names)
