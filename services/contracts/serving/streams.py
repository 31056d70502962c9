"""Streams of a servicer."""

from collections.abc import AsyncGenerator, AsyncIterator, Callable
from typing import TypeVar

Item = TypeVar("Item")
Converted = TypeVar("Converted")


async def converted(
    items: AsyncIterator[Item], convert: Callable[[Item], Converted]
) -> AsyncIterator[Converted]:
    """Each item converted. Closing this closes what the items come from."""
    try:
        async for item in items:
            yield convert(item)
    finally:
        if isinstance(items, AsyncGenerator):
            await items.aclose()
