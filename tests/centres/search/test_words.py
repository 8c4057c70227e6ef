"""How text is cut into words, and which words are one."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from centres.search.words import joined_words_of, sound, stem, words_of


@pytest.mark.parametrize(
    ("text", "words", "joined"),
    [
        (
            "Bekkenbodem -(robot)chirurgie",
            ["bekkenbodem", "robot", "chirurgie"],
            ["robotchirurgie"],
        ),
        ("neuro-endocriene tumoren", ["neuro", "endocriene", "tumoren"], ["neuroendocriene"]),
        ("'s-Hertogenbosch", ["s", "hertogenbosch"], ["shertogenbosch"]),
        ("baby's", ["babys"], []),
        ("COLITIS  ulcerosa/Crohn", ["colitis", "ulcerosa", "crohn"], []),
        ("allergieën, knieën", ["allergieen", "knieen"], []),
        ("Fryslân", ["fryslan"], []),
        ("E10.1", ["e10", "1"], ["e101"]),
        ("!?", [], []),
    ],
)
def test_text_is_cut_into_words(text, words, joined):
    assert [word.folded for word in words_of(text)] == words
    assert joined_words_of(text) == joined


@given(st.text(max_size=60))
def test_a_word_stands_where_it_says(text):
    for word in words_of(text):
        assert 0 <= word.start < word.end <= len(text)
        again = "".join(each.folded for each in words_of(text[word.start : word.end]))
        assert word.folded in again


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("stoornissen", "stoornis"), ("tumoren", "tumor"), ("knieen", "knie"),
        ("vleesbomen", "vleesboom"), ("voeten", "voet"), ("allergieen", "allergie"),
        ("aandoeningen", "aandoening"), ("slokdarmtumoren", "slokdarmtumor"),
    ],
)  # fmt: skip
def test_forms_of_a_word_share_a_stem(one, other):
    assert stem(one) == stem(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("reumatoide", "rheumatoide"), ("astma", "asthma"), ("paliatief", "palliatief"),
        ("syndroom", "sindroom"), ("fysio", "physio"),
        ("bloet", "bloed"), ("oesofagus", "oesophagus"),
    ],
)  # fmt: skip
def test_words_that_people_mix_up_sound_alike(one, other):
    assert sound(one) == sound(other)
