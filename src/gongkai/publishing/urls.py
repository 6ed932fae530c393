"""Addresses of the office pages on items and their review, under /office/items/."""

from __future__ import annotations

from django.urls import include, path

from .views import (
    creating,
    deciding,
    item,
    listing,
    packet,
    paper,
    plans,
    purging,
    rules,
    sending,
    withdrawing,
    words,
)

app_name = "publishing"

urlpatterns = [
    path("", listing.index, name="items"),
    path("export/", listing.export, name="export"),
    path("import/", include("gongkai.publishing.import_urls")),
    path("new/", creating.new, name="new"),
    path("withdrawals/", withdrawing.withdrawals, name="withdrawals"),
    path("withdrawals/<slug:public_id>/", withdrawing.withdrawal, name="withdrawal"),
    path("rounds/<slug:public_id>/", deciding.round_page, name="round"),
    path("rounds/<slug:public_id>/version/", deciding.version, name="version"),
    path("rounds/<slug:public_id>/recall/", sending.recall, name="recall"),
    path("rounds/<slug:public_id>/paper/", paper.paper, name="paper"),
    path("rounds/<slug:public_id>/form/", paper.form_page, name="paper_form"),
    path("rounds/<slug:public_id>/form.docx", paper.form_docx, name="paper_docx"),
    path("rounds/<slug:public_id>/scans/<int:number>/", paper.scan, name="scan"),
    path("settings/", plans.settings_page, name="settings"),
    path("settings/plan/", plans.plan, name="plan"),
    path("settings/catalogue/", plans.catalogue, name="catalogue"),
    path("settings/rules/", rules.rules, name="rules"),
    path("settings/words/", words.words, name="words"),
    path("settings/words/add/", words.add, name="word_add"),
    path("settings/words/import/", words.take_in, name="words_import"),
    path("settings/words/export/", words.export, name="words_export"),
    path("settings/words/<int:number>/remove/", words.remove, name="word_remove"),
    path("<slug:slug>/", item.item, name="item"),
    path("<slug:slug>/preview/", item.preview, name="preview"),
    path("<slug:slug>/changes/", item.compare, name="compare"),
    path("<slug:slug>/send/", sending.send, name="send"),
    path("<slug:slug>/withdraw/", withdrawing.withdraw, name="withdraw"),
    path("<slug:slug>/purge/", purging.purge, name="purge"),
    path("<slug:slug>/places/", item.place, name="place"),
    path("<slug:slug>/places/<int:number>/remove/", item.unplace, name="unplace"),
    path("<slug:slug>/outside/", item.outside, name="outside"),
    path("<slug:slug>/packet/", packet.packet, name="packet"),
]
