"""Let Nano write tasks on a GPU, all units side by side, by the run's own steps and rules."""

import math
from collections.abc import Iterator, Sequence

from engine.records import StopReason, TaskDraft
from engine.runs.retries import Sent
from engine.tasks.attempts import Policy
from engine.worker.messages import Generate, Generated
from models.nano.build.decoding import Decoder, Sampling, Written
from models.nano.build.measure import Answer
from models.nano.build.trying import answer_of, asking, first
from models.nano.build.vocabulary import Vocabulary

ONCE = Policy(most=1)


def write_units(
    decoder: Decoder,
    vocabulary: Vocabulary,
    units: Sequence[tuple[str, str]],
    *,
    composes: bool,
    policy: Policy = ONCE,
) -> Iterator[Answer]:
    """The end of each (type, context) unit: led in steps with `composes`, else written whole."""
    retries = asking(policy, composes=composes)
    waiting = [first(retries, number, *unit) for number, unit in enumerate(units)]
    while waiting:
        going_on: list[Sent] = []
        messages = [retries.message(sent) for sent in waiting]
        for sent, reply in zip(waiting, _replies(decoder, vocabulary, messages), strict=True):
            result = retries.answered(sent, reply)
            if isinstance(result, Sent):
                going_on.append(result)
            if isinstance(result, TaskDraft):
                yield answer_of(sent, reply, result)
        waiting = going_on


def _replies(
    decoder: Decoder, vocabulary: Vocabulary, messages: Sequence[Generate]
) -> list[Generated]:
    """What is written after each message; those with the same terms go together."""
    groups: dict[tuple[int, float, float], list[int]] = {}
    for number, one in enumerate(messages):
        groups.setdefault((one.max_tokens, one.temperature, one.top_p), []).append(number)
    found: dict[int, Generated] = {}
    for (most, temperature, top_p), numbers in groups.items():
        prompts = [vocabulary.prompt(messages[number].segments) for number in numbers]
        sampling = Sampling(temperature, top_p, messages[numbers[0]].seed)
        written = decoder.write(prompts, most, sampling)[0]
        for number, prompt, one in zip(numbers, prompts, written, strict=True):
            found[number] = _reply(vocabulary, messages[number].unit_id, len(prompt), one)
    return [found[number] for number in range(len(messages))]


def _reply(vocabulary: Vocabulary, unit: int, prompt_tokens: int, one: Written) -> Generated:
    """As the worker would tell it; likelihoods without tokens that are all white space."""
    pairs = zip(one.ids, one.log_probs, strict=True)
    sure = [value for token, value in pairs if not vocabulary.is_blank(token)] or [0.0]
    return Generated(
        unit_id=unit,
        text=vocabulary.decode(one.ids),
        stop_reason=StopReason.END if one.is_whole else StopReason.LENGTH,
        prompt_tokens=prompt_tokens,
        generated_tokens=len(one.ids),
        seconds=0.0,
        behind_tokens=len(sure),
        behind_mean=math.fsum(sure) / len(sure),
        behind_lowest=min(sure),
    )
