"""Where assessors differ, most disagreement first, from what the reader may see."""

from types import SimpleNamespace

import pytest

from assessments.agenda import Line, Sheet, agenda, with_assessors
from assessments.models import Application, Verdict
from tests.assessments.builders import (
    make_accepted,
    make_assessor,
    make_committee_member,
    make_findings,
    make_open_round,
)
from tests.builders import make_edition, make_user


def line(*verdicts):
    findings = [verdict and SimpleNamespace(verdict=verdict) for verdict in verdicts]
    return Line(SimpleNamespace(number=1), findings)


@pytest.mark.parametrize(
    ("verdicts", "differs", "distance"),
    [
        ((), False, 0),
        (("meets",), False, 0),
        (("meets", None), False, 0),
        (("meets", "meets"), False, 0),
        (("meets", "partly"), True, 1),
        (("meets", "not"), True, 2),
        (("partly", "cannot_judge"), True, 0),
        (("meets", "meets", "cannot_judge"), True, 1),
    ],
)
def test_assessors_differ_when_their_verdicts_do(verdicts, differs, distance):
    assert (line(*verdicts).differs, line(*verdicts).distance) == (differs, distance)


def sheet(reference: str, *lines):
    return Sheet(SimpleNamespace(reference=reference), is_open=True, lines=list(lines))


def test_most_disagreement_comes_first():
    same = line("meets", "meets")
    sheets = [
        sheet("AAN-E"),
        sheet("AAN-C", same, same),
        sheet("AAN-A", line("meets", "partly"), same),
        sheet("AAN-B", line("meets", "not"), same),
        sheet("AAN-D", line("partly", "cannot_judge"), line("meets", "partly")),
        sheet("AAN-9", same, same),
    ]
    ordered = [each.application.reference for each in sorted(sheets, key=lambda each: each.order)]
    assert ordered == ["AAN-D", "AAN-B", "AAN-A", "AAN-9", "AAN-C", "AAN-E"]


class World:
    """Two applications with two assessors each; Anna assesses the first, nobody else both."""

    def __init__(self):
        self.editor = make_user("editor")
        self.round = make_open_round(edition=make_edition(criteria=2), by=self.editor)
        self.anna = make_committee_member()
        self.first, self.second = [make_accepted(self.round, by=self.editor) for _ in range(2)]
        self.annas = make_assessor(self.first, self.anna, by=self.editor)
        self.brams = make_assessor(self.first, by=self.editor)
        self.others = [make_assessor(self.second, by=self.editor) for _ in range(2)]

    def sheets(self, *opened: Application) -> dict:
        """Return what Anna gets to see, by application."""
        found = agenda(
            with_assessors(Application.objects.filter(round=self.round)),
            self.round.edition.criteria.all(),
            opened={each.pk for each in opened},
            user=self.anna.user,
        )
        return {each.application: each for each in found}


@pytest.fixture
def world(db):
    return World()


def seen(sheet: Sheet) -> list[list[str | None]]:
    return [[each and each.verdict for each in line.findings] for line in sheet.lines]


def test_ones_own_view_comes_first_and_others_follow_after_submitting(world):
    make_findings(world.brams, Verdict.NOT, "Te weinig.")
    before = world.sheets(world.first)[world.first]
    assert (seen(before), before.own_is_open, before.assessors) == ([], True, [])
    make_findings(world.annas)
    after = world.sheets(world.first)[world.first]
    assert seen(after) == [["meets", "not"], ["meets", "not"]]
    assert after.assessors == [world.annas, world.brams]
    assert (after.differing, after.may_agree) == (2, True)


def test_an_assessor_who_did_not_submit_leaves_an_empty_place(world):
    make_findings(world.annas)
    sheet = world.sheets(world.first)[world.first]
    assert (seen(sheet), sheet.differing, sheet.may_agree) == (
        [["meets", None], ["meets", None]],
        0,
        False,
    )


def test_who_does_not_assess_sees_findings_once_all_are_there(world):
    make_findings(world.others[0])
    waiting = world.sheets(world.second)[world.second]
    assert (seen(waiting), waiting.own_is_open) == ([], False)
    make_findings(world.others[1], Verdict.PARTLY, "Bijna.")
    assert seen(world.sheets(world.second)[world.second]) == [["meets", "partly"]] * 2


def test_an_application_that_was_not_declared_shows_nothing(world):
    for assignment in world.others:
        make_findings(assignment)
    sheet = world.sheets()[world.second]
    assert (sheet.is_open, seen(sheet), sheet.assessors) == (False, [], [])
