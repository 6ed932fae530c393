"""Addresses of the office pages on duties, under /office/duties/."""

from __future__ import annotations

from django.urls import path

from .office import catalogue, closed, handing, late, todo

app_name = "duties"

urlpatterns = [
    path("", todo.index, name="todo"),
    path("times/<slug:public_id>/", todo.occurrence, name="occurrence"),
    path("times/<slug:public_id>/meet/", todo.meet, name="meet"),
    path("times/<slug:public_id>/reopen/", todo.reopen, name="reopen"),
    path("times/<slug:public_id>/void/", todo.void, name="void"),
    path("times/<slug:public_id>/file/", todo.file, name="file"),
    path("catalogue/", catalogue.index, name="catalogue"),
    path("catalogue/export/", catalogue.export, name="export"),
    path("catalogue/import/", catalogue.bring, name="import"),
    path("catalogue/new/", catalogue.new, name="new"),
    path("catalogue/assign/", catalogue.assign, name="assign"),
    path("catalogue/<slug:public_id>/", catalogue.duty, name="duty"),
    path("catalogue/<slug:public_id>/change/", catalogue.change, name="change"),
    path("catalogue/<slug:public_id>/end/", catalogue.end, name="end"),
    path("catalogue/<slug:public_id>/occasion/", catalogue.occasion, name="occasion"),
    path("late/", late.late, name="late"),
    path("late/export/", late.late_export, name="late_export"),
    path("slow/", late.slow, name="slow"),
    path("slow/export/", late.slow_export, name="slow_export"),
    path("closed/", closed.index, name="closed"),
    path("closed/export/", closed.export, name="closed_export"),
    path("closed/new/", closed.new, name="closed_new"),
    path("closed/interval/", closed.interval, name="interval"),
    path("closed/<slug:public_id>/", closed.one, name="closed_one"),
    path("closed/<slug:public_id>/review/", closed.review, name="closed_review"),
    path("handovers/", handing.index, name="handovers"),
    path("handovers/new/", handing.new, name="handover_new"),
    path("handovers/<slug:public_id>/", handing.one, name="handover"),
    path("handovers/<slug:public_id>/receive/", handing.receive, name="handover_receive"),
    path("handovers/<slug:public_id>/cancel/", handing.cancel, name="handover_cancel"),
    path("handovers/<slug:public_id>/receipt/", handing.receipt, name="handover_receipt"),
    path("handovers/<slug:public_id>/list.docx", handing.paper, {"ending": "docx"}, name="handover_docx"),
    path("handovers/<slug:public_id>/list.xlsx", handing.paper, {"ending": "xlsx"}, name="handover_xlsx"),
]
