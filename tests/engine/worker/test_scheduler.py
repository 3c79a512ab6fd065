from hypothesis import given
from hypothesis import strategies as st

from engine.worker.messages import Generate
from engine.worker.scheduler import Chunk, Scheduler
from engine.worker.sequence import Sequence


def sequence(number: int, tokens: int) -> Sequence:
    """One that has nothing in common with those of other numbers."""
    prompt = [1000 * number + token for token in range(tokens)]
    return Sequence.of(Generate(number, (), 1, 0.0, 1.0, 8), prompt)


def step(scheduler: Scheduler) -> list[Chunk]:
    """The next chunks, which the model then sees."""
    scheduler.admit()
    chunks = scheduler.next_chunks()
    computed(chunks)
    return chunks


def computed(chunks: list[Chunk]) -> None:
    """As the batch does it after the model: all is seen, and each sequence writes a token."""
    for chunk in chunks:
        chunk.sequence.computed += len(chunk.tokens)
        if chunk.is_last:
            chunk.sequence.tokens.append(7)


def sizes(chunks: list[Chunk]) -> list[tuple[int, int]]:
    return [(chunk.sequence.unit.unit_id, len(chunk.tokens)) for chunk in chunks]


def scheduler(slots: int, batch_tokens: int, *lengths: int) -> Scheduler:
    made = Scheduler(slots, batch_tokens)
    for number, length in enumerate(lengths):
        made.add(sequence(number, length))
    return made


def test_prompts_go_whole_but_for_their_last_token_before_anything_is_generated():
    two = scheduler(2, 100, 10, 20)
    chunks = step(two)
    assert sizes(chunks) == [(0, 9), (1, 19)]
    assert not any(chunk.is_last for chunk in chunks)
    chunks = step(two)
    assert sizes(chunks) == [(0, 1), (1, 1)]
    assert [chunk.tokens for chunk in chunks] == [(9,), (1019,)]
    assert all(chunk.is_last for chunk in chunks)
    assert [chunk.tokens for chunk in step(two)] == [(7,), (7,)]


def test_a_prompt_longer_than_a_batch_goes_in_parts_and_ends_with_its_last_token():
    one = scheduler(1, 8, 20)
    chunks = [step(one)[0] for _ in range(4)]
    assert [chunk.start for chunk in chunks] == [0, 8, 16, 19]
    assert [chunk.is_last for chunk in chunks] == [False, False, False, True]
    assert step(one)[0].tokens == (7,)


def test_a_batch_is_never_larger_than_allowed():
    assert sizes(step(scheduler(3, 20, 10, 10, 10))) == [(0, 9), (1, 9), (2, 2)]


def test_running_sequences_wait_while_another_reads_its_prompt():
    two = scheduler(2, 15, 10, 10)
    step(two)
    assert sizes(step(two)) == [(1, 3)]
    assert sizes(step(two)) == [(0, 1), (1, 1)]


def test_a_sequence_that_ends_is_replaced_at_once_in_its_slot():
    one = scheduler(1, 100, 5, 6)
    first = step(one)[0].sequence
    one.release(first)
    second = step(one)[0].sequence
    assert (second.unit.unit_id, second.slot) == (1, first.slot)


def test_what_is_computed_together_is_in_the_order_of_the_slots():
    """llama.cpp takes slots that follow each other at once, and any others one by one."""
    three = scheduler(3, 100, *[5] * 4)
    first, *_ = step(three)
    three.release(first.sequence)
    step(three)
    chunks = step(three)
    assert [chunk.sequence.slot for chunk in chunks] == [0, 1, 2]
    assert [chunk.sequence.unit.unit_id for chunk in chunks] == [3, 1, 2]


def test_gaps_are_closed_when_nothing_is_left_to_fill_them():
    five = scheduler(5, 100, *[5] * 5)
    step(five)
    running = [chunk.sequence for chunk in step(five)]
    assert five.compact() == []
    five.release(running[1])
    five.release(running[3])
    (move,) = five.compact()
    assert (move.sequence, move.source, move.target) == (running[4], 4, 1)
    assert [chunk.sequence.slot for chunk in five.next_chunks()] == [0, 1, 2]
    five.release(running[0])
    assert five.compact() == []  # side by side is enough
    many(five, [*running[4].tokens[:5], 9], 9)
    (start,) = five.admit()
    assert start.source in {1, 4}  # both hold it


def test_slots_are_never_shared():
    running = step(scheduler(3, 100, *[5] * 9))
    assert sorted(chunk.sequence.slot for chunk in running) == [0, 1, 2]


@given(st.lists(st.integers(0, 3), min_size=1, max_size=12), st.lists(st.booleans(), min_size=12))
def test_it_makes_no_difference_in_how_many_parts_the_units_come(
    prompts: list[int], pauses: list[bool]
):
    def trace(*, in_parts: bool) -> list[list[tuple[int, int, int]]]:
        three = Scheduler(3, 50)
        for number, (prompt, pause) in enumerate(zip(prompts, pauses, strict=False)):
            many(three, [*range(70 * (prompt % 2), 90), prompt, prompt], number)
            if in_parts and pause:
                three.admit()
        steps: list[list[tuple[int, int, int]]] = []
        while not three.is_idle:
            three.admit()
            chunks = three.next_chunks()
            computed(chunks)
            steps.append([(c.sequence.unit.unit_id, c.sequence.slot, c.start) for c in chunks])
            for chunk in chunks:
                if len(chunk.sequence.tokens) > chunk.sequence.prompt_tokens:
                    three.release(chunk.sequence)
        return steps

    assert trace(in_parts=True) == trace(in_parts=False)


# --- what is read once only -----------------------------------------------------------------------


def many(scheduler: Scheduler, prompt: list[int], *numbers: int) -> list[Sequence]:
    """Queue several units of one prompt."""
    made = [Sequence.of(Generate(n, (), 1, 0.0, 1.0, 8), prompt) for n in numbers]
    for one in made:
        scheduler.add(one)
    return made


def test_samples_of_a_prompt_wait_until_one_has_read_it_and_then_send_its_last_token_only():
    four = scheduler(4, 100)
    units = many(four, list(range(20)), 1, 2, 3)
    many(four, list(range(50, 60)), 9)
    assert sizes(step(four)) == [(1, 19), (9, 9)]
    starts = four.admit()
    assert [start.sequence.unit.unit_id for start in starts] == [2, 3]
    assert {start.source for start in starts} == {units[0].slot}
    assert sizes(four.next_chunks()) == [(1, 1), (9, 1), (2, 1), (3, 1)]
    assert [unit.shared for unit in units] == [0, 19, 19]


def test_a_slot_that_was_left_is_shared_in_place():
    two = scheduler(2, 100)
    first, second = many(two, list(range(20)), 1, 2)
    step(two)
    step(two)
    two.release(second)
    two.release(first)
    (again,) = many(two, list(range(20)), 3)
    (start,) = two.admit()
    assert start.source == again.slot
    assert again.shared == 19


def test_a_long_common_beginning_is_shared_and_a_short_one_is_not():
    two = scheduler(2, 1000)
    examples = list(range(100, 170))
    many(two, examples + [1] * 50, 1)
    step(two)
    (like,) = many(two, examples + [2] * 50, 2)
    assert sizes(step(two)) == [(2, 49)]
    assert like.shared == len(examples)
    other = scheduler(2, 1000)
    many(other, examples[:60] + [1] * 50, 1)
    step(other)
    (unlike,) = many(other, examples[:60] + [2] * 50, 2)
    step(other)
    assert unlike.shared == 0


def test_with_one_slot_only_the_very_same_prompt_is_shared():
    one = scheduler(1, 1000)
    examples = list(range(100, 170))
    for number, ending in enumerate(([1] * 50, [1] * 50, [2] * 50)):
        (unit,) = many(one, examples + ending, number)
        step(one)
        step(one)
        one.release(unit)
        assert unit.shared == (119 if number == 1 else 0)


def test_what_is_left_of_a_sequence_that_failed_is_not_shared():
    one = scheduler(1, 100)
    (failed,) = many(one, list(range(20)), 1)
    step(one)
    one.release(failed, is_intact=False)
    (next_one,) = many(one, list(range(20)), 2)
    step(one)
    assert next_one.shared == 0


def test_a_model_that_can_not_share_reads_every_prompt():
    two = Scheduler(2, 100, may_share=False)
    units = many(two, list(range(20)), 1, 2)
    assert sizes(step(two)) == [(1, 19), (2, 19)]
    assert [unit.shared for unit in units] == [0, 0]
