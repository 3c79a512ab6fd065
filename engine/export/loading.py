"""The card's lines for whoever trains: how the rows are loaded by the programs that read them."""

import json

from engine.export.contents import ExportRequest
from engine.export.shapes import PAIRS, PASSAGES, columns

_DATASETS = """\
```python
from datasets import load_dataset

rows = load_dataset("json", data_files="train.jsonl", split="train")  # in this folder
```"""

_TRL = """\
TRL (`TRAINER`) reads these rows as they are:

```python
from trl import TRAINER

TRAINER("MODEL", train_dataset=rows.remove_columns(set(rows.column_names) - {COLUMNS})).train()
```"""

_FACTORY = """\
LLaMA-Factory: `--dataset_dir` is this folder, `--dataset train`; `dataset_info.json` says the
rest."""

_AXOLOTL = """\
Axolotl:

```yaml
datasets:
- path: json
  data_files: train.jsonl
ENTRY
```"""

_TRAINERS = {
    "prompt": "SFTTrainer",
    "messages": "SFTTrainer",
    "preference": "KTOTrainer",
    PAIRS: "DPOTrainer",
    PASSAGES: "SFTTrainer",
}
_AXOLOTL_ENTRIES = {
    PASSAGES: "  type: completion\n  field: {0}",
    "alpaca": "  type: alpaca",
    "messages": "  type: chat_template\n  field_messages: {0}",
    "sharegpt": (
        "  type: chat_template\n"
        "  field_messages: {0}\n"
        "  message_property_mappings:\n"
        "    role: from\n"
        "    content: value"
    ),
}
_OWN_AXOLOTL = (
    "  type:\n"
    "    field_instruction: {0}\n"
    "    field_output: {1}\n"
    '    format: "{{instruction}}"\n'
    '    no_input_format: "{{instruction}}"'
)


def how_to_load(request: ExportRequest) -> str:
    """Snippets for a format under the names of its columns, only of programs that read it."""
    shape, names = request.format, columns(request)
    parts = [_DATASETS]
    if shape in _TRAINERS:
        trl = _TRL.replace("TRAINER", _TRAINERS[shape])
        parts.append(trl.replace("COLUMNS", ", ".join(map(json.dumps, names))) + _renaming(request))
    parts.append(_FACTORY)
    entry = _axolotl(request, names)
    if entry:
        parts.append(_AXOLOTL.replace("ENTRY", entry))
    return "\n\n".join(parts)


def _renaming(request: ExportRequest) -> str:
    """That TRL wants its own names back, where others were given."""
    if not request.columns:
        return ""
    back = json.dumps({new: old for old, new in request.columns})
    return f"\n\nTRL knows its own names alone: `rows = rows.rename_columns({back})` first."


def _axolotl(request: ExportRequest, names: list[str]) -> str:
    if request.format in {"bonito", "prompt"}:
        return _OWN_AXOLOTL.format(*names)
    if request.format == "alpaca" and request.columns:
        return ""
    return _AXOLOTL_ENTRIES.get(request.format, "").format(*names)
