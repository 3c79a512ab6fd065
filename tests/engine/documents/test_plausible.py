"""What reads like a language, by example."""

import pytest

from engine.documents.plausible import is_littered, reads_like_language, reads_like_noise


@pytest.mark.parametrize(
    "text", ["Café à la carte", "Съешь ещё этих булок", "吾輩は猫である。名前はまだ無い", "1, 2"]
)
def test_language_is_taken(text):
    assert reads_like_language(text)


@pytest.mark.parametrize(
    "text", ["stray \x80 control", "Hello яюэ world", "ﹽ", "alone ÿ here", "ñæøåß"]
)
def test_noise_is_not(text):
    assert not reads_like_language(text)


def test_litter_is_counted():
    assert is_littered("a\ufeffb\uffff")
    assert not is_littered("\ufeff" + "plain text " * 20)


PAGE = "This contract begins on the first of May and ends after two years unless a party objects. "


def moved(text, by):
    return "".join(chr(ord(each) + by) if each.isalpha() else each for each in text)


@pytest.mark.parametrize(
    "text",
    [
        moved(PAGE * 3, 3),
        moved(PAGE, -61),
        "\ue012" * 90,
        "\x01\x02" * 60,
        ("Договор вступает в силу с момента подписания. " * 5).encode("cp1251").decode("cp1252"),
        ("Η σύμβαση ισχύει από την ημέρα της υπογραφής. " * 5)
        .encode("iso8859-7")
        .decode("latin-1"),
    ],
)
def test_letters_of_a_wrong_table_are_noise(text):
    assert reads_like_noise(text)


@pytest.mark.parametrize(
    "text",
    [
        *(PAGE * 3, "Short !#$ ", "吾輩は猫である。名前はまだ無い。" * 9),
        "1,234.50 (12 %) $ 5,678.00 -4.5 % " * 9,
        "Contents ......................... 7\n" * 9,
        "Договор вступает в силу с момента подписания. " * 5,
        "def shown(value): return {'a': [1, 2]}[value] # ok\n" * 9,
        "Zawarcie umowy następuje z chwilą podpisania przez obie strony. " * 5,
        "Wszyscy zgadzają się z żądaniem wykazów; brzmi to źle w kwietniu każdego wieku. " * 5,
        "Hợp đồng có hiệu lực kể từ ngày ký và người thuê trả tiền thuê nhà hàng tháng. " * 5,
        "Kiracı her ayın beşinci gününe kadar kirayı öder ve evi temiz tutar. " * 5,
        "Vuokralainen maksaa vuokran kuukauden ensimmäisenä päivänä omistajan tilille. " * 5,
        "KLM-03 PQ-9 BRT-22 X9Z 4711 WXK-7 GHB-12 ZQF-8 " * 9,
        "https://www.example.org/path?x=1&y=2 " * 9,
    ],
)
def test_figures_code_and_all_languages_are_no_noise(text):
    assert not reads_like_noise(text)
