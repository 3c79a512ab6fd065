"""A language whose every text is the English one said twice, to see whether it has room."""

from desktop import language

TWICE = "twice"
_CONTEXT = "\4"  # between a text and its context


def doubled(source: str) -> str:
    """A text said twice; what stands around it, a space or “…”, once."""
    text = source.rpartition(_CONTEXT)[2]
    bare = text.strip(" …:")
    return text.replace(bare, f"{bare} {bare}", 1) if len(bare) > 1 else text


class _Words(dict):
    """Answers every text."""

    def get(self, source, _usual=None):
        return doubled(source)


class _Plurals(dict):
    """Answers both forms of every text with a count."""

    def get(self, _one, usual=("", "")):
        return tuple(map(doubled, usual))


def use_twice() -> None:
    """Speak it from now on."""
    language._Chosen.catalogue = language.Catalogue(words=_Words(), plurals=_Plurals())
