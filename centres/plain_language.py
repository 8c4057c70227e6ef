"""Whether a text is plain enough for every reader (B1), and what could be plainer.

Three things that a program can see: the length of sentences, the passive voice and hard words.
``docs/plain-language.md`` tells the rules, where they come from, and what no program sees.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from django.utils.translation import gettext as _

from .glossary import entry_for
from .hard_words import HardWord, hard_words_in
from .passive import is_passive

LONGEST_SENTENCE = 20
"""Words in a sentence; the limit of the design, section 6."""

MOST_PASSIVE = 0.10
"""The share of the sentences of a text that may be passive."""

FIRST_WORDS = 5
"""So many words of a sentence are enough to find it again."""

ABBREVIATIONS = """
    a.u.b. afd. art. bijv. blz. bv. ca. d.d. d.m.v. d.w.z. dhr. dr. drs. e.a. evt. excl. fig. i.o.
    i.p.v. i.v.m. incl. ing. ir. jl. m.a.w. m.b.t. m.b.v. m.i. m.u.v. max. mevr. min. mr. mw. n.a.v.
    nl. no. nr. o.a. o.l.v. p. pag. prof. resp. s.v.p. st. t.a.v. t.b.v. t.g.v. t.o.v. tel. v. v.a.
    vgl. vs. zgn. zg. approx. e.g. i.e. mrs. ms. ph.d. jan. feb. apr. jun. jul. aug. sep. sept. okt.
    oct. nov. dec.
"""
"""Words with a full stop that ends no sentence; "enz." and "etc." may end one."""

_LIST_MARKER = re.compile(r"^\s*(?:[-*•–·]|\d{1,2}[.)]|[a-z][.)])\s+")
_END = re.compile(r"[.!?…]+[\"'”’»)\]]*(?=\s+[\"'“‘«(\[]*(?:[A-ZÀ-ÖØ-Þ0-9]|['’][a-z]\s))")
_WORD = re.compile(r"\w\S*")


def sentences(text: str) -> list[str]:
    """Return the sentences of ``text``: each line, and each item of a list, begins a new one."""
    lines = (_LIST_MARKER.sub("", line).strip() for line in text.splitlines())
    return [sentence for line in lines for sentence in _sentences_of_line(line) if sentence]


def _sentences_of_line(line: str) -> Iterator[str]:
    begin = 0
    for end in _END.finditer(line):
        if not _is_abbreviation(line[begin : end.end()]):
            yield line[begin : end.end()].strip()
            begin = end.end()
    yield line[begin:].strip()


def _is_abbreviation(text: str) -> bool:
    """Return whether ``text`` ends with an abbreviation or with the initial of a name."""
    last = text.split()[-1].lstrip("\"'“‘«([")
    return last.lower() in ABBREVIATIONS.split() or bool(re.fullmatch(r"(?:[A-Z]\.)+", last))


def number_of_words(sentence: str) -> int:
    """Return how many words ``sentence`` has; a number is a word, a loose dash is none."""
    return len(_WORD.findall(sentence))


@dataclass(frozen=True)
class LongSentence:
    """A sentence of more than ``LONGEST_SENTENCE`` words."""

    sentence: str

    @property
    def message(self) -> str:
        """What it is, in the language of who reads it now."""
        return _("A sentence has %(number)s words; %(enough)s is enough: “%(beginning)s”") % {
            "number": number_of_words(self.sentence),
            "enough": LONGEST_SENTENCE,
            "beginning": beginning(self.sentence),
        }


@dataclass(frozen=True)
class PassiveSentence:
    """A sentence that does not begin with who does it."""

    sentence: str

    @property
    def message(self) -> str:
        """What it is, in the language of who reads it now."""
        return _("A sentence becomes clearer when it says who does it: “%(beginning)s”") % {
            "beginning": beginning(self.sentence)
        }


@dataclass(frozen=True)
class Jargon:
    """A word that few readers know, as it stands in the text."""

    word: str
    hard: HardWord

    def is_explained_in(self, language: str) -> bool:
        """Return whether there is no plainer word, and the glossary explains this one."""
        return not self.hard.plain and entry_for(self.word, language) is not None

    @property
    def message(self) -> str:
        """What it is, in the language of who reads it now."""
        names = {"word": self.word, "plain": self.hard.plain}
        if not self.hard.plain:
            return _("Not everybody knows “%(word)s”. Say what it means.") % names
        return _("“%(word)s” is a hard word. Plainer is: “%(plain)s”.") % names


Finding = LongSentence | PassiveSentence | Jargon


def beginning(sentence: str) -> str:
    """Return the first words of ``sentence``, by which its writer finds it again."""
    words = sentence.split()
    return " ".join(words[:FIRST_WORDS]) + (" …" if len(words) > FIRST_WORDS else "")


def findings(text: str, language: str) -> list[Finding]:
    """Return what could be plainer in ``text``, which is in ``language`` ("nl" or "en").

    A hard word is named once, unless the page explains it in place. Passive sentences are named
    only where they are more than ``MOST_PASSIVE`` of all, and at least two: one now and then
    harms nobody.
    """
    found = sentences(text)
    long = [LongSentence(each) for each in found if number_of_words(each) > LONGEST_SENTENCE]
    passive = [PassiveSentence(each) for each in found if is_passive(each, language)]
    if len(passive) < 2 or passive_share(found, language) <= MOST_PASSIVE:
        passive = []
    unexplained = [each for each in jargon(text, language) if not each.is_explained_in(language)]
    return [*long, *unexplained, *passive]


def jargon(text: str, language: str) -> list[Jargon]:
    """Return the hard words in ``text``, each once, in order of appearance."""
    return [Jargon(word, hard) for word, hard in hard_words_in(text, language).items()]


def passive_share(found: list[str], language: str) -> float:
    """Return which part of these sentences is passive: 0.0 up to and including 1.0."""
    return sum(is_passive(each, language) for each in found) / len(found) if found else 0.0
