"""Read an item before review (送审前检查): personal data, mistakes, files that must not go out. Plain Python, no Django.

The door for other rooms:

- `kind_of` tells what a file is by its content and refuses (`Refused`) what must not be taken in;
- `read_item` reads title, body, fields and files of an item and returns a `Reading` of findings and of what no program could read;
- `RULES`, `setting_of`, `problems_of`: the rules, and what a column may make of them;
- `WordList`, `Word`, `default_words`, `read_word_list`: lists of words to be mended (错敏词);
- `stripped` takes the metadata out of a file before it goes public; signed files stay byte for byte.

Findings never show a whole number or address of a person, and their keys are keyed hashes: both may be stored and shown.
"""

from __future__ import annotations

from .check import DeadLinks, read_item
from .default_words import default_words
from .errors import Refused
from .kinds import KINDS, Kind, Typed, kind_of
from .model import (
    File,
    FileFacts,
    Finding,
    Level,
    Link,
    Metadata,
    Passage,
    Reading,
    Setting,
    Unreadable,
)
from .rules import GROUPS, RULES, Rule, problems_of, setting_of
from .strip import Stripped, stripped
from .word_files import RowError, read_word_list
from .words import CLASSES, Word, WordList

__all__ = [
    "CLASSES",
    "GROUPS",
    "KINDS",
    "RULES",
    "DeadLinks",
    "File",
    "FileFacts",
    "Finding",
    "Kind",
    "Level",
    "Link",
    "Metadata",
    "Passage",
    "Reading",
    "Refused",
    "RowError",
    "Rule",
    "Setting",
    "Stripped",
    "Typed",
    "Unreadable",
    "Word",
    "WordList",
    "default_words",
    "kind_of",
    "problems_of",
    "read_item",
    "read_word_list",
    "setting_of",
    "stripped",
]
