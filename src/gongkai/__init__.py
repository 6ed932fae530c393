"""Gongkai (公开): an open platform for Chinese government information disclosure (政府信息公开).

The packages tell the story of an office's year; `docs/architecture.md` shows how they lie above each other.
"""

__version__ = "0.1.0.dev0"
