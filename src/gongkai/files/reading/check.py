"""Read an item as a whole: title, fields, body, files."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date

from .body import Body, read_body
from .content import Content
from .errors import Refused
from .folding import key_of
from .kinds import kind_of
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
from .passages import Note, Scope, look
from .rules import RULES, setting_of
from .sense import is_after
from .sensitive import masked
from .texts import read_texts
from .words import WordList

MOST = 1000
"""The most findings of one rule in one source that are told one by one."""

DeadLinks = Callable[[Sequence[str]], Mapping[str, str]]
"""Given addresses, returns those that cannot be opened, each with the reason in Chinese."""

_NEVER_LATER = ("成文日期", "印发日期", "签发日期", "生成日期")


def read_item(
    title: str,
    body_html: str,
    metadata: Metadata | None = None,
    files: Iterable[File] = (),
    *,
    words: WordList,
    today: date,
    secret: bytes,
    rules: Mapping[str, Setting] | None = None,
    dead_links: DeadLinks | None = None,
) -> Reading:
    """Read an item before review and return what was found and what could not be read.

    `body_html` is the body as the editor keeps it, `rules` what the column makes of the rules (see `setting_of`), `secret` the
    site's secret for the keys of findings (at least 16 bytes), `today` the day in China. `dead_links` opens addresses, where the
    site may; without it no link is tried. Never raises for what stands in the item; ValueError for a short `secret`.
    """
    item = _Item(words, today, secret, rules or {})
    item.title(title)
    item.metadata(metadata or Metadata())
    links = item.body(body_html, dead_links)
    facts = [item.file(file) for file in files]
    return Reading(item.in_order(), tuple(item.unreadable), links, tuple(facts))


class _Item:
    """Collects the findings of an item, source by source."""

    def __init__(self, words: WordList, today: date, secret: bytes, rules: Mapping[str, Setting]) -> None:
        self._words, self._today, self._secret, self._rules = words, today, secret, rules
        self._found: list[Finding] = []
        self._seen: set[tuple[str, str, str]] = set()
        self._counts: dict[tuple[str, str], int] = {}
        self.unreadable: list[Unreadable] = []
        key_of(secret, "", "")  # refuse a short secret even where nothing is found

    def title(self, title: str) -> None:
        """Read the title."""
        if not title.strip():
            self._tell("TITLE-MISSING", "标题", "没有标题", "标题")
        self._look([Passage(title, "标题")], "", Scope())

    def metadata(self, metadata: Metadata) -> None:
        """Read the fields."""
        for label in sorted(metadata.required):
            value = metadata.values.get(label)
            if value is None or (isinstance(value, str) and not value.strip()):
                self._tell("META-MISSING", f"信息项：{label}", f"“{label}”没有填写", label)
        for label, value in metadata.values.items():
            if value is None:
                continue
            if label in _NEVER_LATER and is_after(value, self._today):
                words = value.isoformat() if isinstance(value, date) else value[:20]
                self._tell("DATE-FUTURE", f"信息项：{label}", f"{label}{words}晚于今天", words, excerpt=words)
            if isinstance(value, str):
                self._look([Passage(value, f"信息项：{label}")], "", Scope())

    def body(self, html: str, dead_links: DeadLinks | None) -> tuple[Link, ...]:
        """Read the body, and give its links."""
        try:
            body = read_body(html)
        except Refused as error:
            self._gap(
                "",
                "正文",
                error.code,
                error.message,
                hashlib.sha256(html.encode(errors="replace")).hexdigest(),
            )
            return ()
        self._look(body.content.passages, "", Scope())
        self._page(body, dead_links)
        return tuple(body.links)

    def file(self, file: File) -> FileFacts:
        """Read an attachment or a picture."""
        name = masked(file.name, self._today)[:300]
        digest = hashlib.sha256(file.data).hexdigest()
        self._look([Passage(file.name.rpartition(".")[0] or file.name, "文件名")], name, Scope(sense=False))
        try:
            typed = kind_of(file.name, file.data)
        except Refused as error:
            self._refused(name, error, digest)
            return FileFacts(name, "", "")
        facts = FileFacts(name, typed.kind.id, typed.kind.label, typed.signed)
        try:
            content = read_texts(typed.kind, file.data)
        except Refused as error:
            if error.code == "encrypted":
                self._refused(name, error, digest)
            else:
                self._gap(name, "", error.code, error.message, digest)
            return facts
        self._content(content, name, typed.kind.id, digest)
        return facts

    def in_order(self) -> tuple[Finding, ...]:
        """Return the findings, the gravest first, then as they were met."""
        for (rule, source), count in self._counts.items():
            if count > MOST:
                level = next(one.level for one in self._found if (one.rule, one.source) == (rule, source))
                message = f"{RULES[rule].title}：此处只列出{MOST}处，另有{count - MOST}处"
                key = key_of(self._secret, f"{rule}+", f"{source}{count}")
                self._found.append(Finding(rule, level, source, "其余", message, "", "", key))
        return tuple(sorted(self._found, key=lambda finding: finding.level != "block"))

    def _content(self, content: Content, name: str, kind: str, digest: str) -> None:
        # what the bare bytes give once more is told only where nothing else gave it
        last = [one for one in content.passages if one.place.endswith("文件的其他部分")]
        first = [one for one in content.passages if not one.place.endswith("文件的其他部分")]
        self._look(first, name, Scope(signs=kind in ("docx", "doc", "wps"), joined=kind in ("pdf", "ofd")))
        self._look(last, name, Scope(sense=False, words=False), again=False)
        for remark, rule, message in (
            ("revisions", "FILE-REVISIONS", "文档里留有修订痕迹或者批注，公开后人人都能看到"),
            ("hidden", "FILE-HIDDEN", "文档里有隐藏的工作表、行列或者文字，公开后人人都能取消隐藏"),
            ("gps", "PHOTO-PLACE", "照片里记有拍摄地点的经纬度"),
        ):
            if remark in content.remarks:
                self._tell(rule, "", message, digest, source=name)
        for gap in content.gaps:
            self._gap(name, gap.place, gap.code, gap.reason, digest)

    def _page(self, body: Body, dead_links: DeadLinks | None) -> None:
        for picture in body.pictures:
            if picture.wordless:
                said = f"“{picture.alt[:30]}”不是图片的说明" if picture.alt.strip() else "图片没有替代文字"
                words, advice = f"{picture.place} {picture.alt}", "用一句话说明图片的内容"
                self._tell("ALT-MISSING", picture.place, said, words, suggestion=advice)
        for place in body.wordless:
            advice = "写上链接的去处，如“办事指南”"
            self._tell("LINK-WORDLESS", place, "链接里没有文字", place, suggestion=advice)
        for link in body.links:
            anchor = link.address[1:] if link.address.startswith("#") else ""
            if anchor and anchor != "top" and anchor not in body.anchors:
                message = f"页内链接“{link.words}”没有去处"
                self._tell("ANCHOR-DEAD", link.place, message, link.address, excerpt=link.address)
        if dead_links is not None and setting_of("LINK-DEAD", self._rules) != "off":
            self._try(body.links, dead_links)

    def _try(self, links: Sequence[Link], dead_links: DeadLinks) -> None:
        """Tell which links are dead; each address is tried once."""
        tried = [link for link in links if not link.address.startswith("#")]
        dead = dead_links(list(dict.fromkeys(link.address for link in tried)))
        for link in tried:
            if link.address in dead:
                message, advice = f"链接“{link.words}”打不开：{dead[link.address]}", "改正地址，或者删去链接"
                self._tell(
                    "LINK-DEAD", link.place, message, link.address, excerpt=link.address, suggestion=advice
                )

    def _refused(self, name: str, error: Refused, digest: str) -> None:
        self._tell("FILE-REFUSED", "", error.message, digest, source=name)

    def _look(self, passages: Sequence[Passage], source: str, scope: Scope, *, again: bool = True) -> None:
        known = {(one.rule, one.key) for one in self._found if one.source == source}
        for note in look(passages, self._words, self._today, scope):
            key = key_of(self._secret, note.rule, note.words)
            if again or (note.rule, key) not in known:
                self._keep(source, note)

    def _tell(
        self,
        rule: str,
        place: str,
        message: str,
        words: str,
        *,
        source: str = "",
        excerpt: str = "",
        suggestion: str = "",
    ) -> None:
        """Keep what is found in the item as a whole or in a file as a whole."""
        self._keep(source, Note(rule, place, message, excerpt, suggestion, words))

    def _keep(self, source: str, note: Note) -> None:
        """Keep a finding, unless the rule is off, or the same was found in the same place."""
        setting = setting_of(note.rule, self._rules)
        if setting == "off":
            return
        key = key_of(self._secret, note.rule, note.words)
        spot = (key, source, note.place.partition("，修订")[0])
        if spot in self._seen:
            return
        self._seen.add(spot)
        count = self._counts[note.rule, source] = self._counts.get((note.rule, source), 0) + 1
        if count > MOST:
            return
        level: Level = "warn" if note.level == "warn" else setting
        place, message, excerpt, suggestion = (
            masked(text, self._today)
            for text in (note.place, note.message, note.excerpt[:80], note.suggestion)
        )
        self._found.append(Finding(note.rule, level, source, place, message, excerpt, suggestion, key))

    def _gap(self, source: str, place: str, code: str, reason: str, digest: str) -> None:
        key = key_of(self._secret, "UNREADABLE", f"{digest} {place}")
        self.unreadable.append(Unreadable(source, masked(place, self._today), code, reason, key))
