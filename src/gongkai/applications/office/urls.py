"""Addresses of the officers' pages on applications, under /office/applications/."""

from __future__ import annotations

from django.urls import path

from . import boards, case, doing, exporting, handing, intake, listing, papers, table_three

app_name = "applications"
urlpatterns = [
    path("", listing.index, name="list"),
    path("find/", listing.find, name="find"),
    path("ledger.xlsx", exporting.export, {"ending": "xlsx"}, name="export_xlsx"),
    path("ledger.csv", exporting.export, {"ending": "csv"}, name="export_csv"),
    path("ledger/", exporting.printed, name="ledger"),
    path("new/", intake.register, name="register"),
    path("reassign/", handing.reassign, name="reassign"),
    path("days/", boards.days, name="days"),
    path("board/", boards.board, name="board"),
    path("table/", table_three.table, name="table"),
    path("table/cases/", table_three.rows, name="table_rows"),
    path("<str:public_id>/", case.case, name="case"),
    path("<str:public_id>/reveal/", case.reveal, name="reveal"),
    path("<str:public_id>/sheet/", case.sheet, name="sheet"),
    path("<str:public_id>/do/<str:key>/", doing.do, name="do"),
    path("<str:public_id>/files/<int:number>/", papers.file, name="file"),
]
