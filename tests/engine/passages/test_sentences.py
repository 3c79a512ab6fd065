"""Where sentences end, by example."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.passages import sentences

EXAMPLES = [
    "He came.| He left.",
    "Is it shut?| Yes!| Good…| So be it.",
    "Dr. Smith met Mrs. Jones at St. Mary.| They talked.",
    "J. R. Ewing of the U.S. Army signed.| The end.",
    "We live in the U.S.| The law is old.",
    "It costs 3.50 euros, i.e. less than v. 2.0 did.| Buy it.",
    "See Fig. 3 and Art. 5.| No. 7 is torn.| Is it?| No.| Then go.",
    "1. The tenant pays.| 2. The landlord waits.",
    "iv. The last clause.|\na. The first letter.",
    "“Why?” she asked.| “Go!”| He went.",
    "It ended (at last.)| They slept.",
    "他来了。|他走了！|「好。」|再见",
    "A heading\n|\nThen text goes\non in a line.",
    "To do:|\n- pay the rent|\n- sign|\n(2) go",
    "Name\tAge|\nAnn\t7",
    "wait... what? no.",
    "Vitamin C.| It helps.",
    "   ",
    "no end",
]


@pytest.mark.parametrize("marked", EXAMPLES)
def test_sentences_end_where_marked(marked):
    text = marked.replace("|", "")
    expected = [piece.strip() for piece in marked.split("|") if piece.strip()]
    assert [text[start:end] for start, end in sentences.split(text)] == expected


@given(st.text(alphabet=st.sampled_from("ab AB.!?。\n\t-1”“(")))
def test_nothing_but_white_space_is_lost(text):
    spans = sentences.split(text)
    assert "".join("".join(text[start:end].split()) for start, end in spans) == "".join(
        text.split()
    )
    assert all(text[start:end].strip() == text[start:end] != "" for start, end in spans)


@pytest.mark.parametrize(
    "whole",
    [
        "In Brown v. Board of Education it was held void.",
        "As Smith et al. (2020) have shown, it fits.",
        "It follows Jones et al. [12] in this.",
        "See 28 U.S.C. § 586 for the trustee.",
        "See 16 C.F.R. § 1101 and its notes.",
        "Under 124 Stat. 272 it lapsed.",
        "Art. IV of the treaty applies.",
        "Acme Inc. Holdings pays.",
        "Frank Miller Jr. Street is closed.",
        "Pt. Miller was seen at noon.",
        "Die Sitzung ist am 3. Oktober in Bonn.",
        "Der 2. Senat hat entschieden.",
        "Das gilt z. B. für Mieter und u. a. für Pächter.",
        "Vgl. Abs. 2 und § 5 ggf. Anlage.",
        "数値は３．５である。",
        "It fails under Fed. R. Civ. P. 12(b)(6) today.",
        "See Ch. 11 and App. B of it.",
        "Roe v. Wade, 410 U.S. 113 (1973), was cited in 123 F. Supp. 2d 45.",
        "Under 42 U.S.C. § 1983 and 29 C.F.R. § 1910.134 a claim lies.",
        "So Lee et al., 2019, and Wu et al. [3] in Art. 5 Abs. 2 Satz 1.",
        "Am 24. Dez. 2020 zahlte Herr Dr. med. Weber u. a. Miete.",
        "Kaiser Wilhelm II. starb am 4. Juni.",
        "M. Dupont et Mme. Roy sont là.",
        "Véase la pág. 5 del libro del Sr. García.",
        "Acme Ltd. Holdings and Foo GmbH & Co. KG pay max. 5 euros.",
    ],
)
def test_abbreviations_of_law_medicine_citation_and_german_end_no_sentence(whole: str):
    assert sentences.split(whole) == [(0, len(whole))]


@pytest.mark.parametrize(
    "text",
    [
        "It was void. § 586 says so.",
        "He left Acme Inc. The company closed.",
        "So said Smith et al. They were right.",
        "Henry V. He died in 1422.",
        "The answer is 3. October came late.",
        "पहला वाक्य। दूसरा वाक्य।",
        "یہ پہلا ہے۔ یہ دوسرا ہے۔",
        "هل هذا صحيح؟ نعم هو كذلك.",
        "これは文である．次の文である．",
    ],
)
def test_the_full_stops_of_other_scripts_and_real_ends_are_kept(text: str):
    assert len(sentences.split(text)) == 2
