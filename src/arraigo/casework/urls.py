"""Addresses of case work."""

from django.urls import path

from arraigo.casework.documents import views as documents
from arraigo.casework.flags import views as flags
from arraigo.casework.protection import views as protection
from arraigo.casework.views import attempts, cases, closures, reassigning, work

app_name = "casework"

urlpatterns = [
    path("abrir/<uuid:person_id>/", cases.open_for, name="open"),
    path("<uuid:case_id>/reasignar/", reassigning.one, name="reassign"),
    path("reasignar/", reassigning.selected, name="reassign_selected"),
    path("reasignar/<int:pk>/", reassigning.all_of, name="reassign_all"),
    path("reasignados/<uuid:pk>/", reassigning.reassigned, name="reassigned"),
    path("reasignados/<uuid:pk>/deshacer/", reassigning.undo, name="reassign_undo"),
    path("entregas/<uuid:pk>/anular/", cases.annul, name="annul_delivery"),
    path("<uuid:case_id>/senal/", flags.new, name="flag"),
    path("senales/<uuid:pk>/", flags.attend, name="flag_attend"),
    path("<uuid:case_id>/nota/", work.note, name="note"),
    path("<uuid:case_id>/consejeria/", work.session, name="session"),
    path("<uuid:case_id>/seguimiento/", work.follow_up, name="follow_up"),
    path("pendientes/<uuid:pk>/seguimiento/", work.follow_up_due, name="follow_up_due"),
    path("<uuid:case_id>/intento/", attempts.attempt, name="attempt"),
    path("pendientes/<uuid:pk>/intento/", attempts.attempt_due, name="attempt_due"),
    path("pendientes/<uuid:pk>/posponer/", work.postpone, name="postpone"),
    path("pendientes/<uuid:pk>/hecho/", work.finish, name="finish"),
    path("registros/<slug:name>/<uuid:pk>/anular/", work.annul_record, name="annul_record"),
    path("<uuid:case_id>/documentos/", documents.new, name="document_new"),
    path("<uuid:case_id>/papeleria/", documents.papers, name="papers"),
    path("documentos/<uuid:pk>/", documents.document, name="document"),
    path("documentos/<uuid:pk>/foto/", documents.file, name="document_file"),
    path("documentos/<uuid:pk>/anular/", documents.annul, name="document_annul"),
    path("<uuid:case_id>/proteccion/", protection.new, name="protection_new"),
    path("proteccion/<uuid:pk>/", protection.note, name="protection_note"),
    path("proteccion/<uuid:pk>/leer/", protection.reveal, name="protection_reveal"),
    path("proteccion/<uuid:pk>/corregir/", protection.correct, name="protection_correct"),
    path("proteccion/<uuid:pk>/anular/", protection.annul, name="protection_annul"),
    path("<uuid:case_id>/cierre/", closures.close, name="close"),
    path("cierres/<uuid:pk>/", closures.closure, name="closure"),
    path("cierres/<uuid:pk>/certificar/", closures.certify, name="certify_closure"),
    path("cierres/<uuid:pk>/devolver/", closures.give_back, name="return_closure"),
    path("cierres/<uuid:pk>/reabrir/", closures.reopen, name="reopen_case"),
]
