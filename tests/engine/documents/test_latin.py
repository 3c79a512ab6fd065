"""Single-byte encodings of Latin letters are told apart by the languages written in them."""

import pytest

from engine.documents import plain
from engine.documents.latin import latin_encoding

SENTENCES = [
    ("cp1252", "Café à la carte."),
    (
        "cp1252",
        "Le café était très bon, et la façade de l’hôtel où nous étions a été repeinte. Ça?",
    ),
    ("cp1252", "Grüße aus Zürich, die Straße ist für Fußgänger gesperrt."),
    ("cp1252", "El niño comió una manzana; ¿qué pasó después? Cigüeña y corazón, piso 3º."),
    ("cp1252", "A ação não foi aprovada pelo Ministério da Educação até amanhã."),
    ("cp1252", "Färjan går klockan nio på måndag; älgen står på vägen och äter blåbär."),
    ("cp1252", "Færgen går klokken ni på mandag; rødgrød med fløde. Århus er en by."),
    ("cp1252", "The tenant’s “deposit” – £500 – isn’t refundable."),
    ("cp1252", "A naïve résumé in the café, 5 µm wide."),
    ("cp1250", "Zażółć gęślą jaźń. Umowa została podpisana. Własność jest święta."),
    ("cp1250", "Příliš žluťoučký kůň úpěl ďábelské ódy."),
    ("cp1250", "Árvíztűrő tükörfúrógép, és őrizte."),
    ("cp1250", "Contractul a fost semnat de ambele părţi. Aceasta este o casă frumoasă şi veche."),
    ("cp1254", "Sözleşme her iki tarafça imzalandı. Işık, ağaç, çığlık ve şeker. İstanbul güzel."),
    ("cp1257", "Sutartį pasirašė abi šalys rugsėjo mėnesį; žiūrėkite čia, ąžuolų ir ūkių."),
    ("iso8859_15", "L’œuvre coûte 5 € à Nîmes, cœur de la Provence.".replace("’", "'")),
    ("iso8859_2", "Zażółć gęślą jaźń. Własność jest święta."),
    ("mac_roman", "Le café était très bon, et la façade de l’hôtel où nous étions a été repeinte."),
    ("cp850", "Grüße aus Zürich, die Straße ist für Fußgänger gesperrt."),
]


@pytest.mark.parametrize(("encoding", "text"), SENTENCES)
def test_a_sentence_comes_back_as_it_was_written(encoding: str, text: str):
    assert plain.decode(text.encode(encoding)) == text


def test_what_no_language_writes_is_no_latin_text():
    assert not latin_encoding(bytes(range(128, 256)))


def test_other_letters_are_not_taken_for_latin_ones():
    text = "Договор подписан обеими сторонами."
    assert plain.decode(text.encode("cp1251")) == text


def test_a_byte_that_the_encoding_does_not_have_rules_it_out():
    assert latin_encoding("Grüße".encode("cp1252") + b" \x81") != "cp1252"
