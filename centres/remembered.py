"""Answers that stay true as long as the register does not change.

A count over all centres is the same for everybody until public data changes, and then the
register's version changes with it. So such an answer is remembered per process under the version
it was computed for, and there is nothing to invalidate.
"""

from collections.abc import Callable
from functools import lru_cache

_forget: list[Callable[[], None]] = []


def remembered(size: int = 128) -> Callable:
    """Remember the latest ``size`` answers of a function whose first argument is the version."""

    def decorate(function: Callable) -> Callable:
        cached = lru_cache(maxsize=size)(function)
        forgotten_by(cached.cache_clear)
        return cached

    return decorate


def forgotten_by(forget: Callable[[], None]) -> None:
    """Let ``forget_all`` call ``forget`` too."""
    _forget.append(forget)


def forget_all() -> None:
    """Forget every answer: for tests, where a rolled back change gives its version back."""
    for forget in _forget:
        forget()
