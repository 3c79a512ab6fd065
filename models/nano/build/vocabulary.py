"""The base's tokeniser out of its GGUF by the library `tokenizers`: for where llama.cpp isn't.

Plain text becomes the same tokens as in llama.cpp, and so in the application.
"""

import re
from collections.abc import Iterable, Sequence
from pathlib import Path

from gguf import GGUFReader
from tokenizers import Tokenizer, decoders, models, pre_tokenizers

from models.prompting import Segment

CONTROL = 3  # GGUF's mark of a token that no plain text becomes


class Vocabulary:
    """Text to tokens and back. Only in markup may text stand for control tokens."""

    def __init__(self, base: Path) -> None:
        fields = GGUFReader(base).fields
        part = lambda name: fields[f"tokenizer.ggml.{name}"].contents()  # noqa: E731
        tokens, kinds = part("tokens"), part("token_type")
        merges = [tuple(merge.split(" ", 1)) for merge in part("merges")]
        ids = {text: number for number, text in enumerate(tokens)}
        self._plain = Tokenizer(models.BPE(vocab=ids, merges=merges))
        digits = pre_tokenizers.Digits(individual_digits=True)
        letters = pre_tokenizers.ByteLevel(add_prefix_space=False)
        self._plain.pre_tokenizer = pre_tokenizers.Sequence([digits, letters])
        self._plain.decoder = decoders.ByteLevel()
        self._control = {text: ids[text] for text, kind in zip(tokens, kinds, strict=True)
                         if kind == CONTROL}  # fmt: skip
        self._markers = re.compile("(" + "|".join(map(re.escape, self._control)) + ")")
        self._blank = dict[int, bool]()

    def encode(self, text: str) -> list[int]:
        """The tokens of plain text."""
        return self._plain.encode(text, add_special_tokens=False).ids

    def prompt(self, segments: Iterable[Segment]) -> list[int]:
        """The tokens of a prompt, its segments apart as in the application."""
        found: list[int] = []
        for segment in segments:
            parts = self._markers.split(segment.text) if segment.is_markup else [segment.text]
            for part in parts:
                is_control = segment.is_markup and part in self._control
                found += [self._control[part]] if is_control else self.encode(part)
        return found

    def decode(self, ids: Sequence[int]) -> str:
        """The text of tokens."""
        return self._plain.decode(list(ids), skip_special_tokens=False)

    def is_blank(self, token: int) -> bool:
        """Whether a token is nothing but white space."""
        if token not in self._blank:
            self._blank[token] = not self.decode([token]).strip()
        return self._blank[token]
