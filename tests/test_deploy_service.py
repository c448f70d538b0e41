"""The service's files name commands and files that there are, and keep the process in its place."""

import configparser
import tomllib
from pathlib import Path

import pytest
from typer.testing import CliRunner

import manage
from lib.signin.configured import read, server_flags
from lib.signin.refusing import refusals
from tests.signin_cases import SECRET
from tests.test_signin_refusing import SHIPPED
from tests.wire.serving import ROOT

DEPLOY = ROOT / "deploy"
UNITS = sorted(DEPLOY.glob("*.service")) + sorted(DEPLOY.glob("*.timer"))


def unit(path: Path) -> configparser.ConfigParser:
    found = configparser.ConfigParser(interpolation=None, strict=False)
    found.optionxform = str  # type: ignore[assignment, method-assign]
    found.read_string(path.read_text())
    return found


@pytest.mark.parametrize("path", [path for path in UNITS if path.suffix == ".service"], ids=lambda path: path.name)
def test_a_service_starts_a_command_that_there_is_as_a_user_of_its_own(path: Path) -> None:
    service = unit(path)["Service"]
    command = service["ExecStart"].replace("%i", "8501").split()
    assert command[:2] == ["/opt/steward/.venv/bin/python", "manage.py"]
    shown = CliRunner().invoke(manage.app, [*command[2:], "--help"])
    assert shown.exit_code == 0, shown.output
    assert service["User"] == "steward"
    assert service["NoNewPrivileges"] == "yes"
    assert service["ProtectSystem"] == "strict"
    assert service["EnvironmentFile"] == "/etc/steward/steward.env"


def test_the_timer_belongs_to_the_backup() -> None:
    assert unit(DEPLOY / "steward-backup.timer")["Timer"]["OnCalendar"] == "hourly"
    assert (DEPLOY / "steward-backup.service").exists()


def test_the_example_environment_starts_once_its_secret_is_filled_in() -> None:
    lines = [line for line in (DEPLOY / "steward.env").read_text().splitlines() if line and not line.startswith("#")]
    given = dict(line.split("=", 1) for line in lines)
    flags = server_flags(None, 8501, given)
    trusted = {"server.trustedUserHeaders": {"X-Forwarded-Email": "email"}, "secrets.files": []}
    options = SHIPPED | flags | trusted
    assert refusals(read(options.__getitem__, given)) != [], "the secret is still empty"
    assert refusals(read(options.__getitem__, given | {"STEWARD_PROXY_SECRET": SECRET})) == []


def test_oauth2_proxy_hands_over_what_nginx_asks_for() -> None:
    told = tomllib.loads((DEPLOY / "oauth2-proxy.cfg").read_text())
    front = (DEPLOY / "nginx.conf").read_text()
    assert told["set_xauthrequest"] is True
    assert "$upstream_http_x_auth_request_email" in front
    assert f"proxy_pass http://{told['http_address']};" in front
    assert told["cookie_secure"] is True
    assert "skip_auth_routes" not in told
