"""Read an annual report from any file.

`read_file` takes a path, `read_bytes` what has been read already; both return a `Report` or raise `ReadError` with a
stable code and a Chinese message. The kind of file is told by its content, the ending only breaks ties.
"""

from __future__ import annotations

from .errors import ReadError
from .source import read_bytes, read_file

__all__ = ["ReadError", "read_bytes", "read_file"]
