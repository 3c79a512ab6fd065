import pytest

from engine.documents.language import language_of


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("Nobody may enter before nine.", "en"),
        ("Der Mieter zahlt die Miete am dritten Werktag.", "de"),
        ("Le locataire paie le loyer.", "fr"),
        ("สัญญานี้มีผลใช้บังคับตั้งแต่วันที่ลงนาม", "th"),
        ("Договор вступает в силу после подписания сторонами и действует до конца года.", "ru"),
        ("本契約は署名の日から効力を生じる。", "ja"),
        ("ההסכם נכנס לתוקף ביום החתימה.", "he"),
    ],
)
def test_a_sentence_is_enough(text: str, language: str):
    assert language_of(text) == language


@pytest.mark.parametrize(
    "text", ["", "Miete", "18 60-80 12,3 kg 4711", "\x00\x01", "\ud800 x \uffff"]
)
def test_where_it_cannot_be_told_nothing_is_said(text: str):
    assert not language_of(text)


def test_the_greater_part_decides_and_a_cover_in_another_language_does_not():
    body = "The tenant pays the rent on the third working day of each month. " * 2_000
    assert language_of("Mietvertrag zwischen den Parteien dieses Vertrages. " * 3 + body) == "en"


@pytest.mark.parametrize(
    "text",
    [
        "Alice Brown\nBob Smith\nCarol Jones\nDavid Miller\nEve Wilson\nFrank Moore",
        "Berlin\nHamburg\nMünchen\nKöln\nFrankfurt\nStuttgart\nDüsseldorf",
        "name: João Silva\ntown: São Paulo\n\nname: José Núñez\ntown: Coruña\n\n" * 20,
        "Bolt M8\nNut M8\nWasher\nScrew 4x40\nPlate 200x300",
    ],
)
def test_lists_of_names_are_not_told(text):
    assert not language_of(text)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("De huur is op de derde dag verschuldigd.", "nl"),
        ("Rechte des Mieters\nPflichten des Vermieters\nKündigung durch den Mieter\n" * 3, "de"),
        ("question: Who pays the rent?\nanswer: The tenant pays it.\n\n" * 5, "en"),
        ("賃料\n契約\n当事者は支払う\n毎月五日までに", "ja"),
    ],
)
def test_sentences_and_lists_in_plain_words_are_told(text, code):
    assert language_of(text) == code
