"""Addresses of data calls and nil declarations, under /office/registers/calls/."""

from __future__ import annotations

from django.urls import path

from . import calls

urlpatterns = [
    path("", calls.index, name="calls"),
    path("new/", calls.new, name="call_new"),
    path("nil/", calls.declare, name="nil_declare"),
    path("nil/<int:number>/withdraw/", calls.withdraw, name="nil_withdraw"),
    path("<slug:public_id>/", calls.call, name="call"),
    path("<slug:public_id>/fill/", calls.fill, name="call_fill"),
    path("<slug:public_id>/confirm/", calls.confirm, name="call_confirm"),
    path("<slug:public_id>/return/", calls.give_back, name="call_return"),
    path("<slug:public_id>/remind/", calls.remind, name="call_remind"),
    path("<slug:public_id>/cancel/", calls.cancel, name="call_cancel"),
    path("<slug:public_id>/hand-on/", calls.hand_on, name="call_hand_on"),
]
