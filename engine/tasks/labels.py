"""Which label an answer means: what a person would accept, whatever its case and marks; pure.

What the model wrote is kept as it is; this decides only whether it is one of the type's labels.
"""

import re
import string
from collections.abc import Collection, Sequence

from engine.tasks.folding import fold
from engine.tasks.options import chosen, offered
from engine.tasks.types import TaskType

_AROUND = string.punctuation + string.whitespace + "“”‘’…"
_SAID = re.compile(
    r"^(?:(?:the )?(?:correct |right )?(?:answer|label|relation|relationship|sentiment|topic|claim|"
    r"statement|hypothesis|conclusion|sentences)(?: is| are|:| =)? |"
    r"(?:it|this|that|they|these)(?:'s| is| are) )"
)
_SURELY = re.compile(
    r"^(?:definitely|certainly|absolutely|clearly|probably|most likely|likely|surely) "
    r"|,? (?:definitely|certainly|absolutely|probably|of course|indeed)$"
)
_TEXT = "(?:text|passage|article|document|paragraph|context|premise)"
_UNSURE = re.compile(
    r"un(?:known|clear|determined|certain|decided|specified|stated|sure)(?: .{0,40})?"
    r"|not (?:stated|mentioned|given|said|specified|clear|known|provided|certain|sure|determined|"
    r"addressed|available|applicable)(?: .{0,40})?"
    rf"|(?:the {_TEXT}|it) (?:does not|doesn't|did not) (?:say|state|mention|specify|tell|give)"
    r"(?: .{0,40})?"
    r"|(?:it |this |that )?(?:can(?:not| not|'t)|could not) (?:be )?(?:say|said|tell|told|known?|"
    r"determined?|inferred|infer|answer(?:ed)?|decided?|concluded?)(?: .{0,40})?"
    r"|(?:impossible|hard|difficult) to (?:say|tell|know|determine|decide|infer)(?: .{0,40})?"
    r"|(?:there is |there's )?(?:not enough|insufficient|no|too little) "
    r"(?:information|info|evidence|data|context|details?)(?: .{0,40})?"
    r"|(?:it |that |this )?depends(?: .{0,60})?"
    r"|maybe|perhaps|possibly|n/?a|undecided|inconclusive|i (?:don't|do not) know"
    r"|neither(?: (?:of (?:them|these|both)|entailment nor contradiction|true nor false))?"
)
_ALWAYS_GOOD: dict[str, tuple[str, ...]] = {
    "ynqa": ("yes", "no", "y", "n", "true", "false", "correct", "incorrect", "right", "wrong"),
    "nli": (
        "entailment", "entails", "entailed", "neutral", "contradiction", "contradicts",
        "contradicted", "contradictory", "no contradiction", "not entailment", "not entailed",
        "not contradiction", "no entailment", "follows", "it follows", "does not follow",
        "doesn't follow", "it does not follow", "yes", "no", "true", "false", "correct",
        "incorrect", "supported", "refuted", "not supported", "implied", "not implied",
    ),
    "paraphrase_id": (
        "yes", "no", "true", "false", "paraphrase", "paraphrases", "not paraphrase",
        "not paraphrases", "not a paraphrase", "equivalent", "not equivalent", "duplicate",
        "duplicates", "not duplicates", "same", "the same", "different", "not the same", "similar",
        "not similar", "same meaning", "the same meaning", "different meaning",
        "different meanings", "mean the same", "identical", "not identical", "not duplicate",
        "not different", "0", "1",
    ),
    "wsd": ("yes", "no", "true", "false", "same", "the same", "different", "not the same"),
}  # fmt: skip
_ALWAYS_GOOD["te"] = (*_ALWAYS_GOOD["nli"], "not_entailment")
_MAY_BE_UNSURE = ("ynqa", "nli", "te")
_LONGEST_OPTION = 4  # words
_ASKS_YES_NO = re.compile(
    r"(?:^|[.:;?!,\n}] ?|\b(?:whether|if) )(?:is|are|was|were|do|does|did|would|has|have|had|can|"
    r"could|should|will|might|may|this|the|it)\b"
)
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
    "indifferent", "favour", "favor", "against", "sadness", "happiness", "disappointment",
    "satisfaction", "criticism", "hope", "worry", "anxious", "nervous", "thankful", "tense",
    "negatively", "positively", "encouraging", "discouraging", "impressed", "unimpressed",
})  # fmt: skip


def is_label(task_type: TaskType, output: str, question: str) -> bool:
    """The output is one of the type's labels, or of those that the question offers.

    A label may be followed by its reason: "Yes, they may." means yes. Of a run's own labels it has
    to be one letter for letter.
    """
    if task_type.has_own_labels:
        return output.strip() in task_type.labels
    good = _ALWAYS_GOOD[task_type.short]
    if _are_labels(offered(question), good) and chosen(output, question) is not None:
        return True
    said = _bare(output)
    if said in good or _bare(_first(output)) in good:
        return True
    if task_type.short in _MAY_BE_UNSURE and _is_unsure(said, output):
        return True
    return said in task_type.labels and said in fold(question)  # "always", "guaranteed" ...


def _are_labels(options: Sequence[str], good: Collection[str]) -> bool:
    """What the question lists are labels to choose from, and not the sentences to compare."""
    if any(_core(option) in good for option in options):
        return True
    return bool(options) and all(len(option.split()) <= _LONGEST_OPTION for option in options)


def _is_unsure(said: str, output: str) -> bool:
    """It says that the text does not tell."""
    heads = (said, _core(output), _bare(_first(output)))
    return any(_UNSURE.fullmatch(head) for head in heads)


def is_feeling(output: str, question: str) -> bool:
    """The output names a mood, a rating, or one of the answers that the question offers."""
    if offered(question) and chosen(output, question) is not None:
        return True
    said = _core(output)
    words = re.findall(r"[\w']+", said)
    if said in ("yes", "no"):
        return _ASKS_YES_NO.search(fold(question)) is not None
    is_named = any(word in _FEELINGS or word.isdigit() for word in words) or "★" in output
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


def _bare(text: str) -> str:
    """A label without "It is", "The answer is", "definitely"."""
    said = _SAID.sub("", _core(text))
    return _SURELY.sub("", said).strip(_AROUND)


def _core(output: str) -> str:
    return fold(output).strip(_AROUND)


def _first(output: str) -> str:
    """What stands before the first comma, full stop, dash or "because"."""
    head = re.split(r"[,.;:!]|\s[-–—]\s|\bbecause\b", fold(output), maxsplit=1)[0]
    return head.strip(_AROUND)
