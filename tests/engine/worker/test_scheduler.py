from engine.messages import Generate
from engine.worker.scheduler import Chunk, Scheduler
from engine.worker.sequence import Sequence


def sequence(number: int, tokens: int) -> Sequence:
    return Sequence.of(Generate(number, (), 1, 0.0, 1.0, 8), list(range(tokens)))


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


def test_prompts_go_whole_and_together_before_anything_is_generated():
    two = scheduler(2, 100, 10, 20)
    chunks = two.next_chunks()
    assert sizes(chunks) == [(0, 10), (1, 20)]
    assert all(chunk.is_last for chunk in chunks)
    computed(chunks)
    assert sizes(two.next_chunks()) == [(0, 1), (1, 1)]


def test_a_prompt_longer_than_a_batch_goes_in_parts_and_ends_with_the_last():
    one = scheduler(1, 8, 20)
    starts, lasts = [], []
    for _ in range(3):
        chunks = one.next_chunks()
        starts.append(chunks[0].start)
        lasts.append(chunks[0].is_last)
        computed(chunks)
    assert starts == [0, 8, 16]
    assert lasts == [False, False, True]
    assert one.next_chunks()[0].tokens == (7,)


def test_a_batch_is_never_larger_than_allowed():
    chunks = scheduler(3, 25, 10, 10, 10).next_chunks()
    assert sizes(chunks) == [(0, 10), (1, 10), (2, 5)]
    assert not chunks[2].is_last


def test_running_sequences_wait_while_another_reads_its_prompt():
    two = scheduler(2, 15, 10, 10)
    computed(two.next_chunks())
    assert sizes(two.next_chunks()) == [(1, 5)]


def test_a_sequence_that_ends_is_replaced_at_once_in_its_slot():
    one = scheduler(1, 100, 5, 6)
    first = one.next_chunks()[0].sequence
    one.release(first)
    second = one.next_chunks()[0].sequence
    assert (second.unit.unit_id, second.slot) == (1, first.slot)


def test_slots_are_never_shared():
    running = scheduler(3, 100, *[5] * 9).next_chunks()
    assert sorted(chunk.sequence.slot for chunk in running) == [0, 1, 2]


def test_dropping_forgets_all_and_frees_every_slot():
    two = scheduler(2, 100, 5, 5, 5)
    two.next_chunks()
    assert len(two.drop_all()) == 2
    assert two.is_idle
    assert two.next_chunks() == []
    two.add(sequence(9, 5))
    two.add(sequence(10, 5))
    assert sizes(two.next_chunks()) == [(9, 5), (10, 5)]
