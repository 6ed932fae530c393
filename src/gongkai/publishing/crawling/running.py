"""Go through an old site: lists first, then items, then files; one address at a time, each written down before the next."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import asdict
from pathlib import Path
from typing import Any

from .articles import Article, Link, read_article
from .decoding import decoded
from .fetching import FILE_SECONDS, Answer, Failed, Fetcher
from .keeping import inline_picture, keep, name_of
from .lists import read_list
from .mapping import Column, Mapping, Unusable, host_of
from .pages import is_file
from .state import State, Step

try:
    import fcntl
except ImportError:  # not a Unix: whoever runs it sees to it that it runs once
    fcntl = None  # type: ignore[assignment]

__all__ = ["FILES", "Crawl", "file_step", "opened"]

FILES = "files"
"""The folder of files within the folder of the crawl."""
_STATE = "采集.sqlite3"
_PREVIEWED = 3
_A_PAGE = 10_000
_READ_BY = ("items", "title", "date", "number", "body", "attachments")


def unwatched(done: int, known: int) -> None:
    """Watch nothing."""


def file_step(address: str) -> str:
    """Give the name under which the state knows a file: its address may be that of an item as well."""
    return f"file {address}"


@contextmanager
def opened(folder: Path) -> Iterator[State]:
    """Open the state in a folder, made if it is missing. Raises `Unusable` while another crawl works there."""
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / ".lock").open("w") as lock:
        try:
            if fcntl is not None:
                fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            raise Unusable("另一个采集正在用这个文件夹") from error
        state = State(folder / _STATE)
        try:
            yield state
        finally:
            state.close()


class Crawl:
    """One crawl into one folder. `progress` is told after each step how many steps are done and how many are known."""

    def __init__(
        self,
        mapping: Mapping,
        folder: Path,
        state: State,
        fetcher: Fetcher,
        progress: Callable[[int, int], object] = unwatched,
    ) -> None:
        self._mapping, self._folder, self._state = mapping, folder, state
        self._fetcher, self._progress = fetcher, progress

    def begin(self, *, again: bool = False) -> None:
        """Take up the mapping, go on where the last run stood, or look for what is new if it had finished.

        With `again` items and files are asked for once more as well, and taken where they have changed.
        """
        state, columns = self._state, self._mapping.columns
        known = state.said("columns") or []
        now = [[one.list, one.column] for one in columns]
        if [one[0] for one in known] != [one[0] for one in now[: len(known)]]:
            raise Unusable(
                "对照表里的栏目与这个文件夹以前采集的不同（可以在后面加，不能改前面的）；请换一个文件夹"
            )
        finished = known and state.next() is None
        with state.together():
            state.say("columns", now)
            if finished or again:
                state.begin_again(("list", "item", "file") if again else ("list",))
            state.add(Step(one.list, "list", number) for number, one in enumerate(columns))
        read_by = [[getattr(one, name) for name in _READ_BY] for one in columns]
        if (state.said("read_by") or read_by) != read_by:
            self._read_again()
        state.say("read_by", read_by)

    def preview(self) -> None:
        """Look at the first page of each list and a few of its items; a later run goes on from there."""
        for number in range(len(self._mapping.columns)):
            first = self._state.find(self._mapping.columns[number].list)
            if first is not None and first.status == "todo":
                self._do(first)
            seen = self._state.count("item", "done", number)
            for _ in range(_PREVIEWED - seen):
                step = self._state.next(("item",), number)
                if step is None:
                    break
                self._do(step)

    def run(self) -> None:
        """Do all that is left."""
        while (step := self._state.next()) is not None:
            self._do(step)

    def _do(self, step: Step) -> None:
        act = {"list": self._list, "item": self._item, "file": self._file}[step.kind]
        try:
            act(step)
        except Failed as failed:
            end = step.kind == "list" and step.number > 0 and failed.status in (404, 410)
            if end and self._mapping.columns[step.column].next:
                self._state.done(step, result="{}")  # the pattern of addresses has come to its end
            else:
                self._state.failed(step, failed.message)
        counts = [
            self._state.count(kind) - self._state.count(kind, "todo") for kind in ("list", "item", "file")
        ]
        self._progress(sum(counts), sum(self._state.count(kind) for kind in ("list", "item", "file")))

    def _page(self, step: Step) -> Answer | None:
        answer = self._fetcher.get(step.address, etag=step.etag, modified=step.modified)
        return None if answer.status == 304 else answer

    def _list(self, step: Step) -> None:
        state, column = self._state, self._mapping.columns[step.column]
        answer = self._page(step)
        if answer is None:
            state.unchanged(step)
            return
        text = decoded(answer.body, answer.headers.get("content-type", ""))
        listed = read_list(text, answer.address, column, step.number)
        troubles = list(listed.troubles) if step.number == 0 or not listed.entries else []
        steps, doubles = [], []
        for at, one in enumerate(listed.entries[:_A_PAGE]):
            known = state.find(one.address)
            new = Step(
                one.address,
                "item",
                step.column,
                0,
                step.number * _A_PAGE + at,
                one.title,
                one.day,
                step.address,
            )
            if known is None:
                steps.append(new)
            elif known.kind == "item" and known.column != step.column:
                doubles.append(
                    Step(
                        f"double {step.column} {one.address}",
                        "double",
                        step.column,
                        title=one.title,
                        page=step.address,
                    )
                )
        left = self._mapping.most_items - state.count("item", None, step.column)
        if len(steps) > left:
            troubles.append(f"超过{self._mapping.most_items}条，后面的没有取")
        goes_on = bool(listed.following) and (bool(steps) or bool(doubles) or step.number == 0)
        if goes_on and step.number + 1 >= column.pages:
            troubles.append(f"列表超过{column.pages}页，后面的没有取，可以用pages放宽")
            goes_on = False
        with state.together():
            state.add(steps[: max(left, 0)])
            state.add(doubles)
            if goes_on and len(steps) <= left and host_of(listed.following) in self._mapping.hosts:
                state.add(
                    [
                        Step(
                            listed.following,
                            "list",
                            step.column,
                            step.number + 1,
                            step.number + 1,
                            page=step.address,
                        )
                    ]
                )
            state.done(
                step, result=json.dumps({"troubles": troubles}, ensure_ascii=False), **_validators(answer)
            )

    def _item(self, step: Step) -> None:
        state, column = self._state, self._mapping.columns[step.column]
        if is_file(step.address):
            self._note(step, _of_file(step), None)
            return
        answer = self._page(step)
        if answer is None:
            state.unchanged(step)
            return
        other = state.find(answer.address) if answer.address != step.address else None
        if other is not None and other.kind == "item":
            state.done(step, result="{}", message="与另一个地址是同一页")
            return
        kind = answer.headers.get("content-type", "text/html").lower()
        if "html" not in kind and "xml" not in kind and not kind.startswith("text/"):
            self._note(step, _of_file(step), None)
            return
        text = decoded(answer.body, kind)
        self._note(step, self._read(text, answer.address, column, step), answer, text)

    def _read(self, text: str, address: str, column: Column, step: Step) -> Article:
        article = read_article(text, address, column, step.title, step.day)
        for number, source in enumerate(one for one in list(article.pictures) if one.startswith("data:")):
            article.pictures.remove(source)
            try:
                name, data = inline_picture(source, self._mapping.most_mb * 1024 * 1024)
                path = keep(self._folder / FILES, f"{step.address}#{number}", name, data)
            except Failed as failed:
                article.troubles.append(failed.message)
            else:
                body = article.fields["body_html"]
                article.fields["body_html"] = body.replace(source, path, 1)
        return article

    def _note(self, step: Step, article: Article, answer: Answer | None, text: str = "") -> None:
        """Write down an item with the files it needs."""
        needed = [*article.attachments, *article.files, *(Link(one, "") for one in article.pictures)]
        steps = []
        for at, link in enumerate(needed):
            if host_of(link.address) in self._mapping.hosts:
                steps.append(
                    Step(
                        file_step(link.address),
                        "file",
                        step.column,
                        at,
                        step.place,
                        link.words,
                        "",
                        step.address,
                    )
                )
            else:
                article.troubles.append(f"“{(link.words or link.address)[:60]}”在别的网站上，没有取")
        result = {
            "address": answer.address if answer is not None else step.address,
            "fields": article.fields,
            "attachments": [asdict(one) for one in article.attachments],
            "troubles": article.troubles,
        }
        with self._state.together():
            self._state.add(steps)
            if text:
                self._state.keep_page(step.address, text)
            checks = _validators(answer) if answer is not None else {}
            self._state.done(step, result=json.dumps(result, ensure_ascii=False), **checks)

    def _file(self, step: Step) -> None:
        address = step.address.removeprefix("file ")
        there = bool(step.result) and (self._folder / FILES / step.result).is_file()
        answer = self._fetcher.get(
            address,
            most=self._mapping.most_mb * 1024 * 1024,
            seconds=FILE_SECONDS,
            etag=step.etag if there else "",
            modified=step.modified if there else "",
        )
        if answer.status == 304:
            self._state.unchanged(step)
            return
        path = keep(self._folder / FILES, address, name_of(address, step.title, answer.headers), answer.body)
        self._state.done(step, result=path, **_validators(answer))

    def _read_again(self) -> None:
        """Read the items' pages anew as they were kept, for the mapping names other elements now."""
        for step in list(self._state.steps("item", "done")):
            text = self._state.page(step.address)
            if not text:
                continue
            known: dict[str, Any] = json.loads(step.result)
            column = self._mapping.columns[step.column]
            article = self._read(text, known.get("address", step.address), column, step)
            self._note(step, article, Answer(known.get("address", step.address), 200, b"", {}))


def _of_file(step: Step) -> Article:
    """Make the item of a list's link that leads to a file itself."""
    article = Article({"title": step.title[:255], "published_at": step.day})
    article.attachments.append(Link(step.address, step.title))
    if not step.day:
        article.troubles.append("没有认出发布时间；这一条将成为草稿")
    return article


def _validators(answer: Answer) -> dict[str, str]:
    return {"etag": answer.headers.get("etag", ""), "modified": answer.headers.get("last-modified", "")}
