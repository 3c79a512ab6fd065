"""Which label an answer means: what a person would accept, whatever its case and marks; pure.

What the model wrote is kept as it is; this decides only whether it is one of the type's labels.
"""

import re
import string

from engine.tasks.folding import fold
from engine.tasks.options import chosen, offered
from engine.tasks.types import TaskType

_AROUND = string.punctuation + string.whitespace + "“”‘’…"
_SAID = re.compile(r"^(?:the )?(?:answer|label|relation|sentiment|topic)(?: is)?:? ")
_UNKNOWN = (
    "unknown", "unclear", "undetermined", "not stated", "not mentioned", "not given", "not said",
    "it depends", "depends", "maybe", "perhaps", "cannot say", "cannot tell", "can't say",
    "can't tell", "impossible to say", "impossible to tell", "it's impossible to say",
    "it is impossible to say", "not enough information", "not enough info", "no information",
    "neither", "undecided", "inconclusive", "i don't know",
)  # fmt: skip
_ALWAYS_GOOD: dict[str, tuple[str, ...]] = {
    "ynqa": ("yes", "no", "true", "false", "correct", "incorrect", "right", "wrong", *_UNKNOWN),
    "nli": (
        "entailment", "entails", "entailed", "neutral", "contradiction", "contradicts",
        "contradicted", "no contradiction", "not entailment", "not entailed", "yes", "no", "true",
        "false", "correct", "incorrect", "supported", "refuted", "not supported", *_UNKNOWN,
    ),
    "paraphrase_id": (
        "yes", "no", "true", "false", "paraphrase", "paraphrases", "not paraphrase",
        "not paraphrases", "not a paraphrase", "equivalent", "not equivalent", "duplicate",
        "duplicates", "not duplicates", "same", "the same", "different", "not the same", "similar",
        "not similar", "0", "1",
    ),
    "wsd": ("yes", "no", "true", "false", "same", "the same", "different", "not the same"),
}  # fmt: skip
_ALWAYS_GOOD["te"] = (*_ALWAYS_GOOD["nli"], "not_entailment")
_TOO_LONG_FOR_A_LABEL = 6  # words; longer outputs of open label types are sentences
_FEELINGS = frozenset({
    "positive", "negative", "neutral", "mixed", "good", "bad", "great", "terrible", "excellent",
    "poor", "happy", "sad", "angry", "anger", "joy", "fear", "surprise", "disgust", "love",
    "hate", "favorable", "favourable", "unfavorable", "unfavourable", "satisfied",
    "dissatisfied", "unsatisfied", "unhappy", "pleased", "displeased", "disappointed",
    "disappointing", "yes", "no", "star", "stars", "one", "two", "three", "four", "five", "like",
    "liked", "dislike", "disliked", "optimistic", "pessimistic", "critical", "enthusiastic",
    "praise", "praising", "admiring", "ironic", "sarcastic", "worried", "hopeful", "calm",
    "friendly", "unfriendly", "hostile", "polite", "impolite", "rude", "recommend",
    "recommended", "not", "awful", "wonderful", "amazing", "horrible", "mediocre", "average",
    "okay", "ok", "fine", "strongly", "very", "somewhat", "slightly", "mostly", "objective",
    "subjective", "factual", "none", "frustrated", "frustration", "annoyed", "grateful", "proud",
    "excited", "bored", "concerned", "relieved", "confused", "curious", "sympathetic",
    "indifferent", "favour", "favor", "against",
})  # fmt: skip


def is_label(task_type: TaskType, output: str, question: str) -> bool:
    """The output is one of the type's labels, or of those that the question offers.

    A label may be followed by its reason: "Yes, they may." means yes. Of a run's own labels it has
    to be one letter for letter.
    """
    if task_type.has_own_labels:
        return output.strip() in task_type.labels
    if offered(question) and chosen(output, question) is not None:
        return True
    said = _SAID.sub("", _core(output))
    good = _ALWAYS_GOOD[task_type.short]
    if said in good or _first(output) in good:
        return True
    return said in task_type.labels and said in fold(question)  # "always", "guaranteed" ...


def is_feeling(output: str, question: str) -> bool:
    """The output names a mood, a rating, or one of the answers that the question offers."""
    if offered(question) and chosen(output, question) is not None:
        return True
    said = _core(output)
    words = re.findall(r"[\w']+", said)
    is_named = any(word in _FEELINGS or word.isdigit() for word in words)
    is_asked = bool(said) and said in fold(question)
    return is_named or is_asked or len(words) > _TOO_LONG_FOR_A_LABEL


def meaning(output: str) -> str:
    """A label without what may stand around and behind it: "yes" for "Answer: Yes, they may."."""
    return _first(_SAID.sub("", _core(output))) or _core(output)


def entails(output: str) -> bool:
    """The label says that the claim follows."""
    yes = {"entailment", "entails", "entailed", "yes", "true", "correct", "always", "guaranteed",
           "supported", "right", "definitely", "certain", "definitely correct"}  # fmt: skip
    return bool({_core(output), _first(output)} & yes)


def _core(output: str) -> str:
    return fold(output).strip(_AROUND)


def _first(output: str) -> str:
    """What stands before the first comma, full stop, dash or "because"."""
    head = re.split(r"[,.;:!]|\s[-–—]\s|\bbecause\b", fold(output), maxsplit=1)[0]
    return head.strip(_AROUND)
