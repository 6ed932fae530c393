"""Understand the page of one item of an old site: title, times, catalogue metadata, body, attachments.

Read in this order: selectors of the mapping; the tags of 《政府网站发展指引》（国办发〔2017〕47号）: ArticleTitle, PubDate, Keywords;
tables of metadata (索引号, 文号, 成文日期 …); the elements in which well-known systems put body and title; else the densest text.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Any

from lxml import etree

from .mapping import Column
from .pages import canonical, day_in, file_ending, is_file, moment_in, picked, tree_of, words_of

__all__ = ["Article", "Link", "read_article"]

_BODIES = (
    "#UCAP-CONTENT",
    ".TRS_UEDITOR",
    ".TRS_Editor",
    ".trs_editor_view",
    "#vsb_content",
    "#vsb_content_2",
    ".v_news_content",
    ".wp_articlecontent",
    ".pages_content",
    ".bt-content",
    "#zoom",
    "#Zoom",
    ".zoom",
    "#artibody",
    ".article-content",
    ".article_content",
    ".articleContent",
    ".art_con",
    ".article_con",
    ".content_nr",
    ".news_content",
    ".newsContent",
    ".detail-content",
    ".xxgk_content",
    "#content",
    ".content",
    "article",
)
_TITLES = ("h1", ".article-title", ".art_title", ".arti_title", ".bt-title", "#title", ".title", "h2")
_LABELS = {
    "索引号": "index_number",
    "索 引 号": "index_number",
    "信息索引号": "index_number",
    "文号": "document_number",
    "发文字号": "document_number",
    "文件编号": "document_number",
    "成文日期": "formed_on",
    "成文时间": "formed_on",
    "生成日期": "formed_on",
    "发布日期": "published_at",
    "发布时间": "published_at",
    "公开日期": "published_at",
    "发文日期": "published_at",
    "主题分类": "theme",
    "主题": "theme",
    "有效性": "validity",
    "时效性": "validity",
    "效力状态": "validity",
    "是否有效": "validity",
    "主题词": "keywords",
    "关键词": "keywords",
    "标题": "title",
    "信息名称": "title",
    "名称": "title",
    "发布机构": "",
    "发文机关": "",
    "发文机构": "",
    "公开方式": "",
    "公开范围": "",
    "信息来源": "",
    "来源": "",
    "浏览次数": "",
    "字号": "",
}
_LABEL = re.compile(
    "(?:^|(?<=[\\s|｜【\\[]))("
    + "|".join(
        r"\s*".join(re.escape(sign) for sign in name.replace(" ", ""))
        for name in sorted(_LABELS, key=len, reverse=True)
    )
    + r")\s*[】\]]?\s*[:：]"
)
_VALIDITY = {
    "有效": "有效",
    "现行有效": "有效",
    "是": "有效",
    "已修改": "已修改",
    "部分失效": "部分失效",
    "废止": "废止",
    "已废止": "废止",
    "失效": "失效",
    "已失效": "失效",
}
_NUMBER = re.compile(
    r"[\u4e00-\u9fff]{1,20}[〔\[［(（](?:19|20)\d\d[〕\]］)）]\s*\d{1,5}\s*号|[\u4e00-\u9fff]{2,20}令第\s*\d+\s*号"
)
_PUBLISHED = re.compile(
    r"(?<!成文)(?<!生成)(?<!印发)(?<!施行)(?:发布|更新|录入)?(?:时间|日期|于)\s*[:：】\]]?"
)
_DROPPED = (
    "script",
    "style",
    "noscript",
    "iframe",
    "object",
    "embed",
    "form",
    "input",
    "button",
    "select",
    "textarea",
    "link",
    "meta",
)
_NOT_BODY = re.compile(
    r"nav|menu|foot|head(?!line)|crumb|position|share|print|related|recommend|side|page[rd]?\b|copyright",
    re.IGNORECASE,
)
_HIDDEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)
_LONGEST = 400
_LONGEST_TITLE = 255


@dataclass(frozen=True)
class Link:
    """A file the page leads to: whole address, and the words of the link."""

    address: str
    words: str


@dataclass
class Article:
    """The page of one item: the fields of `import items` by their names, and the files it needs.

    `attachments` are links outside the body; `files` those in it; `pictures` addresses of pictures in it.
    """

    fields: dict[str, str] = field(default_factory=dict)
    attachments: list[Link] = field(default_factory=list)
    files: list[Link] = field(default_factory=list)
    pictures: list[str] = field(default_factory=list)
    troubles: list[str] = field(default_factory=list)


def read_article(text: str, address: str, column: Column, title: str = "", day: str = "") -> Article:
    """Read an item's page; `title` and `day` are what its list says."""
    root = tree_of(text)
    base = next((one.get("href") for one in root.iter("base") if one.get("href")), "")
    page = canonical(base, address) if base else address
    meta = _meta(root)
    for tag in _DROPPED:
        for one in list(root.iter(tag)):
            one.drop_tree()
    etree.strip_elements(root, etree.Comment, with_tail=False)
    body = _body(root, column)
    listed = _metadata(root)
    found = Article(dict.fromkeys(("title",), ""))
    heading = _first(root, column.title) or meta.get("articletitle", "") or _heading(root, title) or title
    heading = heading or listed.get("title", "")
    if len(heading) > _LONGEST_TITLE:
        found.troubles.append(f"标题超过{_LONGEST_TITLE}个字，已截短")
    found.fields = {
        "title": heading[:_LONGEST_TITLE],
        "published_at": moment_in(_first(root, column.date))
        or moment_in(meta.get("pubdate", ""))
        or moment_in(listed.get("published_at", ""))
        or _moment_near(root)
        or day,
        "formed_on": day_in(listed.get("formed_on", "")),
        "document_number": _number(_first(root, column.number) or listed.get("document_number", "")),
        "index_number": _short(listed.get("index_number", ""), 60),
        "theme": _short(listed.get("theme", ""), 100),
        "validity": _VALIDITY.get(listed.get("validity", ""), ""),
        "keywords": _short(listed.get("keywords", "") or meta.get("keywords", ""), 200),
    }
    outside = picked(root, column.attachments) if column.attachments else _outside(root, body)
    if body is None:
        found.troubles.append("没有认出正文，可以用body指明")
    else:
        _take_body(found, body, page)
    inside = {one.address for one in found.files}
    for link in outside:
        for one in [link] if link.tag == "a" else link.iter("a"):
            whole = canonical(one.get("href") or "", page)
            if whole and whole not in inside:
                inside.add(whole)
                found.attachments.append(Link(whole, _link_words(one)))
    if not found.fields["published_at"]:
        found.troubles.append("没有认出发布时间，可以用date指明；这一条将成为草稿")
    return found


def _meta(root: Any) -> dict[str, str]:
    found: dict[str, str] = {}
    for one in root.iter("meta"):
        name = (one.get("name") or "").strip().lower()
        content = " ".join((one.get("content") or "").split())
        if name and content:
            found.setdefault(name, content)
    return found


def _first(root: Any, selector: str) -> str:
    return next((words for one in picked(root, selector) if (words := words_of(one))), "")


def _heading(root: Any, title: str) -> str:
    """Give the page's heading: one that says what the list says wins, for the list may have cut it short."""
    known = title.rstrip(".… ")
    candidates = [words for selector in _TITLES for one in picked(root, selector) if (words := words_of(one))]
    if known:
        return next((one for one in candidates if one.startswith(known[:30]) and len(one) < 300), "")
    usable = [one for one in candidates if 4 <= len(one) <= 200]
    named = next((words_of(one) for one in root.iter("title")), "")
    return next(
        (one for one in usable if one[:20] in named),
        usable[0] if usable else re.split(r"[_|-]", named)[0].strip(),
    )


def _body(root: Any, column: Column) -> Any:
    if column.body:
        return next(iter(picked(root, column.body)), None)
    for selector in _BODIES:
        for one in picked(root, selector):
            if len(words_of(one)) >= 10 or one.find(".//img") is not None or one.find(".//a") is not None:
                return one
    return _densest(root)


def _densest(root: Any) -> Any:
    """Give the element that holds the most words outside of links, the innermost of those that hold nearly as many."""
    best, most = None, 30.0
    body = root.find(".//body")
    for one in (body if body is not None else root).iter("div", "td", "section", "main"):
        if _is_frame(one):
            continue
        own = len(words_of(one)) - 2 * sum(len(words_of(link)) for link in one.iter("a"))
        if own >= most * (0.9 if best is not None and best in one.iterancestors() else 1.0):
            best, most = one, max(float(own), most)
    return best


def _is_frame(node: Any) -> bool:
    return any(
        _NOT_BODY.search(f"{one.get('class') or ''} {one.get('id') or ''}")
        or one.tag in ("nav", "header", "footer", "aside")
        for one in (node, *node.iterancestors())
    )


def _metadata(root: Any) -> dict[str, str]:
    """Read labels with their values, in tables (索引号 | …) and in lines (索引号：…)."""
    found: dict[str, str] = {}
    for cell in root.iter("td", "th", "dt", "strong", "b", "span", "label"):
        name = _LABELS.get(re.sub(r"[\s\u3000:：【】\[\]]", "", words_of(cell)) if len(cell) < 3 else "", "")
        following = cell.getnext()
        if name and following is not None and isinstance(following.tag, str):
            value = words_of(following)
            if value and len(value) <= _LONGEST and re.sub(r"[\s:：]", "", value) not in _LABELS:
                found.setdefault(name, value)
    lines = {words_of(one) for one in root.iter("li", "td", "p", "div", "span", "dd", "tr")}
    for words in sorted(
        (one for one in lines if 4 < len(one) <= _LONGEST), key=len
    ):  # the closest around a label first
        matches = list(_LABEL.finditer(words))
        for at, match in enumerate(matches):
            name = _LABELS.get(re.sub(r"\s", "", match[1]), "")
            end = matches[at + 1].start(1) if at + 1 < len(matches) else len(words)
            value = words[match.end() : end].strip(" |｜【[")
            if name and value:
                found.setdefault(name, value)
    return found


def _moment_near(root: Any) -> str:
    """Give the moment that stands in a short line behind a word like 发布时间."""
    for one in root.iter("span", "p", "div", "td", "em", "i", "small", "time"):
        words = words_of(one)
        if (
            len(words) <= 120
            and (match := _PUBLISHED.search(words))
            and (found := moment_in(words[match.end() :]))
        ):
            return found
    return ""


def _number(text: str) -> str:
    match = _NUMBER.search(text)
    return re.sub(r"\s", "", match[0])[:100] if match else ""


def _short(text: str, most: int) -> str:
    return text if len(text) <= most and text not in ("无", "-", "—", "/") else ""


def _outside(root: Any, body: Any) -> list[Any]:
    inside = set(body.iter("a")) if body is not None else set()
    return [
        link
        for link in root.iter("a")
        if link not in inside and is_file(link.get("href") or "", words_of(link)) and not _is_frame(link)
    ]


def _link_words(link: Any) -> str:
    return words_of(link) or " ".join((link.get("title") or "").split())


def _take_body(found: Article, body: Any, page: str) -> None:
    """Take the body as HTML with whole addresses, and list what it needs."""
    for one in [
        one for one in body.iter() if isinstance(one.tag, str) and _HIDDEN.search(one.get("style") or "")
    ]:
        if one is not body and one.getparent() is not None:
            one.drop_tree()
    for link in body.iter("a"):
        whole = canonical(link.get("href") or "", page)
        if not whole:
            continue
        link.set("href", whole)
        if is_file(whole, _link_words(link)) or file_ending(whole):
            found.files.append(Link(whole, _link_words(link)))
    for picture in body.iter("img"):
        src = next(
            (picture.get(name) for name in ("data-src", "data-original", "_src", "src") if picture.get(name)),
            "",
        )
        if src.startswith("data:"):
            found.pictures.append(src)
            picture.set("src", src)
            continue
        whole = canonical(src, page)
        if whole:
            picture.set("src", whole)
            found.pictures.append(whole)
        for name in ("data-src", "data-original", "_src"):
            picture.attrib.pop(name, None)
    written = etree.tostring(body, encoding="unicode", method="html", with_tail=False)
    found.fields["body_html"] = written
