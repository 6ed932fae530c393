"""The figures found in one table, with a note on each that is not as it should be."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from gongkai.report.form import Form
from gongkai.report.model import Note, Value

from .columns import Assigned
from .rows import FoundRow, StrayRow
from .words import Figure

_YUAN_PER_WAN = Decimal(10_000)


@dataclass(slots=True)
class TableReading:
    """The figures found in one table, the notes on them, and how many votes each version of the form has from it."""

    figures: dict[str, Value] = field(default_factory=dict)
    notes: list[Note] = field(default_factory=list)
    votes: dict[str, int] = field(default_factory=dict)
    rows: int = 0

    def __bool__(self) -> bool:
        return bool(self.figures)

    def put(self, places: Sequence[str], row: FoundRow, assigned: Assigned, form: Form) -> None:
        """Store the figures of a row under its places, with a note for each cell that is blank or unclear."""
        label = form.name_of(places[0]).split("的“")[0] if places else row.key
        if assigned.problem:
            seen = "、".join(assigned.seen)
            words = {
                "cells_unclear": f"{label}应有{len(places)}个数，只见{seen}，看不出各在哪一格，均未采用",
                "extra_cells": f"{label}应有{len(places)}个数，却见{seen}"
                + ("，取用其中能够对应的一段" if any(assigned.cells) else "，均未采用"),
            }[assigned.problem]
            self.notes.append(
                Note(assigned.problem, places[0].rsplit(".", 1)[0] if len(places) > 1 else places[0], words)
            )
        for index, place in enumerate(places):
            if index in assigned.absent:
                continue
            figure = assigned.cells[index]
            if figure is None:
                self.figures[place] = None
                if not assigned.problem:
                    self.notes.append(Note("blank_cell", place, f"{form.name_of(place)}空白，未当作0"))
                continue
            self.figures[place] = self._value(place, figure, form)
        if row.out_of_order:
            self.notes.append(Note("row_out_of_order", places[0], f"{label}一行不在格式规定的位置"))

    def _value(self, place: str, figure: Figure, form: Form) -> Value:
        value: Value = figure.value
        if form.kinds.get(place) != "amount":
            return value
        if place == "proactive_2019.procurement.amount":
            unit = figure.unit if figure.unit.endswith("元") else "未写单位"
            self.notes.append(
                Note("unit", place, f"{form.name_of(place)}{figure.value}，单位：{unit}，照录未换算")
            )
        elif figure.unit == "元" and value is not None:
            amount = Decimal(value) / _YUAN_PER_WAN
            self.notes.append(
                Note(
                    "unit",
                    place,
                    f"{form.name_of(place)}写作{figure.value}元，已换算为{amount.normalize():f}万元",
                )
            )
            value = int(amount) if amount == amount.to_integral_value() else amount
        return value

    def add_strays(self, strays: list[StrayRow], table: str) -> None:
        """Say which rows stand in the file but in no version of the form."""
        for stray in strays:
            figures = "、".join(stray.figures)
            self.notes.append(
                Note(
                    "row_outside_form", table, f"“{stray.words}”不在国家格式之内，所列数字（{figures}）未采用"
                )
            )
