"""Addresses of the review of duplicates."""

from django.urls import path

from arraigo.people.merging import proposing, views

app_name = "merging"

urlpatterns = [
    path("", views.queue, name="queue"),
    path("proponer/<uuid:pk>/", proposing.other, name="propose"),
    path("proponer/<uuid:pk>/<uuid:search>/", proposing.other, name="propose_found"),
    path("proponer/<uuid:pk>/con/<uuid:other>/", proposing.propose, name="propose_pair"),
    path("parejas/<int:pk>/", views.pair, name="pair"),
    path("parejas/<int:pk>/comparar/", views.accept, name="accept"),
    path("parejas/<int:pk>/unir/", views.ask, name="ask"),
    path("uniones/<uuid:pk>/", views.merge, name="merge"),
    path("uniones/<uuid:pk>/confirmar/", views.confirm, name="confirm"),
    path("uniones/<uuid:pk>/rechazar/", views.refuse, name="refuse"),
    path("uniones/<uuid:pk>/retirar/", views.take_back, name="take_back_merge"),
    path("uniones/<uuid:pk>/separar/", views.separate, name="separate"),
    path("separaciones/<uuid:pk>/", views.separation, name="separation"),
    path("separaciones/<uuid:pk>/confirmar/", views.part, name="part"),
    path("separaciones/<uuid:pk>/retirar/", views.take_back_parting, name="take_back_separation"),
    path("separaciones/<uuid:pk>/rechazar/", views.stay, name="stay"),
]
