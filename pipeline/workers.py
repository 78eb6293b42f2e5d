"""A few tasks beside each other: a stream of work that they share, or a work of its own for each."""

import asyncio
from collections.abc import Awaitable, Callable, Coroutine, Iterator
from typing import Any, TypeVar

T = TypeVar("T")


async def for_each(items: Iterator[T], work: Callable[[T], Awaitable[None]], *, at_once: int) -> None:
    """Call `work` for every item, at most `at_once` at a time; items are taken only when a task is free.

    The first error stops the others and is raised as itself, not as a group.
    """

    async def take() -> None:
        for item in items:
            await work(item)

    await side_by_side(*(take() for _ in range(at_once)))


async def side_by_side(*works: Coroutine[Any, Any, None]) -> None:
    """All of `works` at once; the first error stops the others and is raised as itself, not as a group."""
    try:
        async with asyncio.TaskGroup() as group:
            for work in works:
                group.create_task(work)
    except ExceptionGroup as errors:
        raise first_of(errors) from None


def first_of(errors: ExceptionGroup[Exception]) -> Exception:
    """The first error of a group that is no group itself."""
    error: Exception = errors
    while isinstance(error, ExceptionGroup):
        error = error.exceptions[0]
    return error
