"""Addresses of the back office that are our own; they stand before Wagtail's, under /office/."""

from __future__ import annotations

from django.urls import path

from .views import account, agencies, people

app_name = "agencies"

urlpatterns = [
    path("setup/", account.setup, name="setup"),
    path("account/", account.account, name="account"),
    path("account/password/", account.own_password, name="own_password"),
    path("agencies/", agencies.index, name="agency_list"),
    path("agencies/new/", agencies.create, name="agency_create"),
    path("agencies/<slug:public_id>/", agencies.agency, name="agency"),
    path("agencies/<slug:public_id>/dissolve/", agencies.dissolve, name="agency_dissolve"),
    path("agencies/<slug:public_id>/succeed/", agencies.succeed, name="agency_succeed"),
    path("agencies/<slug:public_id>/history/", agencies.history, name="agency_history"),
    path("people/", people.index, name="person_list"),
    path("people/new/", people.create, name="person_create"),
    path("people/<slug:public_id>/", people.person, name="person"),
    path("people/<slug:public_id>/history/", people.history, name="person_history"),
    path("people/<slug:public_id>/roles/", people.give_role, name="role_give"),
    path("people/<slug:public_id>/roles/<int:number>/take/", people.take_role, name="role_take"),
    path("people/<slug:public_id>/deputies/", people.set_deputy, name="deputy_set"),
    path("people/<slug:public_id>/deputies/<int:number>/end/", people.end_deputy, name="deputy_end"),
    path("people/<slug:public_id>/close/", people.close, name="person_close"),
    path("people/<slug:public_id>/reopen/", people.reopen, name="person_reopen"),
    path("people/<slug:public_id>/password/", people.reset_password, name="person_password"),
]
