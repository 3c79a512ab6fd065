"""Write the list of components as CycloneDX 1.6 JSON, the same bytes for the same contents."""

import json
import os
import uuid
from collections.abc import Iterable
from datetime import UTC, datetime
from pathlib import Path
from typing import Protocol

_SPACE = uuid.UUID("b0217e2d-5a5e-4c1e-9d7a-3f0b6f0d3c11")  # ours, for serial numbers


class Part(Protocol):
    """What is asked of a component; see components.Component."""

    @property
    def name(self) -> str: ...  # noqa: D102
    @property
    def version(self) -> str: ...  # noqa: D102
    @property
    def licence(self) -> str: ...  # noqa: D102
    @property
    def kind(self) -> str: ...  # noqa: D102
    @property
    def purl(self) -> str: ...  # noqa: D102
    @property
    def sha256(self) -> str: ...  # noqa: D102
    @property
    def note(self) -> str: ...  # noqa: D102


def document(version: str, parts: Iterable[Part], made_at: datetime) -> dict[str, object]:
    """The document; its serial number follows from its contents."""
    components = [_component(part) for part in parts]
    content = json.dumps([version, components], sort_keys=True)
    return {
        "$schema": "http://cyclonedx.org/schema/bom-1.6.schema.json",
        "bomFormat": "CycloneDX",
        "specVersion": "1.6",
        "serialNumber": f"urn:uuid:{uuid.uuid5(_SPACE, content)}",
        "version": 1,
        "metadata": {
            "timestamp": made_at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ"),
            "component": {
                "type": "application",
                "bom-ref": f"bonito-desktop@{version}",
                "name": "bonito-desktop",
                "version": version,
                "licenses": [{"license": {"id": "Apache-2.0"}}],
            },
        },
        "components": components,
    }


def write(path: Path, version: str, parts: Iterable[Part]) -> None:
    """Write the document; its time is SOURCE_DATE_EPOCH if that is set, else now."""
    made_at = datetime.fromtimestamp(_epoch(), UTC)
    path.parent.mkdir(parents=True, exist_ok=True)
    text = json.dumps(document(version, parts, made_at), ensure_ascii=False, indent=2)
    path.write_text(text + "\n", encoding="utf-8", newline="\n")


def _epoch() -> int:
    said = os.environ.get("SOURCE_DATE_EPOCH", "")
    return int(said) if said else int(datetime.now(UTC).timestamp())


def _component(part: Part) -> dict[str, object]:
    content: dict[str, object] = {
        "type": part.kind,
        "bom-ref": part.purl or f"{part.name}@{part.version}",
        "name": part.name,
        "version": part.version,
        "licenses": [_licence(part.licence)],
    }
    if part.purl:
        content["purl"] = part.purl
    if part.sha256:
        content["hashes"] = [{"alg": "SHA-256", "content": part.sha256}]
    if part.note:
        content["description"] = part.note
    return content


def _licence(said: str) -> dict[str, object]:
    """An SPDX expression has no spaces but around its operators; all else is a name."""
    words = said.split()
    operators = {"AND", "OR", "WITH"}
    is_expression = all((word in operators) == bool(place % 2) for place, word in enumerate(words))
    return {"expression": said} if is_expression else {"license": {"name": said}}
