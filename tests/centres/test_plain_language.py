"""What a program says of a text: its sentences, passive ones and hard words."""

import pytest
from django.utils.translation import override

from centres.passive import is_passive
from centres.plain_language import (
    Jargon,
    LongSentence,
    PassiveSentence,
    findings,
    number_of_words,
    sentences,
)

LONG = "Dit is een zin die " + "heel " * 15 + "lang is."  # 22 words


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", []),
        ("  \n\n ", []),
        ("Een zin zonder punt", ["Een zin zonder punt"]),
        ("Bel ons. Of mail!", ["Bel ons.", "Of mail!"]),
        ("Wie? Iedereen. Echt…", ["Wie?", "Iedereen.", "Echt…"]),
        ("Erkend van 1 mei 2024 t/m 30 april 2028.", ["Erkend van 1 mei 2024 t/m 30 april 2028."]),
        ("Er zijn 2.5 en 1.000 of 3,5 dagen.", ["Er zijn 2.5 en 1.000 of 3,5 dagen."]),
        ("Neem iets mee, bijv. Uw pas.", ["Neem iets mee, bijv. Uw pas."]),
        ("Vraag m.b.t. ALS aan dr. Jansen.", ["Vraag m.b.t. ALS aan dr. Jansen."]),
        ("Arts: A.B. de Vries. Bel haar.", ["Arts: A.B. de Vries.", "Bel haar."]),
        ("Hoofdpijn, koorts, enz. Bel dan.", ["Hoofdpijn, koorts, enz.", "Bel dan."]),
        ("Pijn, koorts enz. is gewoon.", ["Pijn, koorts enz. is gewoon."]),
        ("Zij zei: “Kom.” Dat deed hij.", ["Zij zei: “Kom.”", "Dat deed hij."]),
        ("Dat weet u. 's Avonds niet.", ["Dat weet u.", "'s Avonds niet."]),
        ("Dat is 5. 12 is meer.", ["Dat is 5.", "12 is meer."]),
        ("Kijk op www.stz.nl. Of bel.", ["Kijk op www.stz.nl.", "Of bel."]),
        ("Neem mee:\n- uw pas\n* een lijst\n1. geld", ["Neem mee:", "uw pas", "een lijst", "geld"]),
        ("Een regel\r\nnog een", ["Een regel", "nog een"]),
        ("See e.g. Mr. Smith. He knows.", ["See e.g. Mr. Smith.", "He knows."]),
    ],
)
def test_sentences(text, expected):
    assert sentences(text) == expected


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("", 0),
        ("Eén, twee – drie!", 3),
        ("Bel 0800-1234 (gratis).", 3),
        ("1 mei 2024", 3),
        ("Kinder- en jeugdarts 's avonds", 5),
    ],
)
def test_number_of_words(sentence, expected):
    assert number_of_words(sentence) == expected


DUTCH = {
    "Het centrum wordt beoordeeld.": True,
    "De aanvraag werd door STZ afgewezen.": True,
    "De pagina's worden elke dag bijgewerkt.": True,
    "De uitslag wordt op 1 juni verwacht.": True,
    "Alle zinnen zijn herschreven.": True,
    "Deze cijfers zijn door de bron gemeld.": True,
    "U bent onderzocht.": True,
    "De centra die in deze ronde zijn bezocht, staan hier.": True,
    "De tekst moet worden herhaald.": True,
    "De brief is goedgekeurd.": True,
    "Elk jaar wordt één centrum erkend.": True,
    "De uitslag wordt op één dag bekend.": False,
    "De commissie beoordeelt het centrum.": False,
    "Het weer wordt beter.": False,
    "Een ronde wordt in één keer openbaar.": False,
    "Als u patiënt wordt, heeft u een verwijzing nodig.": False,
    "STZ heeft het centrum erkend.": False,
    "Het centrum is erkend.": False,
    "De erkenning is opgeschort.": False,
    "De datum is niet bekend.": False,
    "De behandeling is begonnen.": False,
    "Het centrum is gegroeid.": False,
    "Elk centrum houdt zijn geld apart.": False,
    "Het ziekenhuis gaf zijn erkenning terug.": False,
    "Hij is gezond.": False,
    "Zijn gezondheid is goed.": False,
    "Overgewicht is slecht voor het geheugen.": False,
    "Bloed opgeven kan een teken zijn.": False,
    "U heeft zoveel gedronken dat het gevaarlijk is.": False,
    "Dit is een groot gebied.": False,
    "Wij zijn er elke dag.": False,
}
ENGLISH = {
    "The centre is assessed every four years.": True,
    "The application was refused.": True,
    "The days are not often given by the source.": True,
    "It has been sent.": True,
    "The list cannot be changed.": True,
    "The committee assesses the centre.": False,
    "The centre is recognised.": False,
    "The recognition was withdrawn.": False,
    "The date is not known.": False,
    "It is red.": False,
    "The source has given no day.": False,
    "Is the centre here, it showed its plan.": False,
    "We are in need of more data.": False,
}


@pytest.mark.parametrize(
    ("language", "sentence", "expected"),
    [("nl", *pair) for pair in DUTCH.items()] + [("en", *pair) for pair in ENGLISH.items()],
)
def test_passive(language, sentence, expected):
    assert is_passive(sentence, language) is expected


def test_a_sentence_of_twenty_words_is_short_enough():
    twenty = "woord " * 20
    assert findings(twenty, "nl") == []
    assert findings(f"{twenty}meer", "nl") == [LongSentence(f"{twenty}meer")]


def test_a_plain_text_has_no_findings():
    assert findings("Wij helpen u. Bel gerust: wij denken mee.", "nl") == []
    assert findings("We help you. Please call: we think along.", "en") == []


def test_one_passive_sentence_harms_nobody_and_two_of_three_do():
    one, other = "U wordt gebeld.", "De brief wordt verstuurd."
    assert findings(f"{one} Wij wachten. Dat duurt even.", "nl") == []
    assert findings(f"{one} Wij wachten. {other}", "nl") == [
        PassiveSentence(one),
        PassiveSentence(other),
    ]


def test_hard_words_are_found_as_whole_words_in_any_case_and_once():
    text = (
        "Multidisciplinaire zorg. Multidisciplinair, en weer multidisciplinair. Een carcinoompje."
    )
    (found,) = findings(text, "nl")
    assert isinstance(found, Jargon)
    assert (found.word, found.hard.plain) == (
        "Multidisciplinaire",
        "verschillende zorgverleners samen",
    )
    assert findings(text, "en") == []


def test_hard_words_that_the_glossary_explains_are_no_finding():
    assert findings("Wij hebben een polikliniek en een ECZA.", "nl") == []


def test_findings_speak_to_the_reader_in_his_own_language():
    text = f"{LONG} De tumor is maligne."
    with override("nl"):
        assert [finding.message for finding in findings(text, "nl")] == [
            "Een zin heeft 22 woorden; 20 is genoeg: “Dit is een zin die …”",
            "“maligne” is een moeilijk woord. Gewoner is: “kwaadaardig”.",
        ]
    with override("en"):
        assert [finding.message for finding in findings(text, "nl")] == [
            "A sentence has 22 words; 20 is enough: “Dit is een zin die …”",
            "“maligne” is a hard word. Plainer is: “kwaadaardig”.",
        ]
