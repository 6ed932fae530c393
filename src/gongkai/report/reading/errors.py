"""What can go wrong when a file is read: a stable code and a Chinese message that says what to do."""

from __future__ import annotations


class ReadError(Exception):
    """A file that cannot be read as an annual report.

    `code` is stable (``empty_file``, ``too_large``, ``encrypted``, ``damaged``, ``no_text``, ``picture``,
    ``unsupported``, ``not_a_report``, ``too_slow`` …), `message` is Chinese, complete, and holds nothing of the file's
    content.
    """

    def __init__(self, code: str, message: str) -> None:
        """Keep the code and the message."""
        super().__init__(message)
        self.code = code
        self.message = message

    def __reduce__(self) -> tuple[type[ReadError], tuple[str, str]]:
        return type(self), (
            self.code,
            self.message,
        )  # errors travel between processes when many files are read
