"""Addresses of the office pages on annual reports, under /office/annual-reports/."""

from __future__ import annotations

from django.urls import path

from .views import drafts, figures, listing, preview, publication, table_two

app_name = "reporting"

urlpatterns = [
    path("", listing.index, name="index"),
    path("upload/", listing.upload, name="upload"),
    path("figures/", figures.figures, name="figures"),
    path("figures/items/", figures.items, name="figure_items"),
    path("table-two/", table_two.table, name="table_two"),
    path("table-two/rows/", table_two.rows, name="table_two_rows"),
    path("batches/<slug:public_id>/", listing.batch, name="batch"),
    path("drafts/<slug:public_id>/", drafts.draft, name="draft"),
    path("drafts/<slug:public_id>/original/", drafts.original, name="original"),
    path("drafts/<slug:public_id>/preview/", preview.preview, name="preview"),
    path("drafts/<slug:public_id>/discard/", drafts.discard, name="discard"),
    path("drafts/<slug:public_id>/publish/", publication.publish, name="publish"),
    path("editions/<slug:public_id>/", publication.edition, name="edition"),
    path("editions/<slug:public_id>/correct/", publication.correct, name="correct"),
    path("editions/<slug:public_id>/withdraw/", publication.withdraw, name="withdraw"),
    path("editions/<slug:public_id>/address/", publication.address, name="address"),
    path("editions/<slug:public_id>/hand-over/", publication.hand_over, name="hand_over"),
]
