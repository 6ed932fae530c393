"""What is written into the log: when, where, what kind of error, never what an error quotes from people's data."""

from __future__ import annotations

import logging
import traceback
from types import TracebackType

Exc = tuple[type[BaseException], BaseException, TracebackType | None] | tuple[None, None, None]


class Discreet(logging.Formatter):
    """A formatter that gives an exception's class and the places it came through, without its words."""

    def __init__(self) -> None:
        super().__init__("%(asctime)s %(levelname)s %(name)s %(message)s")

    def formatException(self, ei: Exc) -> str:  # noqa: N802 the name is that of `logging`
        """Give one line for each place and one for the class, causes included."""
        lines: list[str] = []
        error: BaseException | None = ei[1]
        while error is not None:
            places = traceback.extract_tb(error.__traceback__)
            lines += [f"  {place.filename}:{place.lineno} {place.name}" for place in places]
            lines.append(f"{type(error).__module__}.{type(error).__qualname__}")
            error = error.__cause__ or (None if error.__suppress_context__ else error.__context__)
        return "\n".join(lines)
