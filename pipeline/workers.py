"""A few tasks that share one stream of work."""

import asyncio
from collections.abc import Awaitable, Callable, Iterator
from typing import TypeVar

T = TypeVar("T")


async def for_each(items: Iterator[T], work: Callable[[T], Awaitable[None]], *, at_once: int) -> None:
    """Call `work` for every item, at most `at_once` at a time; items are taken only when a task is free.

    The first error stops the others and is raised as itself, not as a group.
    """

    async def take() -> None:
        for item in items:
            await work(item)

    try:
        async with asyncio.TaskGroup() as group:
            for _ in range(at_once):
                group.create_task(take())
    except ExceptionGroup as errors:
        raise first_of(errors) from None


def first_of(errors: ExceptionGroup[Exception]) -> Exception:
    """The first error of a group that is no group itself."""
    error: Exception = errors
    while isinstance(error, ExceptionGroup):
        error = error.exceptions[0]
    return error
