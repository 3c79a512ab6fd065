"""What the user should know about an export that was written as asked."""

from collections.abc import Iterator

from engine.export.contents import Contents, ExportRequest
from engine.export.rows import CHATS
from engine.export.shapes import PAIRS, PASSAGES
from engine.export.split_proof import families_with_rows, near_sampled, torn_pairs
from engine.records import PARTS, PersonalChoice, PersonalKind

_TOLERANCE = 10  # percent of all rows by which a part may miss its size without a word
_MOST_NAMED = 3  # pairs of documents


def warnings(request: ExportRequest, contents: Contents) -> tuple[str, ...]:
    """Sentences about control text, and parts that are empty or far from the size asked for."""
    control = control_text(request, contents)
    if contents.near_left_out:
        control = (*control, near_duplicates(request, contents))
    if contents.held_back:
        control = (*control, held_back(request, contents))
    if contents.unpaired:
        control = (*control, _unpaired(contents))
    if request.split is None:
        return (*control, *_held_out(contents))
    asked = dict[str, int](zip(PARTS, request.split, strict=False))
    return (
        *control,
        *torn(contents),
        *_not_asked(asked, contents),
        *_empty(asked, contents),
        *_uneven(asked, contents),
    )


def settled(request: ExportRequest, contents: Contents) -> tuple[str, ...]:
    """Those of them that nobody has to act on: what was left out or kept as it was asked for."""
    said = list[str]()
    if contents.near_left_out:
        said.append(near_duplicates(request, contents))
    if contents.unpaired:
        said.append(_unpaired(contents))
    if request.split is not None:
        said += _not_asked(dict(zip(PARTS, request.split, strict=False)), contents)
    return tuple(said)


def control_text(request: ExportRequest, contents: Contents) -> tuple[str, ...]:
    """That rows quote what trainers read as orders, and what was done about it; mostly nothing."""
    count = contents.rows_with_control_text
    if not count:
        return ()
    rows = "1 row quotes" if count == 1 else f"{count:,} rows quote"
    done = "got a space inside" if request.format in CHATS else "was left as it stands there"
    return (f"{rows} control text of a document, such as “<|im_end|>”; it {done}.",)


def held_back(request: ExportRequest, contents: Contents) -> str:
    """That passages, or texts beside the rows, were left out."""
    if request.format == PASSAGES:
        count = contents.held_back
        passages = "1 passage was" if count == 1 else f"{count:,} passages were"
        return (
            f"{passages} left out, because of possible personal data that nobody decided to keep "
            "or to mask. What stands in tasks can be decided on; the rest needs a reason "
            "(--allow-personal)."
        )
    texts = "1 text" if contents.held_back == 1 else f"{contents.held_back:,} texts"
    return (
        f"{texts} beside the rows (passages, the model's words) were left empty, because they hold "
        "possible personal data that nobody decided to keep or to mask."
    )


def _unpaired(contents: Contents) -> str:
    tasks = "1 accepted task has" if contents.unpaired == 1 else (
        f"{contents.unpaired:,} accepted tasks have"
    )  # fmt: skip
    return (
        f"{tasks} no other answer beside it and went into no row: the question was edited too, "
        "nothing that asks the same was rejected, or the other answer was held back for possible "
        "personal data."
    )


def near_duplicates(request: ExportRequest, contents: Contents) -> str:
    """What was done with tasks that say nearly the same."""
    if request.format == PASSAGES:
        return "Passages that say the same were not looked for, and none was left out for it."
    if not request.one_of_each:
        return "Near-duplicates were kept: rows can say nearly the same."
    sampled = near_sampled(contents)
    if not contents.near_left_out:
        return f"No near-duplicate was found among the rows.{sampled}"
    rows = "1 task was" if contents.near_left_out == 1 else f"{contents.near_left_out:,} tasks were"
    return f"{rows} left out, because another row says nearly the same (near-duplicates).{sampled}"


def personal(request: ExportRequest, contents: Contents) -> Iterator[str]:
    """What was looked for, found and decided; by kind, never by value."""
    kinds = ", ".join(kind.value for kind in PersonalKind)
    yield f"Local rules looked for these kinds of possible personal data in the rows: {kinds}."
    yield (
        "They miss much, above all names that were not on the user's own list, and raise false "
        "alarms: the rows are not anonymous. Names of documents were not looked at."
    )
    yield ""
    if request.format == PASSAGES:
        yield from _personal_in_passages(request, contents)
        return
    for one in contents.personal:
        done = _DONE[one.choice]
        reason = one.reason if one.choice else request.personal_reason
        yield f"- {one.values} × {one.kind}: {done}{f' ({_inline(reason)})' if reason else ''}."
    of_pairs = request.format == PAIRS
    if not contents.personal:
        yield f"- Nothing was found in the {'accepted tasks' if of_pairs else 'rows'}."
    if of_pairs:
        yield (
            "- The rejected answers were looked through too: what was decided on was done there, "
            "and a pair whose rejected answer holds anything else was left out"
            f"{', unless a reason was given' if request.personal_reason else ''}."
        )
    if contents.rejected_for_it:
        yield f"- {contents.rejected_for_it} tasks were left out because of it."


def _personal_in_passages(request: ExportRequest, contents: Contents) -> Iterator[str]:
    yield f"- Places where a pseudonym stands, the same one in every row: {contents.masked:,}."
    yield f"- Passages left out, because nobody decided on what they hold: {contents.held_back:,}."
    if request.personal_reason:
        yield f"- What nobody decided on was kept ({_inline(request.personal_reason)})."


def _inline(text: str) -> str:
    """Foreign words as inline code, where no markup works."""
    plain = "".join(mark if mark.isprintable() else " " for mark in text)
    return f"`{plain.replace('`', 'ˋ')}`"


_DONE = {
    PersonalChoice.MASK: "a pseudonym stands in its place, the same one in every row",
    PersonalChoice.KEEP: "kept as it is",
    PersonalChoice.REJECT: "its tasks were rejected",
    None: "kept undecided",
}


def torn(contents: Contents) -> Iterator[str]:
    """That documents which share text are in different parts, and which; mostly nothing."""
    if contents.kinship is None:
        return
    pairs = torn_pairs(contents, contents.kinship)
    if pairs:
        names = [
            " and ".join(
                f"{contents.documents[one].name} ({contents.part_of_document[one]})"
                for one in (pair.one, pair.other)
            )
            for pair in pairs[:_MOST_NAMED]
        ]
        more = f", and {len(pairs) - len(names):,} more" if len(pairs) > len(names) else ""
        count = "1 pair" if len(pairs) == 1 else f"{len(pairs):,} pairs"
        yield (
            f"{count} of documents that share text are in different parts, because both had their "
            f"part before that was seen: {'; '.join(names)}{more}. A part never changes by itself: "
            "see the command “parts”."
        )


def _held_out(contents: Contents) -> Iterator[str]:
    held = sum(contents.given_before.get(one, PARTS[0]) != PARTS[0] for one in contents.documents)
    if held:
        rows = "1 document" if held == 1 else f"{held:,} documents"
        yield (
            f"{rows} that an earlier export holds out (validation, test) went into this one, which "
            "is not split: don't train on it and test with the earlier one."
        )


def _not_asked(asked: dict[str, int], contents: Contents) -> Iterator[str]:
    used = _used(contents)
    for part in PARTS:
        if part in used and not asked.get(part):
            yield (
                f"There is a {part} part that was not asked for: documents stay in the part that "
                "an earlier export gave them."
            )


def _empty(asked: dict[str, int], contents: Contents) -> Iterator[str]:
    used = _used(contents)
    for part, weight in asked.items():
        if weight and part not in used:
            yield (
                f"The {part} part is empty, because {_why(contents)} never split "
                f"(documents with rows: {len(contents.documents)})."
            )


def _uneven(asked: dict[str, int], contents: Contents) -> Iterator[str]:
    rows = dict.fromkeys([part for part in PARTS if part in {*asked, *_used(contents)}], 0)
    for document_id, count in contents.rows_of_document.items():
        rows[contents.part_of_document[document_id]] += count
    total = sum(rows.values())
    got = {part: round(100 * count / total) for part, count in rows.items()}
    if any(abs(got[part] - weight) > _TOLERANCE for part, weight in asked.items()):
        yield (
            f"The parts hold {_slashed(got)} % of the rows instead of {_slashed(asked)}, "
            f"because {_why(contents)} never split{_before(contents)}."
        )


def _used(contents: Contents) -> set[str]:
    return set(contents.part_of_document.values())


def _why(contents: Contents) -> str:
    together = contents.kinship is not None and families_with_rows(contents, contents.kinship)
    return "a document, and documents that share text, are" if together else "a document is"


def _before(contents: Contents) -> str:
    kept = any(one in contents.given_before for one in contents.documents)
    return ", and documents stay where earlier exports put them" if kept else ""


def _slashed(percentages: dict[str, int]) -> str:
    return "/".join(str(percentage) for percentage in percentages.values())
