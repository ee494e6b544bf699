"""Addresses of transfers between offices."""

from django.urls import path

from arraigo.casework.transfers import views

app_name = "transfers"

urlpatterns = [
    path("", views.transfer_list, name="list"),
    path("caso/<uuid:case_id>/", views.ask, name="ask"),
    path("<uuid:pk>/", views.detail, name="detail"),
    path("<uuid:pk>/recibir/", views.accept, name="accept"),
    path("<uuid:pk>/devolver/", views.decline, name="decline"),
    path("<uuid:pk>/retirar/", views.withdraw, name="withdraw"),
]
