"""Words: how text is cut into words, for the register's names and a visitor's question alike."""

import re
from functools import lru_cache
from typing import NamedTuple

import snowballstemmer

from hospitals.sort_keys import fold

_APOSTROPHES = re.compile(r"['’‘`´]")
_CHUNK = re.compile(r"[^\s/,;]+")
_WORD = re.compile(r"[a-z0-9]+")
_DUTCH, _ENGLISH = snowballstemmer.stemmer("dutch"), snowballstemmer.stemmer("english")

_DOUBLE_VOWEL = re.compile(r"([aeo])\1(?=[^aeiou]+$)")
DOUBLED_FROM = 6
"""Stems of so many letters are written with one vowel: the stemmer makes "tumoor" of "tumoren"."""

STEMMED_FROM = 4
"""Words of fewer letters are their own stem: abbreviations, mostly."""

_EMPTY = """
de het een en of in op te ten ter van voor met bij aan uit om tot naar door over als die dat dit
deze is zijn was wat waar wie welk welke hoe wanneer waarom ik mijn me mij je jij jouw uw u we wij
ons onze hij zij ze hem haar hun er nog ook niet geen heb hebt heeft hebben had ben bent wil wilt
willen kan kun kunnen moet moeten mag mogen zal zou zullen gaat gaan ga kom komt komen krijg
krijgt krijgen doe doet doen laat laten maak maakt maken lukt vind vinden zoek zoeken weet weten
weg weggaat eraf erin eruit erop iets iemand alles veel weinig vaak soms altijd steeds nooit nu al
heel erg te tegen tussen zonder na per tijdens sinds vanaf onder boven naast achter s t n man
vrouw oma opa moeder vader mama papa zoon dochter zus broer oude icd icd10 icpc orpha orphacode
snomed code
the a an and or for with at on to from by my i have has had are what where which how who our your
"""
EMPTY = frozenset(_EMPTY.split())
"""Words that say nothing about what somebody looks for."""

_GENERIC = """
centrum centra expertisecentrum expertisecentra expertise tec topklinisch topklinische ziekenhuis
ziekenhuizen kliniek klinieken poli polikliniek afdeling zorg behandeling behandelingen behandelen
behandelcentrum operatie operaties opereren onderzoek onderzoeken specialist specialisten
specialisme arts artsen dokter dokters aandoening aandoeningen ziekte ziektes ziekten klacht
klachten last problemen probleem problematiek patient patienten mensen erkend erkende beste goede
goed hulp therapie nederland buurt dichtbij
center centre clinic hospital care treatment surgery disease disorder disorders problems doctor
best department
"""
GENERIC = frozenset(_GENERIC.split())
"""Words that many names carry: they help to rank, and nothing is left out for lack of them."""


class Word(NamedTuple):
    """One word as it is compared, and where it stands in the text."""

    folded: str
    start: int
    end: int


def words_of(text: str) -> list[Word]:
    """Return the words of ``text`` in their order."""
    return [word for chunk in _chunks(text) for word in chunk]


def joined_words_of(text: str) -> list[str]:
    """Return what hyphens, brackets and apostrophes hold apart, as one word each.

    "neuro-endocriene" is also "neuroendocriene", and "-(robot)chirurgie" "robotchirurgie".
    """
    return ["".join(word.folded for word in chunk) for chunk in _chunks(text) if len(chunk) > 1]


def _chunks(text: str) -> list[list[Word]]:
    chunks = []
    for chunk in _CHUNK.finditer(text):
        folded, places = _folded_with_places(chunk.group())
        found = [
            Word(
                word.group(),
                chunk.start() + places[word.start()],
                chunk.start() + places[word.end() - 1] + 1,
            )
            for word in _WORD.finditer(folded)
        ]
        if found:
            chunks.append(found)
    return chunks


def _folded_with_places(text: str) -> tuple[str, list[int]]:
    """Return ``text`` folded, and for each of its letters the place in ``text`` that it is from."""
    if text.isascii() and "'" not in text and "`" not in text:
        return text.lower(), list(range(len(text)))
    letters, places = [], []
    for place, letter in enumerate(text):
        for folded in "" if _APOSTROPHES.match(letter) else fold(letter):
            letters.append(folded)
            places.append(place)
    return "".join(letters), places


@lru_cache(maxsize=1 << 16)
def stem(word: str) -> str:
    """Return the Dutch stem of a folded word; a short word and a code are their own stem."""
    if len(word) < STEMMED_FROM or not word.isalpha():
        return word
    if word.endswith(("ieen", "eeen")):  # knieën, zeeën: the stemmer expects the accent
        word = word[:-2]
    found = _DUTCH.stemWord(word)
    return _DOUBLE_VOWEL.sub(r"\1", found) if len(found) >= DOUBLED_FROM else found


_SOUNDS = [
    (re.compile(pattern), sound)
    for pattern, sound in (
        (r"ph", "f"), (r"[rt]h", lambda found: found.group()[0]), (r"sch(?=e?s?$)", "s"),
        (r"sch", "sg"), (r"ch|gh", "g"),
        (r"c(?=[eiy])", "s"), (r"qu", "kw"), (r"x", "ks"), (r"[cq]", "k"), (r"ij|y", "ei"),
        (r"au", "ou"), (r"z", "s"), (r"v", "f"), (r"dt?(?![a-z])", "t"), (r"ae", "e"),
        (r"ei|ie", "i"), (r"(.)\1+", r"\1"),
    )
]  # fmt: skip
"""Spellings that sound alike in Dutch, each written in one way."""


@lru_cache(maxsize=1 << 16)
def sound(word: str) -> str:
    """Return how a folded word sounds, roughly: words that people mix up sound the same."""
    for pattern, instead in _SOUNDS:
        word = pattern.sub(instead, word)
    return word


def is_empty(word: str) -> bool:
    return word in EMPTY


def is_generic(word: str) -> bool:
    return word in GENERIC
