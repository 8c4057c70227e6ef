"""What the committee found the last time a centre was assessed, to lay beside what it says now.

The questions to the database come first; from ``Comparison`` on everything is computed from what it
is given.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from functools import cached_property

from django.db.models import Prefetch, Q

from centres.models import Criterion

from .conflicts import visible_applications
from .models import Answer, Application, Consensus, Decision, Finding, Requirement
from .states import ApplicationState

WORDS = re.compile(r"\S+\s*")

Piece = tuple[bool, str]
"""Whether a part of a text differs from the other text, and the part."""


def previous_application(application: Application, *, user) -> Application | None:
    """Return the released application of the same centre in the last round before this one.

    One that proposed the centre counts too: its release made the centre. ``None`` when there is
    none, and just so when ``user`` has a conflict with it.
    """
    if application.centre_id is None:
        return None
    of_centre = Q(centre=application.centre_id) | Q(
        decisions__recognition__centre=application.centre_id
    )
    year, number = application.round.year, application.round.number
    earlier = Q(round__year__lt=year) | Q(round__year=year, round__number__lt=number)
    found = visible_applications(user).filter(of_centre, earlier, state=ApplicationState.RELEASED)
    return (
        found.select_related("round__edition")
        .prefetch_related("answers__criterion", "consensus__criterion", "round__edition__criteria")
        .order_by("-round__year", "-round__number", "-pk")
        .first()
    )


def released_decision(application: Application) -> Decision | None:
    """Return the last released decision, with its requirements and whether they were met."""
    requirements = Requirement.objects.select_related("check_result")
    return (
        Decision.objects.filter(application=application, released_at__isnull=False)
        .prefetch_related(Prefetch("requirements", requirements))
        .order_by("-pk")
        .first()
    )


def findings_of(application: Application, *, user) -> list[Finding]:
    """Return the findings on ``application`` that count and that ``user`` may read."""
    return list(
        Finding.objects.visible_to(user)
        .submitted()
        .filter(assignment__application=application)
        .select_related("criterion", "assignment__member__user")
    )


@dataclass(frozen=True)
class Comparison:
    """One criterion now and the previous time.

    Attributes:
        criterion: that of the edition of this round; ``None`` when it has lapsed since.
        earlier: that of the edition of the previous round; ``None`` when it is new.
        now, before: the two answers, empty when there is none.
        consensus, findings: what the committee and its assessors found the previous time.
    """

    criterion: Criterion | None
    earlier: Criterion | None
    now: str = ""
    before: str = ""
    consensus: Consensus | None = None
    findings: Sequence[Finding] = ()

    @property
    def is_new(self) -> bool:
        return self.earlier is None

    @property
    def is_changed(self) -> bool:
        """Whether the words of the answer differ; how they are spaced does not count."""
        in_both = self.criterion is not None and self.earlier is not None
        return in_both and self.now.split() != self.before.split()

    @cached_property
    def marked(self) -> tuple[list[Piece], list[Piece]]:
        """The answer before and the answer now, each with what differs from the other."""
        return changes(self.before, self.now)


def compare(
    criteria: Iterable[Criterion],
    answers: Iterable[Answer],
    previous: Application | None,
    findings: Iterable[Finding] = (),
) -> list[Comparison]:
    """Return the criteria by number, those that have lapsed since the previous time included.

    Criteria are the same when they have the same number in their editions.

    Arguments:
        previous: from ``previous_application``; ``None`` leaves everything of it empty.
    """
    now = {each.criterion_id: each.text for each in answers}
    new = {each.number: each for each in criteria}
    old, before, consensus, found = {}, {}, {}, {}
    if previous is not None:
        old = {each.number: each for each in previous.round.edition.criteria.all()}
        before = {each.criterion.number: each.text for each in previous.answers.all()}
        consensus = {each.criterion.number: each for each in previous.consensus.all()}
    for finding in findings:
        found.setdefault(finding.criterion.number, []).append(finding)
    return [
        Comparison(
            criterion=new.get(number),
            earlier=old.get(number),
            now=now.get(new[number].pk, "") if number in new else "",
            before=before.get(number, ""),
            consensus=consensus.get(number),
            findings=found.get(number, ()),
        )
        for number in sorted({*new, *old})
    ]


def changes(before: str, now: str) -> tuple[list[Piece], list[Piece]]:
    """Return both texts in pieces, each marked whether it differs from the other text, by words."""
    old, new = WORDS.findall(before.strip()), WORDS.findall(now.strip())
    matcher = SequenceMatcher(None, _bare(old), _bare(new), autojunk=False)
    pieces: tuple[list[Piece], list[Piece]] = ([], [])
    for act, old_from, old_to, new_from, new_to in matcher.get_opcodes():
        differs = act != "equal"
        if old_from < old_to:
            pieces[0].append((differs, "".join(old[old_from:old_to])))
        if new_from < new_to:
            pieces[1].append((differs, "".join(new[new_from:new_to])))
    return pieces


def _bare(words: list[str]) -> list[str]:
    return [word.rstrip() for word in words]
