"""Every dataset that may enter training, and the reader that turns its rows into `Row`s.

Their origins, commits and licences are in the SOURCE.txt of each folder and in Nano's card.
query_wellformedness is the only public one that is not read: it rates questions, it holds none of
the 16 task types.
"""

from collections.abc import Callable, Iterator
from pathlib import Path

from models.nano.build import paragraph_sources as paragraphs
from models.nano.build import sentence_sources as sentences
from models.nano.build.rows import Row

Reader = Callable[[Path], Iterator[Row]]

READERS: dict[str, Reader] = {
    "banking77": sentences.banking77,
    "boolq_dev": paragraphs.boolq,
    "clinc150": sentences.clinc150,
    "codah": sentences.codah,
    "cosmosqa_valid": paragraphs.cosmosqa,
    "covid_qa": paragraphs.covid_qa,
    "e_care": sentences.e_care,
    "esnli_dev_test": sentences.esnli,
    "fairytale_qa": paragraphs.fairytale_qa,
    "gap": sentences.gap,
    "knowref_test": sentences.knowref,
    "legal_summarization": paragraphs.legal,
    "medquad": paragraphs.medquad,
    "mnli_dev": sentences.mnli,
    "office": paragraphs.office,
    "office_more": paragraphs.office_more,
    "oewn_wsd": sentences.oewn,
    "policy_qa": paragraphs.squad,
    "qed_dev": paragraphs.qed,
    "rotten_tomatoes": sentences.rotten_tomatoes,
    "scitail_dev": sentences.scitail,
    "scitldr_a": paragraphs.scitldr,
    "squadshifts_wiki": paragraphs.squad,
    "strategyqa": paragraphs.strategyqa,
    "winobias": sentences.winobias,
    "winogender": sentences.winogender,
    "xquad_en": paragraphs.squad,
}
PROSE = ("boolq_dev", "medquad", "policy_qa", "squadshifts_wiki")  # whose sentences are cut open


def read(data: Path, names: tuple[str, ...] = tuple(READERS)) -> Iterator[Row]:
    """All rows of the named datasets under `data`, in a fixed order."""
    for name in names:
        yield from READERS[name](data / name)
    prose = (row for name in PROSE if name in names for row in READERS[name](data / name))
    yield from sentences.cloze(prose)
