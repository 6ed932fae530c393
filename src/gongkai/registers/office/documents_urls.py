"""Addresses of the register of rules and normative documents, under /office/registers/documents/."""

from __future__ import annotations

from django.urls import path

from . import documents, documents_filed

urlpatterns = [
    path("", documents.index, name="document_list"),
    path("new/", documents.create, name="document_new"),
    path("cleaning/", documents.cleaning, name="document_cleaning"),
    path("import/", documents.bring_in, name="document_import"),
    path("import/template.xlsx", documents.template, name="document_template"),
    path("export.csv", documents.export, {"ending": "csv"}, name="document_export_csv"),
    path("export.xlsx", documents.export, {"ending": "xlsx"}, name="document_export_xlsx"),
    path("filed/", documents_filed.index, name="filing_list"),
    path("filed/new/", documents_filed.create, name="filing_new"),
    path("filed/catalogue/", documents_filed.catalogue, name="filing_catalogue"),
    path("filed/<slug:public_id>/", documents_filed.filing, name="filing"),
    path("<slug:public_id>/", documents.document, name="document"),
]
