"""A Steward with sign-in for the tests: a local OIDC provider, its secrets, cookies signed as the server signs them."""

import json
import os
import random
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

from oidc_provider_mock import User, run_server_in_thread
from streamlit.web.server.starlette.starlette_app_utils import create_signed_value

from lib.store.engine import Store
from lib.store.users import add_user, change_user
from tests.wire.serving import ROOT, Serving, wait_for
from tests.wire.visitor import Visitor

SECRET = "f3b1c9a7e5d24680b1a2c3d4e5f60718293a4b5c6d7e8f90a1b2c3d4e5f60799"
USER_COOKIE = "_streamlit_user"
PEOPLE = {"lena": "lead", "vera": "viewer", "adam": "admin", "gone": "editor"}


def address_of(name: str) -> str:
    """The e-mail address of one of the people."""
    return f"{name}@firm.example"


def let_in(store: Store) -> dict[str, int]:
    """User rows for the people; `gone` has left the firm."""
    made = {name: add_user(store, "tests", name.capitalize(), address_of(name), role) for name, role in PEOPLE.items()}
    change_user(store, "tests", made["gone"], active=False)
    return made


@contextmanager
def provider() -> Iterator[str]:
    """A real OIDC provider on this machine, which lets anybody be anybody; its address."""
    os.environ["AUTHLIB_INSECURE_TRANSPORT"] = "1"  # for the provider in this process: it speaks plain http
    known = [User(sub=name, claims={"email": address_of(name), "email_verified": True}) for name in [*PEOPLE, "nobody"]]
    with run_server_in_thread(user_claims=known) as server:
        yield f"http://localhost:{server.server_port}"


def a_port() -> int:
    """A port that nobody takes before a server got round to it: below those that the system gives to connections."""
    while True:
        with socket.socket() as probe, suppress(OSError):
            probe.bind(("127.0.0.1", random.randrange(20_000, 32_000)))
            return int(probe.getsockname()[1])


def secrets_file(folder: Path, port: int, issuer: str, cookie_secret: str = SECRET) -> Path:
    """secrets.toml for a Steward on `port` and a provider at `issuer`, readable by nobody else."""
    path = folder / ".streamlit" / "secrets.toml"
    path.parent.mkdir(exist_ok=True)
    path.write_text(
        f'[auth]\nredirect_uri = "http://localhost:{port}/oauth2callback"\ncookie_secret = "{cookie_secret}"\n'
        f'client_id = "steward"\nclient_secret = "{SECRET[::-1]}"\n'
        f'server_metadata_url = "{issuer}/.well-known/openid-configuration"\n'
    )
    path.chmod(0o600)
    return path


def launch(folder: Path, store_url: str, port: int, env: Mapping[str, str] | None = None) -> Serving:
    """`manage.py run` in a folder of its own, where .streamlit/secrets.toml may lie; not waited for."""
    log = folder / f"server-{port}.log"
    with log.open("wb") as output:
        process = subprocess.Popen(
            [sys.executable, str(ROOT / "manage.py"), "run", "--port", str(port)], cwd=folder, stdout=output,
            stderr=output, env={**os.environ, "STEWARD_DATABASE_URL": store_url, **(env or {})},
        )  # fmt: skip
    return Serving(f"http://localhost:{port}", process, log)


@contextmanager
def oidc_steward(folder: Path, store_url: str) -> Iterator[Serving]:
    """A Steward that asks the local provider who somebody is."""
    with provider() as issuer:
        port = a_port()
        secrets_file(folder, port, issuer)
        served = launch(folder, store_url, port)
        try:
            wait_for(served)
            yield served
        finally:
            served.stop()


def claims_of(name: str, age: float = 0.0, **more: Any) -> dict[str, Any]:
    """What an id token of this person says, `age` seconds after it was given; `more` stands over it."""
    return {"sub": name, "email": address_of(name), "email_verified": True, "iat": int(time.time() - age), **more}


def cookie(claims: Mapping[str, Any], origin: str, secret: str = SECRET) -> str:
    """The cookie that Streamlit would set after a sign-in at this origin."""
    content = {"origin": origin, "is_logged_in": True, "provider": "default", **claims}
    return create_signed_value(secret, USER_COOKIE, json.dumps(content)).decode()


def as_visitor(address: str, name: str, age: float = 0.0, **more: Any) -> Visitor:
    """A browser of somebody who signed in `age` seconds ago."""
    return Visitor(address, cookies={USER_COOKIE: cookie(claims_of(name, age, **more), address)})
