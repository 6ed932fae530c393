"""What can go wrong with a file: a stable code and a Chinese message that says what to do."""

from __future__ import annotations


class Refused(Exception):
    """A file that is not taken in, or cannot be read.

    `code` is stable (``empty``, ``svg``, ``html``, ``program``, ``macro``, ``polyglot``, ``ending``, ``encrypted``, ``bomb``,
    ``damaged``, ``archive``, ``unsupported``, ``too_large``, ``too_complex``, ``too_slow``, ``no_converter``); `message` is
    Chinese and complete, and holds nothing of the file's content or name.
    """

    def __init__(self, code: str, message: str) -> None:
        """Keep the code and the message."""
        super().__init__(message)
        self.code = code
        self.message = message
