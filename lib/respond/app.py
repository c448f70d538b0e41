"""The web app of the survey form: a link opens the form, sending it spends the link; no script, no cookie, no log."""

import sqlite3
from pathlib import Path

from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response
from starlette.routing import Route

from lib.periods import today
from lib.respond import limits
from lib.respond.filled import BadBody, fields_of, read
from lib.respond.form import STYLE_HASH, form_page, message_page
from lib.respond.questions import asked_by
from lib.respond.sheets import keep

HEADERS = {
    "content-security-policy": f"default-src 'none'; style-src '{STYLE_HASH}'; form-action 'self'; base-uri 'none'; "
    "frame-ancestors 'none'",
    "cache-control": "no-store",
    "referrer-policy": "no-referrer",
    "x-content-type-options": "nosniff",
    "x-frame-options": "DENY",
    "x-robots-tag": "noindex, nofollow",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    "permissions-policy": "camera=(), geolocation=(), microphone=()",
}
REFUSED = message_page(
    "This link does not open a survey",
    "It may have been used, its survey may be over, or a part of the link may be missing. A link works once: if you "
    "sent answers with it before, those are stored. If not, nothing is stored: copy the whole link from the message, "
    "or ask its sender for a new one.",
)
TOO_MANY = message_page(
    "Please try again in a minute", "Too many links were tried that do not open. A link that opens is not held up."
)
THANKS = message_page("Thank you", "Your answers are stored. You can close this page.")
NOT_STORED = "Your answers could not be stored just now. They are still below: please send them again in a minute."


def create_app(path: Path) -> Starlette:
    """The app over one file of the survey form."""
    app = Starlette(
        routes=[
            Route("/s/{token:path}", show, methods=["GET"]),
            Route("/s/{token:path}", take, methods=["POST"]),
            Route("/thanks", thanks, methods=["GET"]),
        ],
        exception_handlers={
            HTTPException: _elsewhere, limits.BodyRefused: _unread, BadBody: _unread, Exception: _broken,
        },
    )  # fmt: skip
    app.state.path, app.state.refusals = path, limits.Refusals()
    return app


async def show(request: Request) -> Response:
    """The form that a link opens; looking at it spends nothing, so mail scanners may."""
    asked = await run_in_threadpool(asked_by, request.app.state.path, request.path_params["token"], today())
    return _refused(request) if asked is None else _page(form_page(asked))


async def take(request: Request) -> Response:
    """Store the answers sent by a link and spend it; the form comes back, as typed, where something is to put right."""
    path, token = request.app.state.path, request.path_params["token"]
    body = await limits.read_body(request)
    asked = await run_in_threadpool(asked_by, path, token, today())
    if asked is None:
        return _refused(request)
    filled = read(asked, fields_of(request.headers.get("content-type", ""), body))
    if filled.problems:
        return _page(form_page(asked, filled), 422)
    try:
        stored = await run_in_threadpool(keep, path, token, today(), filled)
    except sqlite3.OperationalError:  # the disk is full or the file is held: nothing is stored, the link is unspent
        return _page(form_page(asked, filled, NOT_STORED), 503)
    return RedirectResponse("/thanks", 303, HEADERS) if stored else _refused(request)


async def thanks(_request: Request) -> Response:
    """What is said after answers are stored, at an address that leads nowhere."""
    return _page(THANKS)


def _page(html: str, status: int = 200) -> HTMLResponse:
    return HTMLResponse(html, status, HEADERS)


def _refused(request: Request) -> Response:
    """One answer for every link that does not open: unknown, used, over or mangled."""
    if request.app.state.refusals.too_many():
        return HTMLResponse(TOO_MANY, 429, HEADERS | {"retry-after": "60"})
    return _page(REFUSED, 404)


async def _elsewhere(_request: Request, error: Exception) -> Response:
    return HTMLResponse(
        REFUSED, getattr(error, "status_code", 404), HEADERS | dict(getattr(error, "headers", None) or {})
    )


async def _unread(_request: Request, error: Exception) -> Response:
    return _page(message_page("Not sent", str(error)), getattr(error, "status", 400))


async def _broken(_request: Request, _error: Exception) -> Response:
    sentence = "Something went wrong on our side; your link still works. Please try again in a few minutes."
    return _page(message_page("Not sent", sentence), 500)
