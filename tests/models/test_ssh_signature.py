import pytest

from models.errors import ModelError
from models.ssh_signature import check, public_key
from tests.models import signed_list as given


def test_a_list_that_ssh_keygen_signed_holds_and_a_changed_one_does_not():
    key = public_key(given.KEY)
    assert (key.comment, key.fingerprint) == ("IT office", given.FINGERPRINT)
    assert f"{key.line}\n" == given.KEY
    check(given.LIST.encode(), given.SIGNATURE, key)
    check(given.LIST.encode(), given.SIGNATURE.replace("\n", "\r\n"), key)
    with pytest.raises(ModelError, match="was changed after it was signed"):
        check(given.LIST.encode() + b" ", given.SIGNATURE, key)


@pytest.mark.parametrize("signature", [given.OTHER_SIGNATURE, given.FOR_ANOTHER_USE])
def test_another_key_and_another_use_sign_nothing(signature: str):
    with pytest.raises(ModelError, match="another key signed it"):
        check(given.LIST.encode(), signature, public_key(given.KEY))


@pytest.mark.parametrize(
    "signature",
    ["", "x", given.SIGNATURE[:200], given.SIGNATURE.replace("U1NI", "U1NJ"), given.KEY],
)
def test_what_is_no_signature_is_told_with_the_way_to_make_one(signature: str):
    with pytest.raises(ModelError, match="ssh-keygen -Y sign"):
        check(given.LIST.encode(), signature, public_key(given.KEY))


@pytest.mark.parametrize(
    "text",
    ["", "ssh-rsa AAAA", "ssh-ed25519 ***", "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIA==", "öä"],
)
def test_what_is_no_key_is_told_with_the_way_to_make_one(text: str):
    with pytest.raises(ModelError, match="ssh-keygen -t ed25519"):
        public_key(text)
