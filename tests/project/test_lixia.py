"""The demonstration's report says what the published one says."""

import re
from pathlib import Path

from gongkai.project.lixia import report
from gongkai.report.checks import check
from gongkai.report.reading import read_file


def test_figures_are_those_of_the_published_report(shared: Path) -> None:
    published = read_file(shared / "reports" / "lixia-2022.txt")
    ours = report()
    assert (ours.agency, ours.year, ours.form) == (published.agency, published.year, published.form)
    assert dict(ours.figures) == dict(published.figures)
    assert [key for key, words in ours.sections.items() if words] == [
        key for key, words in published.sections.items() if words
    ]


def test_facts_are_carried_over_in_our_own_words(shared: Path) -> None:
    published = read_file(shared / "reports" / "lixia-2022.txt").sections
    for key, words in report().sections.items():
        counted = r"\d+(?=[条件%])"
        assert re.findall(counted, words) == re.findall(counted, published[key]), key
        for sentence in re.split(r"[。；;\n]", published[key]):
            if len(sentence) > 40:
                assert sentence not in words


def test_no_error_keeps_it_from_publication() -> None:
    assert [found for found in check(report(), submitted=True) if found.severity == "error"] == []
