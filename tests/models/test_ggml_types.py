import pytest

from models.ggml_types import FILE_TYPES, TENSOR_TYPES


@pytest.mark.parametrize(
    ("number", "bits_per_weight"),
    [
        (0, 32),
        (1, 16),
        (2, 4.5),
        (3, 5),
        (8, 8.5),
        (12, 4.5),
        (14, 6.5625),
        (19, 1.5625),
        (39, 4.25),
    ],
)
def test_sizes_of_blocks_give_the_known_bits_per_weight(number, bits_per_weight):
    kind = TENSOR_TYPES[number]
    assert kind.size * 8 / kind.elements == bits_per_weight


def test_no_two_numbers_share_a_name():
    for names in ([kind.name for kind in TENSOR_TYPES.values()], list(FILE_TYPES.values())):
        assert len(set(names)) == len(names)
