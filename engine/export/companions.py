"""Files beside the rows that training programs read: `dataset_info.json` and `croissant.json`.

`dataset_info.json` registers each part in LLaMA-Factory (its `dataset_dir` is the export's folder).
`croissant.json` describes the files to what reads MLCommons Croissant 1.0.
"""

import json
from collections.abc import Mapping
from datetime import datetime

from engine.export.contents import Contents, ExportedFile, ExportRequest
from engine.export.metadata import Metadata
from engine.export.shapes import PAIRS, PASSAGES

DATASET_INFO = "dataset_info.json"
CROISSANT = "croissant.json"

Json = Mapping[str, object]

_COLUMNS: Mapping[str, Mapping[str, str]] = {
    "bonito": {"prompt": "input", "response": "output"},
    "prompt": {"prompt": "prompt", "response": "completion"},
    "alpaca": {"prompt": "instruction", "query": "input", "response": "output"},
    "messages": {"messages": "messages"},
    "sharegpt": {"messages": "conversations"},
    "preference": {"prompt": "prompt", "response": "completion", "kto_tag": "label"},
    PAIRS: {"prompt": "prompt", "chosen": "chosen", "rejected": "rejected"},
    PASSAGES: {"prompt": "text"},
}
_TAGS_OF_TURNS: Mapping[str, Mapping[str, str]] = {
    "messages": {
        "role_tag": "role",
        "content_tag": "content",
        "user_tag": "user",
        "assistant_tag": "assistant",
        "system_tag": "system",
    },
    "sharegpt": {
        "role_tag": "from",
        "content_tag": "value",
        "user_tag": "human",
        "assistant_tag": "gpt",
        "system_tag": "system",
    },
}
_KINDS: Mapping[str, str] = {"kto_tag": "Boolean"}
_CONTEXT: Json = {
    "@language": "en",
    "@vocab": "https://schema.org/",
    "citeAs": "cr:citeAs",
    "column": "cr:column",
    "conformsTo": "dct:conformsTo",
    "cr": "http://mlcommons.org/croissant/",
    "rai": "http://mlcommons.org/croissant/RAI/",
    "data": {"@id": "cr:data", "@type": "@json"},
    "equivalentProperty": "cr:equivalentProperty",
    "dataType": {"@id": "cr:dataType", "@type": "@vocab"},
    "dct": "http://purl.org/dc/terms/",
    "examples": {"@id": "cr:examples", "@type": "@json"},
    "extract": "cr:extract",
    "field": "cr:field",
    "fileProperty": "cr:fileProperty",
    "fileObject": "cr:fileObject",
    "fileSet": "cr:fileSet",
    "format": "cr:format",
    "includes": "cr:includes",
    "isLiveDataset": "cr:isLiveDataset",
    "jsonPath": "cr:jsonPath",
    "key": "cr:key",
    "md5": "cr:md5",
    "parentField": "cr:parentField",
    "path": "cr:path",
    "recordSet": "cr:recordSet",
    "references": "cr:references",
    "regex": "cr:regex",
    "repeated": "cr:repeated",
    "replace": "cr:replace",
    "samplingRate": "cr:samplingRate",
    "sc": "https://schema.org/",
    "separator": "cr:separator",
    "source": "cr:source",
    "subField": "cr:subField",
    "transform": "cr:transform",
}


def dataset_info(request: ExportRequest, contents: Contents) -> str:
    """How LLaMA-Factory reads each part: one entry for each file, named as the file is."""
    entries = {file.path.stem: _registered(request, file) for file in contents.files}
    return _text(entries)


def _columns_of(request: ExportRequest) -> Mapping[str, str]:
    """What each column is to LLaMA-Factory, and its name in the rows."""
    known = dict(_COLUMNS[request.format])
    if request.system and request.format == "alpaca":
        known["system"] = "system"
    own = dict(request.columns)
    return {role: own.get(name, name) for role, name in known.items()}


def _registered(request: ExportRequest, file: ExportedFile) -> Json:
    shape = request.format
    entry: Json = {"file_name": file.path.name, "columns": _columns_of(request)}
    if shape == PAIRS:
        entry |= {"ranking": True}
    if shape in _TAGS_OF_TURNS:
        entry |= {"formatting": "sharegpt", "tags": dict(_TAGS_OF_TURNS[shape])}
    return entry


def croissant(request: ExportRequest, contents: Contents, known: Metadata, made_at: str) -> str:
    """The description in JSON-LD; `made_at` is the export's time, ISO 8601."""
    description: Json = {
        "@context": _CONTEXT,
        "@type": "sc:Dataset",
        "conformsTo": "http://mlcommons.org/croissant/1.0",
        "name": known.title,
        "description": known.description,
        "license": known.licence,
        "url": "README.md",
        "version": "1.0.0",
        "datePublished": datetime.fromisoformat(made_at).date().isoformat(),
        "keywords": list(known.tags),
        "inLanguage": list(known.languages),
        "citeAs": known.title,
        "distribution": [_file_object(file) for file in contents.files],
        "recordSet": [_record_set(request, file) for file in contents.files],
    }
    return _text({key: value for key, value in description.items() if value != []})


def _file_object(file: ExportedFile) -> Json:
    return {
        "@type": "cr:FileObject",
        "@id": file.path.name,
        "name": file.path.name,
        "contentUrl": file.path.name,
        "contentSize": f"{file.size_bytes} B",
        "encodingFormat": "application/jsonlines",
        "sha256": file.sha256,
    }


def _record_set(request: ExportRequest, file: ExportedFile) -> Json:
    shape = request.format
    part, name = file.path.stem, file.path.name
    tags = _TAGS_OF_TURNS.get(shape)
    fields = [
        _turns(part, name, column, (tags["role_tag"], tags["content_tag"]))
        if tags
        else _field(f"{part}/{column}", column, {"column": column}, name, _KINDS.get(role, "Text"))
        for role, column in _columns_of(request).items()
    ]
    return {"@type": "cr:RecordSet", "@id": part, "name": part, "field": fields}


def _field(place: str, said: str, extract: Json, name: str, kind: str = "Text") -> Json:
    return {
        "@type": "cr:Field",
        "@id": place,
        "name": said,
        "dataType": f"sc:{kind}",
        "source": {"fileObject": {"@id": name}, "extract": extract},
    }


def _turns(part: str, name: str, column: str, keys: tuple[str, str]) -> Json:
    """A column of turns: who speaks, and what is said, each a list in the order of the turns."""
    place = f"{part}/{column}"
    parts = [
        {
            **_field(f"{place}/{key}", key, {"column": column}, name),
            "source": {
                "fileObject": {"@id": name},
                "extract": {"column": column},
                "transform": {"jsonPath": f"$[*].{key}"},
            },
            "repeated": True,
        }
        for key in keys
    ]
    return {"@type": "cr:Field", "@id": place, "name": column, "subField": parts}


def _text(content: Json) -> str:
    return json.dumps(content, ensure_ascii=False, indent=2) + "\n"
