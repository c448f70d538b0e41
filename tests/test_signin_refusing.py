"""Configurations that would let a stranger in are refused, each with its own sentence; sound ones are not."""

import subprocess
import sys
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from streamlit import config

from lib.signin.configured import OPTIONS, Settings, read, server_flags
from lib.signin.refusing import refusals, weak
from tests.signin_cases import SECRET, secrets_file
from tests.wire.serving import ROOT

SHIPPED = {
    "server.address": "127.0.0.1", "server.allowedHosts": ["localhost"], "server.enableCORS": True,
    "server.enableXsrfProtection": True, "server.enableStaticServing": False, "server.enableAgentApi": False,
    "server.trustedUserHeaders": {}, "client.showErrorDetails": "none", "server.maxUploadSize": 5,
    "client.allowedOrigins": [],
}  # fmt: skip
LOCAL = Settings(options=SHIPPED)
OIDC = Settings(
    mode="oidc",
    auth={
        "redirect_uri": "https://steward.firm.example/oauth2callback", "cookie_secret": SECRET, "client_id": "steward",
        "client_secret": "given by the provider",
        "server_metadata_url": "https://id.firm.example/.well-known/openid-configuration",
    },
    secrets_mode=0o600,
    options=SHIPPED | {"server.allowedHosts": ["steward.firm.example"]},
)  # fmt: skip
PROXY = Settings(
    mode="proxy",
    proxy_secret=SECRET,
    options=SHIPPED
    | {"server.allowedHosts": ["steward.firm.example"], "server.trustedUserHeaders": {"X-Forwarded-Email": "email"}},
)


def with_option(settings: Settings, name: str, value: Any) -> Settings:
    return replace(settings, options={**settings.options, name: value})


def with_auth(**changed: Any) -> Settings:
    return replace(OIDC, auth={name: value for name, value in {**OIDC.auth, **changed}.items() if value is not None})


@pytest.mark.parametrize("settings", [LOCAL, OIDC, PROXY], ids=["local", "oidc", "proxy"])
def test_a_sound_configuration_is_not_refused(settings: Settings) -> None:
    assert refusals(settings) == []


def test_with_sign_in_the_server_may_listen_beyond_this_machine() -> None:
    assert refusals(with_option(OIDC, "server.address", None)) == []
    assert refusals(with_option(PROXY, "server.address", "10.0.0.5")) == []


BAD: dict[str, tuple[Settings, str]] = {
    "every network without sign-in": (with_option(LOCAL, "server.address", None), "on all networks without sign-in"),
    "one address without sign-in": (with_option(LOCAL, "server.address", "0.0.0.0"), "on 0.0.0.0 without sign-in"),
    "a name without sign-in": (with_option(LOCAL, "server.address", "steward.firm.example"), "without sign-in"),
    "an unknown word": (replace(LOCAL, mode="ldap"), 'STEWARD_SIGN_IN is "ldap"'),
    "a broken file": (replace(LOCAL, secrets_broken="TOMLDecodeError"), "cannot be read (TOMLDecodeError)"),
    "an open file": (replace(OIDC, secrets_mode=0o644), "chmod 600"),
    "a short secret": (with_auth(cookie_secret="a1b2c3d4"), "is shorter than 32 bytes"),
    "the sample secret": (with_auth(cookie_secret="xxx"), "is a sample that anybody knows"),
    "a sample made long": (with_auth(cookie_secret="changeme" * 8), "is a sample that anybody knows"),
    "one letter": (with_auth(cookie_secret="z" * 64), "repeats itself"),
    "a word again and again": (with_auth(cookie_secret="qwertyuiopasdfgh" * 3), "repeats itself"),
    "no secret": (with_auth(cookie_secret=None), "cookie_secret in .streamlit/secrets.toml is missing"),
    "http over a network": (with_auth(redirect_uri="http://steward.firm.example/oauth2callback"), "needs https"),
    "another path": (with_auth(redirect_uri="https://steward.firm.example/"), "must be like https://"),
    "no client": (with_auth(client_id=None), "lacks client_id"),
    "a provider over http": (with_auth(server_metadata_url="http://id.firm.example/x"), "must begin with https://"),
    "any firm's directory": (
        with_auth(server_metadata_url="https://login.example/common/v2.0/.well-known/openid-configuration"),
        "lets in any firm's directory",
    ),
    "no host": (with_option(OIDC, "server.allowedHosts", []), "allowedHosts is empty"),
    "every host": (with_option(PROXY, "server.allowedHosts", ["*"]), "has a *"),
    "the host of another": (with_option(OIDC, "server.allowedHosts", ["localhost"]), "does not name steward.firm"),
    "CORS off": (with_option(LOCAL, "server.enableCORS", False), "server.enableCORS must be true"),
    "XSRF off": (with_option(OIDC, "server.enableXsrfProtection", False), "enableXsrfProtection must be true"),
    "static files": (with_option(LOCAL, "server.enableStaticServing", True), "enableStaticServing must be false"),
    "the agent API": (with_option(OIDC, "server.enableAgentApi", True), "enableAgentApi must be false"),
    "error details": (with_option(LOCAL, "client.showErrorDetails", "full"), "showErrorDetails must be none"),
    "frames of others": (with_option(OIDC, "client.allowedOrigins", ["https://x"]), "allowedOrigins must be []"),
    "a header without a proxy": (
        with_option(OIDC, "server.trustedUserHeaders", {"X-Forwarded-Email": "email"}), "anybody could send such",
    ),
    "a proxy without its secret": (replace(PROXY, proxy_secret=""), "STEWARD_PROXY_SECRET is missing"),
    "a proxy with a short one": (replace(PROXY, proxy_secret="0123456789abcdef"), "is shorter than 32 bytes"),
    "a proxy nobody trusts": (with_option(PROXY, "server.trustedUserHeaders", {}), "python manage.py run"),
    "the firm's name without sign-in": (
        with_option(LOCAL, "server.allowedHosts", ["steward.firm.example"]), "steward.firm.example without sign-in",
    ),
    "every host on this machine": (with_option(LOCAL, "server.allowedHosts", []), "allowedHosts is empty"),
    "an address for a host": (with_option(PROXY, "server.allowedHosts", ["https://x.example"]), "the name alone"),
    "a proxy's secret without a proxy": (replace(LOCAL, proxy_secret=SECRET), "STEWARD_SIGN_IN is not proxy"),
    "a variable that is misspelt": (replace(LOCAL, misspelt=("STEWARD_SIGNIN",)), "STEWARD_SIGNIN is no setting"),
    "any firm's directory in capitals": (
        with_auth(server_metadata_url="https://login.example/Common/v2.0/x"), "lets in any firm's directory",
    ),
    "everybody's directory by its number": (
        with_auth(server_metadata_url="https://login.example/9188040d-6c67-4c5b-b112-36a304b66dad/v2.0/x"),
        "lets in any firm's directory",
    ),
    "one header for both": (replace(PROXY, secret_header="x-forwarded-email"), "names one header twice"),
}  # fmt: skip


@pytest.mark.parametrize("name", BAD)
def test_a_configuration_that_lets_strangers_in_is_refused_with_a_sentence(name: str) -> None:
    settings, words = BAD[name]
    found = refusals(settings)
    assert any(words in sentence for sentence in found), found
    assert SECRET not in " ".join(found)


def test_secrets_as_our_own_command_makes_them_are_strong() -> None:
    made = subprocess.run(
        [sys.executable, "-c", "import secrets; print(secrets.token_hex(32))"],
        capture_output=True,
        text=True,
        check=True,
    )
    assert weak(made.stdout.strip()) is None


def test_every_option_we_ask_for_is_one_of_the_installed_streamlit() -> None:
    found = read(config.get_option, {})
    assert set(found.options) == set(OPTIONS)
    assert refusals(found) == [], "the shipped .streamlit/config.toml is refused"


def test_what_is_configured_is_read_from_the_environment_and_secrets_toml(tmp_path: Path) -> None:
    path = secrets_file(tmp_path, 8501, "https://id.firm.example")

    def option(name: str) -> Any:
        return [str(tmp_path / "none.toml"), str(path)] if name == "secrets.files" else SHIPPED[name]

    found = read(option, {})
    assert (found.mode, found.secrets_mode, found.providers) == ("oidc", 0o600, [""])
    assert refusals(found) == []
    proxied = read(option, {"STEWARD_SIGN_IN": "proxy", "STEWARD_PROXY_HEADERS": "X-Email, X-Word"})
    assert (proxied.mode, proxied.email_header, proxied.secret_header) == ("proxy", "X-Email", "X-Word")


def test_a_variable_that_looks_like_one_of_the_sign_in_is_told_and_no_other() -> None:
    given = {
        "STEWARD_SIGNIN": "proxy",
        "steward_proxy_secret": SECRET,
        "STEWARD_PROXY_HEADER": "X",
        "STEWARD_HOSTS": "x",
    }
    beside = {"STEWARD_NGINX": "x", "STEWARD_USER": "x", "STEWARD_TEST_POSTGRES": "x", "STEWARD_HOST": "", "PATH": "x"}
    assert set(read(config.get_option, given | beside).misspelt) == set(given)


def test_no_secret_stands_in_what_a_traceback_may_show() -> None:
    assert SECRET not in f"{OIDC} {PROXY}"


def test_several_providers_have_a_button_each() -> None:
    settings = replace(OIDC, auth={"redirect_uri": "", "google": {"client_id": "a"}, "okta": {"client_id": "b"}})
    assert settings.providers == ["google", "okta"]


def test_the_server_is_told_what_follows_from_our_own_settings() -> None:
    told = server_flags("10.0.0.5", 9000, {"STEWARD_HOST": "Steward.firm.example", "STEWARD_SIGN_IN": "proxy"})
    assert told["server.allowedHosts"] == ["steward.firm.example"]
    assert told["server.trustedUserHeaders"] == '{"X-Forwarded-Email": "email"}'
    assert (told["server.address"], told["server.port"]) == ("10.0.0.5", 9000)


def test_manage_run_prints_the_sentence_and_opens_no_port(tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, str(ROOT / "manage.py"), "run", "--address", "0.0.0.0"], capture_output=True, text=True,
        cwd=tmp_path, check=False,
    )  # fmt: skip
    assert done.returncode == 1
    assert done.stderr.startswith("Error: Steward would listen on 0.0.0.0 without sign-in:")
    assert "Steward is at" not in done.stdout
