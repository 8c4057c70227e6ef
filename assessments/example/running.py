"""The rounds of an example that are not over: assessed now, open, planned; and one cancelled."""

import datetime

from centres.example.days import days_after
from centres.models import Centre

from .. import applications, committee, extensions, rounds
from ..models import Application, DecisionOutcome
from .calendars import Days, close, plan, plan_and_open
from .judging import agree, approve_letter, assess, confirm, decide, find, submit_findings
from .past import moment_on
from .world import WHY, World, accept, act, enter, submit


def make_running_rounds(world: World, ending: list[Centre]) -> None:
    """Make the rounds; ``ending`` are three centres that are to be assessed again."""
    _cancelled(world)
    _Assessing(world, ending).make()
    _open(world)
    with world.past.on(days_after(world.day, -5)):
        plan(world, Days.around(world.day, opens=100, closes=170, meets=230, release=260))


def _cancelled(world: World) -> None:
    days = Days.around(world.day, opens=-200, closes=-140, meets=-100, release=-80)
    with world.past.on(days_after(days.opens_on, -60)):
        round = plan(world, days)
    with world.past.on(days_after(days.opens_on, -10)):
        act(rounds.cancel, round, by=world.people.recorder, why="Voorbeeld: te weinig aanmeldingen")


def _open(world: World) -> None:
    """A round in which a draft and an application stand already."""
    days = Days.around(world.day, opens=-15, closes=45, meets=110, release=140)
    round = plan_and_open(world, days)
    on = days_after(world.day, -3)
    with world.past.on(on):
        enter(world, round, hospital=1, complete=False, on=on)
        submit([enter(world, round, hospital=0, on=on)], on=on, by=world.people.recorder)


class _Assessing:
    """The round that is assessed now, with applications in every state before the release."""

    def __init__(self, world: World, ending: list[Centre]):
        self.world, self.ending = world, ending
        self.by = world.people.recorder
        self.days = Days.around(world.day, opens=-130, closes=-60, meets=14, release=45)

    def make(self) -> None:
        self.round = plan_and_open(self.world, self.days)
        self._enter()
        self._enter_late()
        self._accept()
        self._assess()
        self._decide()
        self._let_the_day_come()

    def _enter(self) -> None:
        """On the day of entering the terms of the centres that end still run."""
        on = days_after(self.days.closes_on, -10)
        world, round = self.world, self.round
        with world.past.on(on):
            enter(world, round, hospital=2, complete=False, on=on)
            self.again = [enter(world, round, centre=each, on=on) for each in self.ending]
            self.new = [enter(world, round, hospital=number, on=on) for number in (0, 1, 2, 3)]
            self.waiting = enter(world, round, hospital=3, on=on)
            self.returned = enter(world, round, hospital=1, on=on)
            withdrawn = enter(world, round, hospital=3, on=on)
            standing = [*self.again, *self.new, self.waiting, self.returned, withdrawn]
            submit(standing, on=on, by=self.by)
            act(applications.withdraw, withdrawn, on=on, by=self.by, why="Voorbeeld: op verzoek")

    def _enter_late(self) -> None:
        """An application after the closing day, with an exception by two people."""
        world, on = self.world, days_after(self.days.closes_on, 4)
        with world.past.on(days_after(self.days.closes_on, 1)):
            close(world, self.round)
        with world.past.on(on):
            exception = rounds.ask_exception(
                round=self.round,
                hospital=world.hospital(2),
                centre=None,
                last_day=days_after(self.days.closes_on, 10),
                reason="Voorbeeld: storing op de laatste dag.",
                by=self.by,
            )
            act(rounds.grant_exception, exception, by=world.people.releaser)
            late = enter(world, self.round, hospital=2, late_exception=exception, on=on)
            submit([late], on=on, by=self.by)

    def _accept(self) -> None:
        """Accept, ask for completion, declare an interest, and give each its assessors."""
        world, on = self.world, days_after(self.days.closes_on, 12)
        with world.past.on(on):
            accept([*self.again, *self.new], on=on, by=self.by)
            self.returned.refresh_from_db()
            applications.return_for_completion(
                self.returned,
                version=self.returned.version,
                criteria=world.criteria[3:5],
                question="Voorbeeldvraag: over welke jaren gaan deze aantallen?",
                due_on=days_after(world.day, 7),
                on=on,
                by=self.by,
            )
            self._declare_an_interest(self.new[1], on=on)
            committee.propose_assignments(self.round, on=on, by=self.by, why=WHY)
            for application in [*self.again, *self.new[:3]]:
                confirm(application.assignments.all(), on=on, by=self.by)

    def _declare_an_interest(self, application: Application, *, on: datetime.date) -> None:
        member = self.world.people.committee["belang"]
        committee.declare(
            member,
            application,
            has_conflict=True,
            reason="Voorbeeld: familie werkt in dit centrum.",
            on=on,
            by=member.user,
        )

    def _assess(self) -> None:
        """From nothing written through a draft beside submitted findings to an agreed whole."""
        world, on = self.world, days_after(self.world.day, -10)
        running, differing, decided = self.again
        with world.past.on(on):
            first, second = running.assignments.all()
            find(world, first, on=on)
            submit_findings(first, on=on)
            find(world, second, on=on, strict=True, most=7)
            for application in (differing, decided, self.new[2]):
                assess(world, list(application.assignments.all()), on=on)
            find(world, self.new[0].assignments.first(), on=on, most=3)

    def _decide(self) -> None:
        """Decide on two; the letter about the first is approved for the planned release."""
        world, on = self.world, days_after(self.world.day, -4)
        _running, differing, decided = self.again
        with world.past.on(on, mail_is_sent=False):
            agree(world, differing, on=on, most=8)
            for application in (decided, self.new[2]):
                agree(world, application, on=on)
            decision = decide(world, decided, DecisionOutcome.RECOGNISED, on=on)
            decide(world, self.new[2], DecisionOutcome.NOT_RECOGNISED, on=on)
            release_on = self.days.planned_release_on
            approve_letter(world, decision, released_on=release_on, at=moment_on(on))

    def _let_the_day_come(self) -> None:
        """Write the extension of the recognition whose term is over into the public record."""
        on = days_after(self.world.day, -19)
        with self.world.past.on(on):
            extensions.apply_due_extensions(on=on)
