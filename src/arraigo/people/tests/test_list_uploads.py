"""A file too big for the server is refused before it is read, and the form comes back filled."""

import io
from http import HTTPStatus

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test.client import BOUNDARY, MULTIPART_CONTENT, encode_multipart
from django.urls import reverse

from arraigo.core.reading.limits import MAX_FILE

pytestmark = pytest.mark.django_db
TOO_BIG = "El archivo pesa más de 10 MB."


class Network(io.BytesIO):
    """A request's body that counts what was taken from it."""

    taken = 0

    def read(self, size=-1):
        piece = super().read(size)
        self.taken += len(piece)
        return piece


def sent(client, size, announced=None):
    answers = {"handed_by": "Encargada ficticia", "agreement": "Convenio ficticio"}
    file = SimpleUploadedFile("lista.csv", b"a,b\n" * (size // 4))
    body = Network(encode_multipart(BOUNDARY, {**answers, "file": file}))
    length = announced or len(body.getvalue())
    answer = client.generic(
        "POST", reverse("leads:upload"), b"",
        **{"wsgi.input": body, "CONTENT_LENGTH": length, "CONTENT_TYPE": MULTIPART_CONTENT},
    )  # fmt: skip
    return answer, body


@pytest.mark.parametrize("over", [512 * 1024, 40 * 1024 * 1024])
def test_it_is_refused_early_and_nothing_must_be_typed_again(cast, client_of, over):
    answer, body = sent(client_of(cast.promotora), MAX_FILE + over)
    page = answer.content.decode()
    assert answer.status_code == HTTPStatus.UNPROCESSABLE_ENTITY
    assert page.count(TOO_BIG) == 3  # beside the field, in the summary, and for the browser
    assert "Elija el archivo" not in page
    assert 'value="Encargada ficticia"' in page
    assert body.taken < MAX_FILE + 512 * 1024
    if over > 1024 * 1024:
        assert body.taken < 512 * 1024  # by what it announces, before the file


def test_the_page_knows_the_limit_and_a_small_file_is_read_whole(cast, client_of):
    answer, body = sent(client_of(cast.promotora), 1024)
    assert "Por dentro" not in answer.content.decode()
    assert body.taken == len(body.getvalue())
    page = client_of(cast.promotora).get(reverse("leads:upload")).content.decode()
    assert f'data-max-bytes="{MAX_FILE}"' in page
