"""What every answer tells the browser, static files included, beside what Django and csp say."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

#: Nothing but passkeys is used of what a browser can do. Photos come through the file chooser,
#: which asks the phone itself and needs no camera here.
_UNUSED = (
    "accelerometer", "autoplay", "camera", "display-capture", "encrypted-media", "fullscreen",
    "geolocation", "gyroscope", "magnetometer", "microphone", "midi", "payment",
    "picture-in-picture", "screen-wake-lock", "usb", "web-share", "xr-spatial-tracking",
)  # fmt: skip
_USED = ("publickey-credentials-create", "publickey-credentials-get")
PERMISSIONS = ", ".join(
    [*(f"{name}=()" for name in _UNUSED), *(f"{name}=(self)" for name in _USED)]
)


class HeadersMiddleware:
    """Keeps other sites from embedding our answers, and pages from what they do not use."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer as usual, with both headers."""
        response = self.get_response(request)
        response["Cross-Origin-Resource-Policy"] = "same-origin"
        response["Permissions-Policy"] = PERMISSIONS
        return response
