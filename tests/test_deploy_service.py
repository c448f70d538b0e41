"""The service's files name commands and files that there are, and keep the process in its place."""

import configparser
import subprocess
import sys
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


def test_the_command_for_the_operator_runs_manage_with_the_services_variables(tmp_path: Path) -> None:
    """deploy/steward, with this machine's user and places in place of the service's."""
    (tmp_path / "steward.env").write_text(f"STEWARD_DATABASE_URL='sqlite:///{tmp_path}/a & b.db'\n")
    text = (DEPLOY / "steward").read_text()
    who = subprocess.run(["id", "-un"], capture_output=True, text=True, check=True).stdout.strip()
    for old, new in {
        "!= steward ]": f'!= "{who}" ]',
        "/etc/steward/steward.env": f"{tmp_path}/steward.env",
        "/opt/steward/.venv/bin/python /opt/steward": f"{sys.executable} {ROOT}",
    }.items():
        assert old in text
        text = text.replace(old, new)
    (tmp_path / "steward").write_text(text)
    done = subprocess.run(["sh", tmp_path / "steward", "check"], cwd="/", capture_output=True, text=True, check=False)
    assert done.returncode == 1
    assert f"There is no store at {tmp_path}/a & b.db" in done.stderr


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
