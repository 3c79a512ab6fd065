"""The card's lines for whoever trains: how the rows are loaded by the programs that read them."""

_DATASETS = """\
```python
from datasets import load_dataset

rows = load_dataset("json", data_files="train.jsonl", split="train")  # in this folder
```"""

_TRL = """\
TRL (`SFTTrainer`) reads these rows as they are:

```python
from trl import SFTTrainer

SFTTrainer("MODEL", train_dataset=rows.remove_columns(set(rows.column_names) - {COLUMNS})).train()
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

_TRL_COLUMNS = {"prompt": '"prompt", "completion"', "messages": '"messages"'}
_AXOLOTL_ENTRIES = {
    "alpaca": "  type: alpaca",
    "messages": "  type: chat_template\n  field_messages: messages",
    "sharegpt": (
        "  type: chat_template\n"
        "  field_messages: conversations\n"
        "  message_property_mappings:\n"
        "    role: from\n"
        "    content: value"
    ),
}


def how_to_load(shape: str) -> str:
    """Snippets for one of the export formats, only of programs that read it."""
    parts = [_DATASETS]
    if shape in _TRL_COLUMNS:
        parts.append(_TRL.replace("COLUMNS", _TRL_COLUMNS[shape]))
    parts.append(_FACTORY)
    if shape in _AXOLOTL_ENTRIES:
        parts.append(_AXOLOTL.replace("ENTRY", _AXOLOTL_ENTRIES[shape]))
    return "\n\n".join(parts)
