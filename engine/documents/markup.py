"""Walk XML as a stream with expat: no entities of the file's own, bounded nesting.

Old OpenOffice and e-book programs name a document type; expat loads nothing for it. What could do
harm is refused: entities, which grow without bound or name other files, and default attributes.
"""

from collections.abc import Callable
from html.entities import html5
from xml.parsers import expat

from engine.documents.archive import Kind

DEEPEST = 500

OnStart = Callable[[str, dict[str, str]], None]
OnEnd = Callable[[str], None]
OnText = Callable[[str], None]


def walk(
    data: bytes,
    kind: Kind,
    on_start: OnStart,
    on_end: OnEnd | None = None,
    on_text: OnText | None = None,
) -> None:
    """Call for every element and text; names come local, attributes too, without namespaces.

    Raises `DocumentRefused` (DAMAGED) if the XML is torn, nested too deeply or declares entities.
    Those of web pages, such as &nbsp;, that stand in it undeclared are known.
    """
    parser = expat.ParserCreate(namespace_separator=" ")
    parser.buffer_text = True
    depth = 0

    def start(qualified: str, attributes: dict[str, str]) -> None:
        nonlocal depth
        depth += 1
        if depth > DEEPEST:
            raise kind.damaged(f"its XML is nested more than {DEEPEST} levels deep")
        on_start(_local(qualified), _local_keys(attributes))

    def end(qualified: str) -> None:
        nonlocal depth
        depth -= 1
        if on_end is not None:
            on_end(_local(qualified))

    parser.StartElementHandler = start
    parser.EndElementHandler = end
    parser.CharacterDataHandler = on_text
    _guard(parser, kind, on_text)
    _parse(parser, data, kind)


def _guard(parser: expat.XMLParserType, kind: Kind, on_text: OnText | None) -> None:
    """Refuse what a document type can declare; tell the entities of web pages."""

    def refuse(*_: object) -> None:
        raise kind.damaged("it declares entities or attributes, which can be an attack")

    def known_entity(name: str, is_parameter: bool) -> None:  # noqa: FBT001 expat calls it so
        if on_text is not None and not is_parameter:
            on_text(html5.get(f"{name};", "\ufffd"))

    parser.EntityDeclHandler = refuse
    parser.AttlistDeclHandler = refuse
    parser.SkippedEntityHandler = known_entity


def _parse(parser: expat.XMLParserType, data: bytes, kind: Kind) -> None:
    try:
        parser.Parse(data, True)  # noqa: FBT003 expat takes it by position only
    except (IndexError, KeyError) as error:
        raise kind.damaged("its XML holds elements where they can't stand") from error
    except (expat.ExpatError, LookupError, ValueError) as error:
        raise kind.damaged(f"its XML is torn ({error})") from error


def _local_keys(attributes: dict[str, str]) -> dict[str, str]:
    """The attributes by local name; of two that share one, that of another namespace counts."""
    if " " not in "".join(attributes):  # hardly any has a namespace
        return attributes
    plain = {key: value for key, value in attributes.items() if " " not in key}
    return plain | {_local(key): value for key, value in attributes.items() if " " in key}


def _local(qualified: str) -> str:
    return qualified.rpartition(" ")[2]
