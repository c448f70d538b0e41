"""Configurations that would let a stranger in: each refused with one sentence that says what to do."""

import ipaddress
import os
import sqlite3
from collections.abc import Iterator
from typing import Any
from urllib.parse import urlsplit

from lib.signin.configured import MODES, VARIABLES, Settings

LEAST_SECRET = 32  # bytes
_SAMPLES = ("xxx", "changeme", "change me", "secret", "password", "example", "sample", "replace", "your-", "your_")
# The directories that hold everybody's accounts, by name; the last one is that of private persons, by its number.
_ANYONE = ("common", "organizations", "consumers", "9188040d-6c67-4c5b-b112-36a304b66dad")
_NEW_SECRET = 'python -c "import secrets; print(secrets.token_hex(32))"'  # noqa: S105 (a command to show)
# Before this version a checkpoint and a commit may collide, unless writers take turns through a file lock.
_SAFE_SQLITE = (3, 51, 3)


def refusals(settings: Settings) -> list[str]:
    """One sentence for each reason not to start; empty where Steward may."""
    found = [*_mode(settings), *_reach(settings), *_server(settings), *_database()]
    if settings.mode == "oidc":
        found += _oidc(settings)
    if settings.mode == "proxy":
        found += _proxy(settings)
    return found


def _mode(settings: Settings) -> Iterator[str]:
    if settings.mode not in ("", *MODES):
        yield f'STEWARD_SIGN_IN is "{settings.mode}": write oidc or proxy, or leave it empty.'
    for name in settings.misspelt:
        known = ", ".join(VARIABLES)
        yield f"{name} is no setting of Steward, perhaps one misspelt ({known}): correct it or take it out."
    if not settings.mode and settings.proxy_secret:
        yield "STEWARD_PROXY_SECRET is set, but STEWARD_SIGN_IN is not proxy: nobody would be asked to sign in."
    if settings.secrets_broken:
        yield f".streamlit/secrets.toml cannot be read ({settings.secrets_broken}): mend or remove it."
    if settings.secrets_mode is not None and os.name != "nt" and settings.secrets_mode & 0o077:
        yield ".streamlit/secrets.toml can be read by others on this machine: run `chmod 600 .streamlit/secrets.toml`."


def _reach(settings: Settings) -> Iterator[str]:
    address = settings.options.get("server.address")
    if settings.mode not in MODES and not is_this_machine(address):
        where = address or "all networks"
        yield (
            f"Steward would listen on {where} without sign-in: set STEWARD_SIGN_IN (README, Sign-in), "
            "or let it listen on 127.0.0.1 only."
        )
    hosts = settings.options.get("server.allowedHosts") or []
    if not hosts:
        yield "server.allowedHosts is empty: set STEWARD_HOST to the name people open Steward by."
    for host in hosts:
        if "*" in host:
            yield "server.allowedHosts has a *: name each host, or set STEWARD_HOST."
        elif "/" in host or "," in host:
            yield f"{host} is no host: write the name alone into STEWARD_HOST, like steward.firm.example."
        elif settings.mode not in MODES and not is_this_machine(host):
            yield f"Steward would answer as {host} without sign-in: set STEWARD_SIGN_IN (README, Sign-in)."


def is_this_machine(address: str | None) -> bool:
    """Whether a server at this address can be reached from this machine only; none means every network."""
    if not address:
        return False
    if address == "localhost" or address.startswith("unix:"):
        return True
    try:
        return ipaddress.ip_address(address.strip("[]")).is_loopback
    except ValueError:
        return False


def _server(settings: Settings) -> Iterator[str]:
    must: tuple[tuple[str, Any, str], ...] = (
        ("server.enableCORS", True, "else any web page can speak with Steward"),
        ("server.enableXsrfProtection", True, "else any web page can send files as you"),
        ("server.enableStaticServing", False, "else files are served without sign-in"),
        ("server.enableAgentApi", False, "else programs come in beside the pages"),
        ("client.showErrorDetails", "none", "else an error shows data and secrets on the screen"),
        ("client.allowedOrigins", [], "else pages of others may steer Steward in a frame"),
    )
    for name, wanted, why in must:
        if settings.options.get(name, wanted) != wanted:
            shown = "[]" if wanted == [] else str(wanted).lower()
            yield f"{name} must be {shown}, {why}: take it out of your configuration."
    if settings.mode != "proxy" and settings.options.get("server.trustedUserHeaders"):
        yield "server.trustedUserHeaders is set, but STEWARD_SIGN_IN is not proxy: anybody could send such a header."


def _oidc(settings: Settings) -> Iterator[str]:
    if not _authlib():
        yield "Sign-in by OIDC needs Authlib: run `pip install -r requirements.txt`."
    if weakness := weak(str(settings.auth.get("cookie_secret", ""))):
        yield f"cookie_secret in .streamlit/secrets.toml {weakness}: make one with `{_NEW_SECRET}`."
    yield from _redirect(settings)
    for name in settings.providers:
        yield from _provider(settings, name)


def _redirect(settings: Settings) -> Iterator[str]:
    given = str(settings.auth.get("redirect_uri", ""))
    parts = urlsplit(given.replace("{port}", "8501"))
    if parts.scheme not in ("http", "https") or not parts.hostname or not parts.path.endswith("/oauth2callback"):
        yield "redirect_uri in .streamlit/secrets.toml must be like https://steward.firm.example/oauth2callback."
        return
    if parts.scheme == "http" and not is_this_machine(parts.hostname):
        yield f"redirect_uri is http for {parts.hostname}: sign-in over a network needs https."
    hosts = settings.options.get("server.allowedHosts") or []
    if hosts and parts.hostname not in hosts:
        yield f"server.allowedHosts does not name {parts.hostname}, the host of redirect_uri: set STEWARD_HOST to it."


def _provider(settings: Settings, name: str) -> Iterator[str]:
    section, title = settings.provider(name), f"[auth.{name}]" if name else "[auth]"
    missing = [key for key in ("client_id", "client_secret", "server_metadata_url") if not section.get(key)]
    if missing:
        yield f"{title} in .streamlit/secrets.toml lacks {', '.join(missing)}."
    if "_" in name:
        yield f"{title}: the name of a provider may hold no underscore."
    address = str(section.get("server_metadata_url", ""))
    parts = urlsplit(address)
    if address and parts.scheme != "https" and not is_this_machine(parts.hostname):
        yield f"{title}: server_metadata_url must begin with https://."
    if any(f"/{anyone}/" in f"{parts.path.lower()}/" for anyone in _ANYONE):
        yield (
            f"{title}: server_metadata_url lets in any firm's directory, where anybody may claim your e-mail "
            "addresses: name your own tenant in it."
        )


def _proxy(settings: Settings) -> Iterator[str]:
    if weakness := weak(settings.proxy_secret):
        yield f"STEWARD_PROXY_SECRET {weakness}: make one with `{_NEW_SECRET}` and give it to the proxy too."
    if settings.email_header.lower() == settings.secret_header.lower():
        yield "STEWARD_PROXY_HEADERS names one header twice: the first is for the e-mail, the second for the secret."
    trusted = settings.options.get("server.trustedUserHeaders") or {}
    if trusted != {settings.email_header: "email"}:
        yield (
            f'server.trustedUserHeaders must be {{"{settings.email_header}": "email"}}: '
            "start Steward with `python manage.py run`, which sets it."
        )


def weak(secret: str) -> str | None:
    """What is wrong with a secret, in words; None where it is long and varied enough."""
    if not secret:
        return "is missing"
    if any(sample in secret.lower() for sample in _SAMPLES):
        return "is a sample that anybody knows"
    if len(secret.encode()) < LEAST_SECRET:
        return f"is shorter than {LEAST_SECRET} bytes"
    if len(set(secret)) < 10 or secret in (secret * 2)[1:-1]:
        return "repeats itself"
    return None


def _authlib() -> bool:
    try:
        import authlib  # noqa: F401
        import httpx  # noqa: F401
    except ImportError:
        return False
    return True


def _database() -> Iterator[str]:
    if os.name == "nt" and sqlite3.sqlite_version_info < _SAFE_SQLITE and not _on_server():
        yield (
            f"SQLite {sqlite3.sqlite_version} without file locks can lose data under several writers: "
            "take a Python with SQLite 3.51.3 or newer, or PostgreSQL."
        )


def _on_server() -> bool:
    return os.environ.get("STEWARD_DATABASE_URL", "").startswith("postgresql")
