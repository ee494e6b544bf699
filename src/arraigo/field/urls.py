"""Addresses of forms, phones and deliveries."""

from django.urls import path

from arraigo.field.views import devices, forms, submissions

app_name = "field"

urlpatterns = [
    path("telefonos/", devices.devices, name="devices"),
    path("telefonos/agregar/", devices.add, name="device_add"),
    path("telefonos/<uuid:pk>/quitar/", devices.remove, name="device_remove"),
    path("formularios/", forms.form_list, name="forms"),
    path("formularios/subir/", forms.upload, name="form_upload"),
    path("formularios/<uuid:pk>/", forms.detail, name="form"),
    path("formularios/<uuid:pk>/excel/", forms.workbook, name="form_workbook"),
    path("formularios/<uuid:pk>/uso/", forms.use, name="form_use"),
    path("entregas/", submissions.submission_list, name="submissions"),
    path("entregas/buscar/", submissions.search, name="submissions_search"),
    path("entregas/respuestas.xlsx", submissions.answers, name="answers"),
    path("entregas/<uuid:pk>/", submissions.detail, name="submission"),
    path("entregas/<uuid:pk>/archivo/<uuid:file_id>/", submissions.file, name="submission_file"),
    path("entregas/<uuid:pk>/intentar/", submissions.again, name="submission_retry"),
    path("entregas/<uuid:pk>/apartar/", submissions.aside, name="submission_set_aside"),
    path("entregas/<uuid:pk>/escoger/", submissions.settle, name="submission_settle"),
]
