"""Addresses of the pages on decisions and fees, under /office/registers/."""

from __future__ import annotations

from django.urls import path

from . import decisions, decisions_batches, decisions_data, decisions_fees

urlpatterns = [
    path("decisions/", decisions.index, name="decisions"),
    path("decisions/new/", decisions.enter, name="decision_enter"),
    path("decisions/import/", decisions_batches.bring_in, name="decision_import"),
    path("decisions/empty/<slug:kind>/", decisions_batches.template, name="decision_template"),
    path("decisions/export.csv", decisions_data.decisions, {"ending": "csv"}, name="decision_export_csv"),
    path("decisions/export.xlsx", decisions_data.decisions, {"ending": "xlsx"}, name="decision_export_xlsx"),
    path("decisions/public/", decisions_data.public, name="decision_public"),
    path("decisions/<int:number>/", decisions.decision, name="decision"),
    path("decisions/batches/<slug:public_id>/", decisions_batches.batch, name="decision_batch"),
    path("decisions/batches/<slug:public_id>/mend/", decisions_batches.mend, name="decision_mend"),
    path("fees/", decisions_fees.index, name="fees"),
    path("fees/export.csv", decisions_data.fees, {"ending": "csv"}, name="fee_export_csv"),
    path("fees/export.xlsx", decisions_data.fees, {"ending": "xlsx"}, name="fee_export_xlsx"),
    path("fees/<slug:public_id>/", decisions_fees.fee, name="fee"),
]
