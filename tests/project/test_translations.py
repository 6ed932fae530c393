from __future__ import annotations

import gettext
from io import BytesIO

import pytest

from gongkai.project import translations

_TEXT = """# a remark
msgid ""
msgstr ""
"Content-Type: text/plain; charset=UTF-8\\n"
"Plural-Forms: nplurals=1; plural=0;\\n"

msgid "One"
msgstr "一"

msgctxt "verb"
msgid "One"
msgstr ""
"成"
"一"

msgid "%(n)s page"
msgid_plural "%(n)s pages"
msgstr[0] "%(n)s页"

msgid "Left out"
msgstr ""
"""


def test_gettext_reads_what_was_compiled() -> None:
    read = gettext.GNUTranslations(BytesIO(translations.compile_catalogue(_TEXT)))
    assert read.gettext("One") == "一"
    assert read.pgettext("verb", "One") == "成一"
    assert read.ngettext("%(n)s page", "%(n)s pages", 3) == "%(n)s页"
    assert read.gettext("Left out") == "Left out"


def test_a_line_that_is_none_is_refused() -> None:
    with pytest.raises(ValueError, match="line 2"):
        translations.compile_catalogue('msgid "a"\nmsgstr b\n')


def test_nothing_is_written_twice(tmp_path) -> None:
    assert translations.compile_all(tmp_path) == 2
    assert translations.compile_all(tmp_path) == 0


@pytest.mark.parametrize("name", ["django", "djangojs"])
def test_translations_keep_the_places_for_values(name: str) -> None:
    import re

    text = (translations.SOURCE / f"zh_Hans/LC_MESSAGES/{name}.po").read_text(encoding="utf-8")
    for entry in translations.entries(text):
        if not entry["msgid"]:
            continue
        asked = set(re.findall(r"%\(\w+\)[sd]|\{\w+\}", entry["msgid"] + entry.get("msgid_plural", "")))
        given = set(re.findall(r"%\(\w+\)[sd]|\{\w+\}", entry.get("msgstr", "") + entry.get("msgstr[0]", "")))
        assert given <= asked, entry["msgid"]
