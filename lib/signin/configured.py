"""What is configured about sign-in: read from the environment, secrets.toml and the server's options."""

import json
import os
import tomllib
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from difflib import get_close_matches
from pathlib import Path
from typing import Any

MODES = ("oidc", "proxy")
EMAIL_HEADER, SECRET_HEADER = "X-Forwarded-Email", "X-Steward-Proxy-Secret"
# The environment's variables without which nobody is asked who they are.
VARIABLES = ("STEWARD_SIGN_IN", "STEWARD_HOST", "STEWARD_PROXY_SECRET", "STEWARD_PROXY_HEADERS")
# The server's options that decide who can reach Steward; `read` asks for these and no others.
OPTIONS = (
    "server.address", "server.allowedHosts", "server.enableCORS", "server.enableXsrfProtection",
    "server.enableStaticServing", "server.enableAgentApi", "server.trustedUserHeaders", "client.showErrorDetails",
    "server.maxUploadSize", "client.allowedOrigins",
)  # fmt: skip
# Keys of [auth] that are shared by all providers; every other key that holds a table is a provider.
_SHARED = ("redirect_uri", "cookie_secret", "expose_tokens", "client_kwargs")


@dataclass(frozen=True)
class Settings:
    """Everything that decides whether this Steward may start, and who may come in.

    `mode`: "" (nobody signs in: only this machine may ask), "oidc", "proxy", or a word that is none of them.
    """

    mode: str = ""
    auth: Mapping[str, Any] = field(default_factory=dict, repr=False)
    secrets_mode: int | None = None  # the permission bits of secrets.toml; None: there is none
    secrets_broken: str | None = None  # why secrets.toml cannot be read
    proxy_secret: str = field(default="", repr=False)
    email_header: str = EMAIL_HEADER
    secret_header: str = SECRET_HEADER
    options: Mapping[str, Any] = field(default_factory=dict)
    misspelt: tuple[str, ...] = ()  # variables of the environment that nearly are ours

    @property
    def providers(self) -> list[str]:
        """The names of OIDC providers, for a button each; "" is the one written straight into [auth]."""
        named = [name for name, value in self.auth.items() if isinstance(value, Mapping) and name not in _SHARED]
        return ([""] if "client_id" in self.auth or not named else []) + named

    def provider(self, name: str) -> Mapping[str, Any]:
        """What is written about one provider."""
        found = self.auth.get(name) if name else self.auth
        return found if isinstance(found, Mapping) else {}


def read(option: Callable[[str], Any], environment: Mapping[str, str] | None = None) -> Settings:
    """The settings in force; `option` tells the server's options by name, its files of secrets too."""
    given = os.environ if environment is None else environment
    content, mode, broken = _secrets([Path(file) for file in option("secrets.files")])
    auth = content.get("auth", {})
    email, secret = _header_names(given.get("STEWARD_PROXY_HEADERS", ""))
    return Settings(
        mode=given.get("STEWARD_SIGN_IN", "").strip().lower() or ("oidc" if auth else ""),
        auth=auth if isinstance(auth, Mapping) else {},
        secrets_mode=mode,
        secrets_broken=broken,
        proxy_secret=given.get("STEWARD_PROXY_SECRET", ""),
        email_header=email,
        secret_header=secret,
        options={name: option(name) for name in OPTIONS},
        misspelt=tuple(sorted(filter(_nearly_ours, given))),
    )


def _nearly_ours(name: str) -> bool:
    return name not in VARIABLES and bool(get_close_matches(name.upper(), VARIABLES, 1, 0.85))


def _secrets(files: Iterable[Path]) -> tuple[dict[str, Any], int | None, str | None]:
    """What stands in the files that there are (later ones win, as the server has it), and all their permissions."""
    content: dict[str, Any] = {}
    mode: int | None = None
    for file in filter(Path.exists, files):
        try:
            mode = (mode or 0) | (file.stat().st_mode & 0o777)
            content |= tomllib.loads(file.read_text(encoding="utf-8"))
        except (tomllib.TOMLDecodeError, UnicodeDecodeError, OSError) as error:
            return {}, mode, f"{type(error).__name__} in {file}"
    return content, mode, None


def _header_names(words: str) -> tuple[str, str]:
    """`STEWARD_PROXY_HEADERS`: the header of the e-mail, then that of the secret, with a comma or a space between."""
    given = words.replace(",", " ").split()
    return given[0] if given else EMAIL_HEADER, given[1] if len(given) > 1 else SECRET_HEADER


def server_flags(address: str | None, port: int | None, environment: Mapping[str, str] | None = None) -> dict[str, Any]:
    """Options of the server that follow from ours: where it listens, which host it answers, whose header it trusts."""
    given = os.environ if environment is None else environment
    flags: dict[str, Any] = {"logger.hideWelcomeMessage": True, "logger.level": "warning"}
    if address:
        flags["server.address"] = address
    if port:
        flags["server.port"] = port
    if host := given.get("STEWARD_HOST", "").strip().lower():
        flags["server.allowedHosts"] = [host]
        flags["server.corsAllowedOrigins"] = [f"https://{host}"]
        flags["browser.serverAddress"] = host
    if given.get("STEWARD_SIGN_IN", "").strip().lower() == "proxy":
        email, _ = _header_names(given.get("STEWARD_PROXY_HEADERS", ""))
        flags["server.trustedUserHeaders"] = json.dumps({email: "email"})
    return flags
