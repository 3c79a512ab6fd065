"""`split.json`: which part each document and each family is in, and what the parts share.

Families are documents that share stretches of text (`likeness/stretches.py`); none is split, unless
earlier exports had given its documents different parts already.
"""

import json
from collections import defaultdict
from collections.abc import Mapping

from engine.export.contents import Contents, ExportedFile, ExportRequest
from engine.export.verify import SPLIT
from engine.export.verify_rows import LONG_PASSAGE
from engine.likeness import stretches
from engine.records import PARTS, AlikePair, Kinship

NAME = SPLIT

_IN_WORDS = (
    f"The whole texts of all documents of the project with {stretches.LEAST_WORDS} words or more "
    f"were compared. Of the shingles of {stretches.WORDS} words each, every window of "
    f"{stretches.WINDOW} neighbours keeps its smallest as a mark (winnowing). Two documents are "
    f"alike if, of some {stretches.RUN} marks of one that follow each other, "
    f"{stretches.SHARE:.0%} stand in the other, in either direction; of marks that stand in many "
    "documents, each document was compared with the eight imported before it. A family is all that "
    "pairs of alike documents put together. Texts that say the same in other words are not found."
)


def render(request: ExportRequest, contents: Contents, known: Kinship) -> str:
    """The proof as JSON, for people and for `verify.py`."""
    families, torn = families_with_rows(contents, known), torn_pairs(contents, known)
    proof = {
        "asked": dict(zip(PARTS, request.split or (), strict=False)),
        "parts": [_part(file, contents, families) for file in contents.files],
        "parts_given_before": sum(one in contents.given_before for one in contents.documents),
        "shared_documents": _shared_documents(contents),
        "shared_near_duplicates": len(torn),
        "shared_near_duplicate_rows": 0 if request.one_of_each else None,
        "shared_long_passages": contents.passages_in_two_parts,
        "torn_pairs": [_torn(pair, contents) for pair in torn],
        "families": [
            {
                "documents": sorted(contents.documents[one].sha256 for one in family),
                "parts": sorted({contents.part_of_document[one] for one in family}),
            }
            for family in families
        ],
        "measured": {
            "in_words": _IN_WORDS,
            "documents_compared": known.compared,
            "near_duplicate_rows": (
                f"Of tasks that say nearly the same one was written.{near_sampled(contents)}"
                if request.one_of_each
                else "Not measured: near-duplicates were kept."
            ),
            "long_passages": f"Word for word the same, of {LONG_PASSAGE} characters or more.",
        },
    }
    return json.dumps(proof, ensure_ascii=False, indent=2) + "\n"


def _shared_documents(contents: Contents) -> int:
    """Files of which rows are in two parts: none, unless one was read in two ways and torn."""
    parts = defaultdict[str, set[str]](set)
    for one, document in contents.documents.items():
        parts[document.sha256].add(contents.part_of_document[one])
    return sum(len(found) > 1 for found in parts.values())


def families_with_rows(contents: Contents, known: Kinship) -> list[tuple[int, ...]]:
    """The families of which two documents or more have rows here."""
    found = (tuple(one for one in f if one in contents.rows_of_document) for f in known.families)
    return [family for family in found if len(family) > 1]


def near_sampled(contents: Contents) -> str:
    """That a project is so large that passages were compared by a sample; mostly nothing."""
    if contents.passage_rate == 1:
        return ""
    return (
        f" Their passages were compared by one in {contents.passage_rate} of their marks, because "
        "there are very many: above all a short passage that stands in a long one may be missed."
    )


def torn_pairs(contents: Contents, known: Kinship) -> list[AlikePair]:
    """The pairs of alike documents that are in different parts here."""
    parts = contents.part_of_document
    return [
        pair
        for pair in known.pairs
        if pair.one in parts and pair.other in parts and parts[pair.one] != parts[pair.other]
    ]


def _part(
    file: ExportedFile, contents: Contents, families: list[tuple[int, ...]]
) -> Mapping[str, object]:
    part = file.path.stem
    inside = [one for one in contents.rows_of_document if contents.part_of_document[one] == part]
    of_part = defaultdict[str, int](int)
    for family in families:
        of_part[contents.part_of_document[family[0]]] += 1
    return {
        "part": part,
        "file": file.path.name,
        "documents": len({contents.documents[one].sha256 for one in inside}),  # files
        "families": of_part[part],
        "rows": file.rows,
    }


def _torn(pair: AlikePair, contents: Contents) -> Mapping[str, object]:
    return {
        "documents": [
            {
                "name": contents.documents[one].name,
                "sha256": contents.documents[one].sha256,
                "part": contents.part_of_document[one],
            }
            for one in (pair.one, pair.other)
        ],
        "share_of_the_smaller": round(pair.share, 3),
    }
