"""Chance that can be repeated: the same seed gives the same register."""

import random
from collections.abc import Sequence
from typing import TypeVar

from hospitals.identifiers import new_public_id

Thing = TypeVar("Thing")


class Chance(random.Random):
    """A source of chance for one record, made from what identifies that record.

    Each record has its own, so that it does not depend on how many others are made, nor on what
    is drawn for them.
    """

    @classmethod
    def of(cls, *identity: object) -> "Chance":
        return cls(":".join(map(str, identity)))

    def one_in(self, number: int) -> bool:
        return self.randrange(number) == 0

    def some(self, things: Sequence[Thing], *, most: int) -> list[Thing]:
        """Return one through ``most`` different ``things``."""
        return self.sample(things, min(self.randint(1, most), len(things)))


class PublicIds:
    """Permanent ids that chance gives, each of them once."""

    def __init__(self, prefix: str):
        self.prefix = prefix
        self.given: set[str] = set()

    def next(self, chance: Chance) -> str:
        while (public_id := new_public_id(self.prefix, chance.choice)) in self.given:
            continue
        self.given.add(public_id)
        return public_id
