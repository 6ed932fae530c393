"""What can keep a report from being written: a stable code and a Chinese message that says what to do."""

from __future__ import annotations


class WriteError(ValueError):
    """A report that cannot be written. `code` is stable, `message` Chinese and complete."""

    code = "cannot_write"

    def __init__(self, message: str) -> None:
        """Keep the message for whoever shows it."""
        super().__init__(message)
        self.message = message


class UnknownFormat(WriteError):  # noqa: N818 - the name says what is the matter
    """The ending names no format that can be written."""

    code = "unknown_format"


class FontsMissing(WriteError):  # noqa: N818 - the name says what is the matter
    """No Chinese font was found, so a PDF would show boxes instead of characters."""

    code = "fonts_missing"


class GlyphMissing(WriteError):  # noqa: N818 - the name says what is the matter
    """The fonts found have no shape for a character of the report."""

    code = "glyph_missing"


class UnknownPlace(WriteError):  # noqa: N818 - the name says what is the matter
    """The report holds a figure at a place that no version of the form has; printing would lose it."""

    code = "unknown_place"
