"""The one exception from all of this: the command that downloads, on a connected machine."""

from collections.abc import Sequence
from importlib.util import find_spec

_NETWORK_COMMANDS = (("models", "fetch"),)


def may_use_network(arguments: Sequence[str]) -> bool:
    """Decided here alone: a download that was asked for by its name; it opens no project.

    Only in an installation with the extra `fetch`; the packaged program carries no such client.
    """
    words = tuple(word for word in arguments if not word.startswith("-"))[:2]
    return words in _NETWORK_COMMANDS and find_spec("huggingface_hub") is not None
