"""Addresses of the protocol."""

from django.urls import path

from arraigo.casework.protocol import views

app_name = "protocol"

urlpatterns = [
    path("", views.versions, name="list"),
    path("borrador/", views.start, name="start"),
    path("casos/", views.move, name="move"),
    path("<int:pk>/", views.version, name="version"),
    path("<int:pk>/paso/<int:number>/", views.step, name="step"),
    path("<int:pk>/lista/<slug:name>/", views.entries, name="entries"),
    path("<int:pk>/seguimientos/", views.calendar, name="calendar"),
    path("<int:pk>/no-localizada/", views.unreachable, name="unreachable"),
    path("<int:pk>/empezar-de-nuevo/", views.restart, name="restart"),
    path("<int:pk>/publicar/", views.publish, name="publish"),
    path("<int:pk>/retirar/", views.take_back, name="take_back"),
]
