"""Put a question and its answer as a claim, where simple rules of English do it; pure."""

import re

_DETERMINED = (
    r"(?:the|a|an|this|that|these|those|its|their|his|her|each|every|any|[A-Z“][\w’'-]*)\b"
)
_BE = r"(?P<be>is|are|was|were)"
_ARTICLE = r"(?:the|a|an|this|that|its|their|his|her)\b"
_AUXILIARY = r"(?:is|are|was|were|may|must|can|could|shall|should|will|would|has|have|had)"
_RULES = (  # pattern of the question without its question mark, and the claim
    (rf"(?:What|Who) {_BE} (?P<rest>{_DETERMINED}.*)", "{rest} {be} {answer}"),
    (
        rf"How (?:much|high|large|long|old|wide) {_BE} (?P<rest>{_DETERMINED}.*)",
        "{rest} {be} {answer}",
    ),
    (
        rf"(?:What|Who) (?P<rest>{_AUXILIARY} (?!{_ARTICLE})[a-z].*)",
        "{answer} {rest}",
    ),
    (r"Who (?P<rest>(?!do\b|does\b|did\b)[a-z]+(?:s|ed)\b.*)", "{answer} {rest}"),
)
_END_OF_SUBJECT = re.compile(r"\b(?:that|which|who|if|when|where|because|for|in|on|at|after)\b")


def claim_of(question: str, answer: str) -> str:
    """A sentence that says of the answer what the question asks; never empty.

    Where no rule fits, the sentence names the question: it is stiff, but says the same.
    """
    asked = question.strip().rstrip("?").strip()
    for pattern, form in _RULES:
        match = re.fullmatch(pattern, asked)
        if match and not ("{rest} {be}" in form and _is_long(match["rest"])):
            said = form.format(answer=answer, **match.groupdict())
            return f"{said[:1].upper()}{said[1:]}."
    return f"The answer to the question “{asked}?” is “{answer}”."


def _is_long(rest: str) -> bool:
    """A subject with a clause or verb behind it can't simply stand before "is"."""
    return len(rest.split()) > 8 or bool(_END_OF_SUBJECT.search(rest.split(" ", 1)[-1]))
