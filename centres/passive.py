"""Whether a sentence is passive: a rule of thumb with lists of words, for Dutch and English.

A sentence counts as passive when one clause holds a form of *worden* (English: *to be*) and a
past participle. In Dutch a form of *zijn* with a participle counts too ("is gebouwd"), unless
the participle goes with *zijn* in the active voice ("is begonnen") or says how something is ("is
gesloten"). The names of statuses ("is erkend") say how something is: ``STATES``.

No dictionary and no grammar: the rule takes some nouns for participles and overlooks some
participles. It sees enough to warn by, and to keep the fixed texts in check. It overlooks a form
and a participle in different clauses, and passives with *to get*, *to have* or *laten*.
"""

import re

CLAUSE = re.compile(r"[,;:()–—]|\s-\s")
WORD = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*")


def words_of(text: str) -> frozenset[str]:
    return frozenset(text.split())


WORDEN = words_of("word wordt worden werd werden geworden")
ZIJN = words_of("is zijn was waren ben bent geweest")
HEBBEN = words_of("heb hebt heeft hebben had hadden gehad")
POSSESSIVE = "zijn"  # also "his", and then no verb: see ``_has_form_of_zijn``
AFTER_THE_VERB = words_of(
    """
    al alleen altijd bij daar door er hier hierna in later meestal met na niet nog nooit nu om
    ook op opnieuw samen sinds steeds te toen uit vaak van voor weer wel
    """
)

DUTCH_PARTICIPLE = re.compile(
    r"(?:aan|achter|af|bij|binnen|deel|door|goed|in|klaar|mee|mis|na|neer|om|onder|op|open|over|"
    r"rond|samen|tegen|terug|toe|uit|vast|vol|voor|voort|vrij|waar|weg)?"
    r"(?P<rest>ge\w{2,}(?:[td](?<!heid)|en))"
    r"|(?:be|ver|ont|her|er)\w{3,}[td](?<!heid)"
)
DUTCH_STRONG = words_of(
    """
    aanbevolen begrepen behouden beschreven besloten besproken betrokken bewezen herschreven
    onderbroken onderhouden ondernomen onderscheiden ondersteund onderzocht ontnomen ontslagen
    ontvangen ontworpen overgenomen overwogen uitbesteed verboden verbonden vergeten verkregen
    vernomen verstreken vertrouwd vervangen verwezen verworven verzonden voltooid voorbehandeld
    voorkomen
    """
)
NOT_DUTCH_PARTICIPLES = words_of(
    """
    beeld beeldt begint behandelt behoort bekend bekijkt beleid beoordeelt bepaalt bericht
    beschrijft besluit bestaat bestand besteedt betekent betreft bevat bewijst bezit bezoekt
    biedt erft ergens ernst ervaart gebeuren gebeurt gebied gebruiken gedeelte gedicht geduld
    geeft geen geheugen geld gelden geldt geloven geluid gemeente gemeenten genezen gerecht
    gerechten geschikt gesticht geval gevallen geven gewicht gewoonten gezicht gezichten gezond
    herhaalt herinnert herkent ontbreekt ontdekt onthoudt ontstaat ontvangt ontwikkelt verandert
    verbetert verbiedt verbindt verdeelt verdient verdwijnt vereist vergeet vergelijkt verkeert
    verklaart verleent verliest vermeldt vermindert verschilt verspreidt verstaat verstand
    vertelt vertrekt vervalt vervangt verwijst verzamelt verzoekt
    """
)
ACTIVE_WITH_ZIJN = words_of(
    """
    aangekomen afgelopen begonnen bezweken gebarsten gebeurd gebleken gebleven gedaald gegaan
    gegroeid gekomen gekrompen geland geleden gelukt genezen gereisd geschrokken geslaagd
    geslonken gesmolten gestart gestegen gestopt gestorven gevallen gevlogen gevlucht gevolgd
    geweest geworden gezakt gezonken herleefd herrezen ingestort misgegaan mislukt nagekomen
    ontkomen ontsnapt ontstaan opgedroogd opgegaan opgegroeid opgehouden opgestaan overgegaan
    overleden teruggekomen toegenomen uitgekomen veranderd verbleekt verdwaald verdwenen vergaan
    verhuisd verlopen verminderd verschenen verstreken vertrokken verzwakt voorgekomen
    """
)

TO_BE = words_of("am is are was were be been being")
ENGLISH_REGULAR = re.compile(r"\w{2,}ed")
ENGLISH_IRREGULAR = words_of(
    """
    begun bought brought built caught chosen cut done drawn driven eaten fed felt forbidden
    forgiven forgotten fought found given gone grown heard held hidden hit hurt kept laid led
    left lent lost made met paid proven put read run said seen sent set shown shut sold spent
    spoken spread stolen struck swept taken taught thrown told understood withdrawn withheld won
    worn written
    """
)
NOT_ENGLISH_PARTICIPLES = words_of(
    "bed breed exceed feed indeed need proceed red seed shed speed succeed weed hundred"
)

STATES = {
    "nl": words_of(
        """
        afgelopen bedoeld begrensd beperkt bereid beroemd bestemd bevestigd bevoegd bezet erkend
        gebaat gebaseerd gebonden geboren gehandicapt gelegen geliefd geopend gericht geschoold
        gesloten gespecialiseerd getrouwd gevarieerd gevestigd gewend gewenst gewond gezond
        geïnteresseerd ingetrokken ingewikkeld opgenomen opgeschort overtuigd teruggegeven
        verantwoord verbonden verdeeld verouderd verplicht verslaafd vertrouwd verwant verzekerd
        """
    ),
    "en": words_of(
        """
        accustomed advanced ageing allowed based born called certain closed complicated
        concerned confirmed dedicated detailed divided exhausted experienced expired finished
        gone grown injured insured interested involved known limited located married needed
        pleased prepared qualified reassessed recognised related renowned responsible retired
        returned satisfied skilled specialised supposed surprised suspended tired used withdrawn
        worried
        """
    ),
}


def is_passive(sentence: str, language: str) -> bool:
    """Return whether ``sentence``, in ``language`` ("nl" or "en"), is taken to be passive."""
    is_passive_clause = {"nl": _is_passive_dutch, "en": _is_passive_english}[language]
    clauses = (WORD.findall(clause.lower()) for clause in CLAUSE.split(sentence))
    return any(is_passive_clause(clause) for clause in clauses)


def _is_passive_dutch(words: list[str]) -> bool:
    participles = {word for word in words if _is_dutch_participle(word)} - WORDEN
    if participles and WORDEN & set(words):
        return True
    return _has_form_of_zijn(words) and bool(participles - ACTIVE_WITH_ZIJN - STATES["nl"])


def _is_dutch_participle(word: str) -> bool:
    found = DUTCH_PARTICIPLE.fullmatch(word)
    rest = found and found["rest"]  # "overgewicht" is as much a participle as "gewicht"
    if {word, rest} & NOT_DUTCH_PARTICIPLES:
        return False
    return bool(found) or word in DUTCH_STRONG


def _has_form_of_zijn(words: list[str]) -> bool:
    """Return whether *is*, *was* … stand in a clause; *zijn* only where it is not "his".

    Beside a form of *hebben* the participle goes with that: "die dronken is en heeft gebeld".
    """
    forms = ZIJN & set(words)
    if HEBBEN & set(words):
        return False
    if forms != {POSSESSIVE}:
        return bool(forms)
    following = words[words.index(POSSESSIVE) + 1 :][:1]
    return not following or following[0] in AFTER_THE_VERB or _is_dutch_participle(following[0])


def _is_passive_english(words: list[str]) -> bool:
    """Return whether a form of *to be* has a participle after it, with at most two words between.

    Words between are mostly adverbs: "is not often asked".
    """
    for place, word in enumerate(words):
        following = words[place + 1 : place + 4] if word in TO_BE else []
        if any(_is_english_participle(each) for each in following):
            return True
    return False


def _is_english_participle(word: str) -> bool:
    if word in STATES["en"] or word in NOT_ENGLISH_PARTICIPLES:
        return False
    return word in ENGLISH_IRREGULAR or bool(ENGLISH_REGULAR.fullmatch(word))
