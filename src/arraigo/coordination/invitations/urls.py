"""Addresses of activities to come."""

from django.urls import path

from arraigo.coordination.invitations import views

app_name = "invitations"

urlpatterns = [
    path("nueva/", views.plan, name="plan"),
    path("invitar/", views.invite, name="invite"),
    path("<uuid:pk>/", views.detail, name="detail"),
    path("<uuid:pk>/cancelar/", views.call_off, name="call_off"),
    path("invitaciones/<uuid:pk>/", views.invited, name="invited"),
    path("invitaciones/<uuid:pk>/deshacer/", views.undo, name="undo"),
]
