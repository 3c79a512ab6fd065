"""The marks that an answer is made of, and marks that no answer may hold; pure."""

import re

PIPE = "<|pipe|>"  # between input and output
CONTEXT = "{{context}}"  # stands for the passage

PLACEHOLDER = re.compile(r"\{\{[^{}]*\}\}|<\|\w+\|>|\{\{|[{\[]\s?(?:context|passage|text)\s?[}\]]")
"""A template that was not filled in, or one of Bonito's markers."""

CONTROL = re.compile(
    r"</?s>|<(?:bos|eos|pad|unk|sep|cls|pipe)>"
    r"|<\|\s?\w{2,24}\s?(?:\|>?|>)?|\|?\s?\b\w{2,24}\|>"
    r"|</?(?:start|end)_of_turn>|<\|?(?:eot|start_header|end_header)_id\|?>|\[/?INST\]|<</?SYS>>"
    r"|^#{2,}\s*(?:Response|Instruction|Input|Assistant|User|System)\b",
    re.MULTILINE | re.IGNORECASE,
)
"""Text that some model or trainer reads as an order: ends of text, turns, roles, Alpaca's heads."""

_SIGNS = ("<", "[", "|>", "##")  # each alternative has one of them
_FIRST_MARK = re.compile(r"([<|\[#])")
_OURS = re.compile(r"<\|(?=(?:tasktype|context|task|pipe)\|>)")


def control_texts(text: str) -> tuple[str, ...]:
    """Each control text in `text` once, in order."""
    if not _may_hold_one(text):
        return ()
    return tuple(dict.fromkeys(match[0].strip() for match in CONTROL.finditer(text)))


def defused(text: str) -> str:
    """The text with a space inside each control text, so that no tokeniser takes it for one."""
    if not _may_hold_one(text):
        return text
    return CONTROL.sub(lambda found: _FIRST_MARK.sub(r"\1 ", found[0], count=1), text)


def _may_hold_one(text: str) -> bool:
    """A sign is there without which `CONTROL` finds nothing; a search in a tenth of its time."""
    return any(sign in text for sign in _SIGNS)


def without_orders(passage: str) -> str:
    """A passage for the prompt, in which Bonito's own markers are defused by a space.

    So a document can't name another task type or end its own passage.
    """
    return _OURS.sub("< |", passage)
