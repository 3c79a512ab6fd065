"""Single-byte encodings of Latin letters are told apart by the languages written in them."""

import pytest

from engine.documents import plain
from engine.documents.latin import latin_encoding, lists_accents

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
    (
        "cp1257",
        "Īres līgums ir noslēgts starp pusēm. Īres maksa jāmaksā līdz mēneša piektajai dienai.",
    ),
    (
        "cp1254",
        "Kira sözleşmesi taraflar arasında yapılmıştır ve her ayın beşinci gününe kadar ödenir.",
    ),
    ("cp1252", "Þetta er íþrótt; alþjóðlegur samningur var gerður milli aðila. Það þýðir ekki."),
    ("iso8859_15", "L’œuvre coûte 5 € à Nîmes, cœur de la Provence.".replace("’", "'")),
    ("iso8859_2", "Zażółć gęślą jaźń. Własność jest święta."),
    ("mac_roman", "Le café était très bon, et la façade de l’hôtel où nous étions a été repeinte."),
    ("cp850", "Grüße aus Zürich, die Straße ist für Fußgänger gesperrt."),
    ("cp1252", "Price: 15,50 € per m², 20 °C, ½ cup, ±5 µg"),
    ("cp1252", "Fläche 80 m³, ¼ Zoll × 3"),
    ("cp1254", "Sözleşme imzalandı; İstanbul'da oturan kişiler için kiracı öder."),
    ("cp1257", "Sutartis įsigalioja nuo pasirašymo; mokestį kas mėnesį šalys žino."),
    ("iso8859_15", "Le prix est 15 € et l'œuvre coûte"),
]


@pytest.mark.parametrize(("encoding", "text"), SENTENCES)
def test_a_sentence_comes_back_as_it_was_written(encoding: str, text: str):
    assert plain.decode(text.encode(encoding)) == text


@pytest.mark.parametrize(
    "text",
    [
        "# Übergänge\n\nÄÖÜ öäü ß",
        "## été\n\néàè ç ù",
        "Años:\n\ná é í ó ú ñ",
        "Åren\n\nå ä ö Å Ä Ö",
    ],
)
def test_letters_listed_one_by_one_are_windows_1252(text: str):
    assert plain.decode(text.encode("cp1252")) == text


@pytest.mark.parametrize("encoding", ["cp1253", "cp1255", "cp1251"])
def test_letters_of_another_script_are_no_list_of_accents(encoding: str):
    text = {"cp1253": "Web αινσ", "cp1255": "Web שלום", "cp1251": "Web дом"}[encoding]
    assert not lists_accents(text.encode(encoding))


def test_what_no_language_writes_is_no_latin_text():
    assert not latin_encoding(bytes(range(128, 256)))


def test_other_letters_are_not_taken_for_latin_ones():
    text = "Договор подписан обеими сторонами."
    assert plain.decode(text.encode("cp1251")) == text


def test_a_byte_that_the_encoding_does_not_have_rules_it_out():
    assert latin_encoding("Grüße".encode("cp1252") + b" \x81") != "cp1252"


# A table of names from everywhere, in the encoding that Windows writes in all of Western Europe.
NAMES = """Müller Jörg Köln|José Núñez Málaga|Åsa Öberg Malmö|François Lefèvre Besançon
São Paulo João Conceição|Søren Kjærgård Ærø|Dvorak Ångström Piña|Größe Straße Coruña|È Perché Città
Þór Guðmundsson|Zoë Citroën|L'Haÿ Hôtel Crème brûlée|Bjørnson Ørsted|García Sánchez Martín Muñoz"""


@pytest.mark.parametrize("rows", range(2, 15, 3))
def test_names_of_many_western_languages_are_windows_1252(rows: int):
    text = "\n".join(NAMES.replace("\n", "|").split("|")[-rows:])
    assert latin_encoding(text.encode("cp1252")) == "cp1252"


def test_one_central_european_language_is_not_taken_for_many_western_ones():
    czech = "Dvořák přišel včera večer do Třebíče, kde čekal říšský úředník a ještě někdo."
    assert plain.decode(czech.encode("cp1250")) == czech
    mixed = "Wałęsa; Dvořák; Kovács Győr; Łódź; Ţara; Żółć; Břeclav; Świętokrzyskie; Hőgyész"
    assert plain.decode(mixed.encode("cp1250")) == mixed


def test_quotes_of_windows_are_letters_of_older_encodings():
    assert plain.decode("Das Café: 25 °C".encode("cp850")) == "Das Café: 25 °C"
