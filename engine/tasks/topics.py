"""Whether a small model's topic can be kept: it was sure of it, and it names a subject; pure.

Asked what a text is about, a model of 135 million parameters often copies its beginning, names the
paper instead of the subject ("Permit"), or whoever is named first. Of what it was sure of and what
names something that the passage speaks of, most was right when read.
"""

import re

from engine.tasks.folding import words
from engine.tasks.stretches import STOP, begins_sentence

LEAST_LIKELY = -0.8
"""Mean log-probability of a topic's tokens; below it fewer than one in three was right."""
_LONGEST = 8  # words
_STEM = 4  # letters by which "meal" and "meals" are the same
_SPEAKERS = frozenset({"i", "we", "you", "he", "she", "they", "it", "my", "our", "your", "this"})
_PAPERS = frozenset({
    "addendum", "agreement", "award", "bulletin", "certificate", "chapter", "circular", "contract",
    "decision", "document", "email", "feedback", "form", "guideline", "letter", "memo", "message",
    "minutes", "newsletter", "note", "notes", "notice", "order", "paper", "permit", "policy",
    "reply", "report", "resolution", "review", "rule", "rules", "ruling", "section", "statement",
    "summary", "terms", "text", "thank",
})  # fmt: skip


def is_topic(text: str, passage: str, mean: float) -> bool:
    """Whether the model was sure enough, and a word is left that names no paper and nobody."""
    said = words(text)
    if mean < LEAST_LIKELY or not 0 < len(said) <= _LONGEST or said[0] in _SPEAKERS:
        return False
    telling = [word for word in said if word not in STOP and not word.isdigit()]
    stems = {word[:_STEM] for word in words(passage)}
    if not all(word[:_STEM] in stems for word in telling):
        return False
    names = _names(passage)
    return any(word not in _PAPERS and word not in names for word in telling)


def _names(passage: str) -> set[str]:
    """Words that stand in names alone: with a capital letter that no sentence's beginning asks for.

    The first word of a sentence belongs to a name if one goes on behind it: "Regional Care".
    """
    found = {False: set[str](), True: set[str]()}
    for match in re.finditer(r"[^\W\d_][\w’'-]*", passage):
        goes_on = bool(re.match(r" [A-Z]", passage[match.end() :]))
        if not begins_sentence(passage, match.start()) or goes_on:
            found[match[0][0].isupper()].update(words(match[0]))
    return found[True] - found[False]
