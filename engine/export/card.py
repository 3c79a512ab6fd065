"""The dataset card of an export folder: a page for whoever trains on it, in Markdown.

Names of documents and models are foreign text: they stand as code, where no markup works.
The header between the dashes tells the `datasets` library which file is which split.
"""

import json
from collections.abc import Iterator, Sequence

from engine.export.cautions import control_text, near_duplicates, personal, torn
from engine.export.contents import Contents, ExportContext, ExportRequest
from engine.export.loading import how_to_load
from engine.export.metadata import UNKNOWN_LICENCE, Metadata
from engine.export.notes import CARD, MARKER
from engine.export.shapes import PAIRS, PASSAGES
from engine.export.split_proof import NAME as PROOF
from engine.export.split_proof import families_with_rows
from engine.export.target import MANIFEST
from engine.records import Audit, Document, Run
from engine.tasks.bounds import bound_sentence, loss_sentence
from engine.tasks.types import task_type

NAME = CARD

_LICENCE = """\
This export grants no licence. The rows quote and restate the source documents above, so whoever
holds the rights in those decides what may be done with the rows. The model has a licence of its
own, which may also say something about what it wrote."""

_LICENCE_OF_PASSAGES = """\
This export grants no licence. The rows are text of the source documents above, so whoever holds the
rights in those decides what may be done with the rows."""

_PASSAGES = """\
Each row is a stretch of a document's text, as it stands there: the paragraphs that the application
cuts a document into, whole sentences and headings together, and none that was excluded. No model
wrote any of it, and no person reviewed it."""

_SAMPLES = """\
A sample was drawn at random, by its seed, and read; what was wrong in it was rejected or edited.
Each bound holds by itself with 95 % confidence (exact, one-sided, drawn without replacement). All
samples that were drawn are named.
"""

_LIMITS = """\
- A language model wrote every question and every answer. It can be wrong, also where the answer
  stands word for word in the passage (evidence `exact`).
"""


def render(
    request: ExportRequest, contents: Contents, context: ExportContext, known: Metadata
) -> str:
    """The whole card."""
    sections = (
        "\n".join(_header(contents, known)),
        f"# {known.title}",
        _origin(known.rows, request, context),
        "## Sources",
        "\n".join(_sources(contents)),
        "## Licence",
        _licence(request, known),
        "## How to load it",
        how_to_load(request),
        *_making(request, contents),
        "## Possible personal data",
        "\n".join(personal(request, contents)),
        *_sureness(request, context),
        "## Limits",
        "\n".join(_limits(request, contents, context)),
    )
    return "\n\n".join(sections) + f"\n\n{MARKER}\n{context.notes}"


def _making(request: ExportRequest, contents: Contents) -> Iterator[str]:
    """Which rows there are, and what made them."""
    if request.format != PASSAGES:
        yield "## Rows by task type"
        yield "\n".join(_types(contents))
        yield from _instructions(request)
    yield "## How it was made"
    yield _PASSAGES if request.format == PASSAGES else "\n".join(_runs(contents))


def _sureness(request: ExportRequest, context: ExportContext) -> Iterator[str]:
    if request.format != PASSAGES:
        yield "## How sure one can be"
        yield "\n".join(_audits(context.audits))


def _origin(rows: int, request: ExportRequest, context: ExportContext) -> str:
    return (
        f"{rows} rows in the {request.format} format, written by Bonito Desktop "
        f"{context.app_version} on {context.made_at}. "
        f"Checksums and all numbers are in `{MANIFEST}`; `python verify.py` checks them."
    )


def _licence(request: ExportRequest, known: Metadata) -> str:
    said = _LICENCE_OF_PASSAGES if request.format == PASSAGES else _LICENCE
    stated = known.licence != UNKNOWN_LICENCE
    return f"Stated at the export: {_code(known.licence)}.\n\n{said}" if stated else said


def _header(contents: Contents, known: Metadata) -> Iterator[str]:
    """Metadata in YAML; strings are quoted as JSON, which YAML reads."""
    yield from ("---", f"pretty_name: {_quoted(known.title)}", f"license: {_quoted(known.licence)}")
    for name, values in (
        ("language", known.languages),
        ("size_categories", (known.size,)),
        ("task_categories", known.categories),
        ("tags", known.tags),
    ):
        if values:
            yield f"{name}:"
            yield from (f"- {_quoted(value)}" for value in values)
    if known.rights:
        yield "source_rights:"
        yield from (f"- {_quoted(note)}" for note in known.rights)
    yield from ("configs:", "- config_name: default", "  data_files:")
    for file in contents.files:
        yield f"  - split: {file.path.stem}"
        yield f"    path: {file.path.name}"
    yield "---"


def _sources(contents: Contents) -> Iterator[str]:
    yield from _table_head(("document", "SHA-256", "part", "rows", "rights"))
    for document_id, document in sorted(contents.documents.items()):
        part = contents.part_of_document[document_id]
        rows = contents.rows_of_document[document_id]
        counted = f"{part} | {rows} | {_rights(document)}"
        yield f"| {_code(document.name)} | `{document.sha256}` | {counted} |"


def _rights(document: Document) -> str:
    return _code(document.rights) if document.rights else "not noted"


def _types(contents: Contents) -> Iterator[str]:
    yield from _table_head(("task type", "rows"))
    for short, rows in sorted(contents.rows_of_type.items()):
        yield f"| {task_type(short).name} (`{short}`) | {rows} |"


def _instructions(request: ExportRequest) -> Iterator[str]:
    """The user's own wording in front of the inputs, if there is any."""
    if request.instructions:
        own = (f"- `{short}`: {_code(text)}" for short, text in request.instructions)
        yield "In front of each input stands an instruction that the model did not write:"
        yield "\n".join(own)


def _runs(contents: Contents) -> Iterator[str]:
    yield "Each passage of a document was put to a local model, which wrote a task for it."
    yield ""
    for _, run in sorted(contents.runs.items()):
        yield _run(run)


def _run(run: Run) -> str:
    sampling = run.sampling
    return (
        f"- Run {run.id} ({run.state.value}, {run.created_at}): model {_code(run.model.name)}, "
        f"SHA-256 `{run.model.sha256}`, prompting `{run.model.prompting}`, "
        f"temperature {sampling.temperature}, top-p {sampling.top_p}, "
        f"at most {sampling.max_tokens} tokens, seed {sampling.seed}, "
        f"{run.samples} sample(s) a passage{_not_judged(run)}{_drawn_again(run)}{_labels(run)}"
    )


def _not_judged(run: Run) -> str:
    rules = ", ".join(f"`{rule}`" for rule in run.rules_off)
    return f", not judged by the rules {rules}" if rules else ""


def _drawn_again(run: Run) -> str:
    return f", short answers drawn {run.agree} times more for self-agreement" if run.agree else ""


def _labels(run: Run) -> str:
    own = (f"`{short}` {', '.join(map(_code, labels))}" for short, labels in run.labels)
    return f", labels of its own for {'; '.join(own)}" if run.labels else ""


def _review_note(request: ExportRequest, context: ExportContext) -> str:
    if request.format == PAIRS:
        return (
            "- Each row has two answers to one question. `chosen` was accepted by a reviewer, as "
            "it is or after an edit; `rejected` is what the model had written before that edit, "
            "or the answer of a rejected task of the same passage that asks the same."
        )
    if request.instead == "rejected":
        return "- Each row was rejected by a reviewer: it is an example of what is wrong."
    if request.instead == "decided":
        return "- Each row was decided on by a reviewer: accepted, or rejected with a reason."
    if request.only_accepted:
        return "- Each row was accepted by a reviewer, as it is or after an edit."
    return (
        "- The rows are every well-formed task that no reviewer rejected; most may never have been "
        f"read ({context.status.unreviewed} of the project's are not reviewed)."
    )


def _audits(audits: Sequence[Audit]) -> Iterator[str]:
    """What random samples that a person read say of the tasks they were drawn from."""
    if not audits:
        yield "No random sample was drawn and read, so no error rate can be stated."
        return
    yield _SAMPLES.strip()
    yield ""
    for audit in audits:
        which = f" ({_code(audit.meaning)})" if audit.meaning else ""
        together = f" {audit.accepted} were accepted together on its strength." * bool(
            audit.accepted
        ) + f" {audit.rejected} were rejected together: {loss_sentence(audit.whole)}." * bool(
            audit.rejected
        )
        said = bound_sentence(audit.whole)
        yield f"- Sample {audit.id}{which}, seed {audit.seed}, {audit.at}: {said}.{together}"
        for short, one in audit.types.items():
            yield f"  - `{short}`: {bound_sentence(one)}."


def _limits(request: ExportRequest, contents: Contents, context: ExportContext) -> Iterator[str]:
    if request.format != PASSAGES:
        yield _review_note(request, context)
        yield _LIMITS.strip()
        yield from _mended(contents)
    yield from _split(contents)
    yield from (f"- {sentence}" for sentence in control_text(request, contents))
    yield f"- {near_duplicates(request, contents)}"
    yield from _weak(contents)


def _mended(contents: Contents) -> Iterator[str]:
    """What the checks had refused, and a person made rows of."""
    if contents.mended:
        why = ", ".join(f"`{refused}` {rows}" for refused, rows in contents.mended.items())
        rows = sum(contents.mended.values())
        said = "1 row was" if rows == 1 else f"{rows} rows were"
        it = "it" if rows == 1 else "them"
        yield (
            f"- {said} refused by a check as the model wrote {it}, and kept as a reviewer edited "
            f"{it} ({why}). Where rows have their provenance, `mended` in it says so."
        )


def _split(contents: Contents) -> Iterator[str]:
    """What the parts do and don't share."""
    if contents.kinship is None:
        return
    alike = len(families_with_rows(contents, contents.kinship))
    families = "1 family" if alike == 1 else f"{alike} families"
    yield (
        "- No part shares a document with another part. Documents that share stretches of text "
        f"stay together ({families} of them here); how that was measured is in `{PROOF}`. "
        "Two documents can still say the same thing in other words."
    )
    yield from (f"- {_code(sentence)}" for sentence in torn(contents))  # it names documents
    if contents.passages_in_two_parts:
        yield f"- {contents.passages_in_two_parts} long passages are the same in two parts."


def _weak(contents: Contents) -> Iterator[str]:
    weak = [short for short in sorted(contents.rows_of_type) if task_type(short).is_weak]
    if weak:
        names = ", ".join(f"`{short}`" for short in weak)
        yield f"- Bonito models saw very little of these types in training: {names}."


def _quoted(text: str) -> str:
    return json.dumps(text, ensure_ascii=False)


def _table_head(titles: Sequence[str]) -> Iterator[str]:
    yield f"| {' | '.join(titles)} |"
    yield f"| {' | '.join('---' for _ in titles)} |"


def _code(text: str) -> str:
    """Foreign text as inline code inside a table cell."""
    plain = "".join(mark if mark.isprintable() else " " for mark in text)
    return f"`{plain.replace('`', 'ˋ').replace('|', '¦')}`"
