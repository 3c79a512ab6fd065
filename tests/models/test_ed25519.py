import pytest

from models.ed25519 import is_signed

# RFC 8032, section 7.1: tests 1, 2, 3 and SHA(abc).
VECTORS = [
    (
        "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a",
        "",
        (
            "e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e065224901555fb8821590a33bac"
            "c61e39701cf9b46bd25bf5f0595bbe24655141438e7a100b"
        ),
    ),
    (
        "3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c",
        "72",
        (
            "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da085ac1e43e15996e"
            "458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00"
        ),
    ),
    (
        "fc51cd8e6218a1a38da47ed00230f0580816ed13ba3303ac5deb911548908025",
        "af82",
        (
            "6291d657deec24024827e69c3abe01a30ce548a284743a445e3680d7db5ac3ac18ff9b538d16f290"
            "ae67f760984dc6594a7c15e9716ed28dc027beceea1ec40a"
        ),
    ),
]
ORDER = 2**252 + 27742317777372353535851937790883648493


@pytest.mark.parametrize(("key", "message", "signature"), VECTORS)
def test_the_vectors_of_the_standard_hold_and_nothing_near_them_does(key, message, signature):
    right = [bytes.fromhex(one) for one in (key, message, signature)]
    assert is_signed(*right)
    for place, part in enumerate(right):
        for at in {0, len(part) // 2, len(part) - 1}:
            if part:
                wrong = [*right]
                wrong[place] = part[:at] + bytes([part[at] ^ 1]) + part[at + 1 :]
                assert not is_signed(*wrong)


def test_a_signature_with_a_number_beyond_the_order_is_none():
    key, message, signature = (bytes.fromhex(one) for one in VECTORS[1])
    number = int.from_bytes(signature[32:], "little") + ORDER
    assert not is_signed(key, message, signature[:32] + number.to_bytes(32, "little"))


@pytest.mark.parametrize("key", [b"", b"\xff" * 32, b"\x02" + bytes(31), bytes(33)])
def test_what_is_no_key_signed_nothing(key: bytes):
    assert not is_signed(key, b"", bytes(64))
    assert not is_signed(bytes.fromhex(VECTORS[0][0]), b"", b"\xff" * 63)
