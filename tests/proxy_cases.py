"""deploy/nginx.conf at work: on free ports of this machine, with a certificate of its own and a stand-in sign-in."""

import json
import ssl
import subprocess
import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from http.cookies import SimpleCookie
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec

from tests.finding_nginx import find_nginx, install_nginx
from tests.signin_cases import SECRET, a_port, address_of
from tests.wire.serving import ROOT
from tests.wire.visitor import Visitor

HOST = "steward.firm.example"
ORIGIN = f"https://{HOST}"
COOKIE = "_oauth2_proxy"


class SignIn(BaseHTTPRequestHandler):
    """Stands where oauth2-proxy stands: the cookie holds the name of who is signed in."""

    def do_GET(self) -> None:
        cookie = SimpleCookie(self.headers.get("Cookie", "")).get(COOKIE)
        signed = self.path == "/oauth2/auth" and cookie is not None
        self.send_response(202 if signed else 401 if self.path == "/oauth2/auth" else 200)
        if signed and cookie is not None:
            self.send_header("X-Auth-Request-Email", address_of(cookie.value))
        self.send_header("Content-Length", "0")
        self.end_headers()

    def log_message(self, format: str, *args: object) -> None:
        """Nothing: the tests look at answers."""


@dataclass
class Secured(Visitor):
    """A browser in front of nginx, which trusts the test's certificate."""

    port: int = 0
    trusts: str = ""

    def connected(self) -> ssl.SSLSocket:  # type: ignore[override]
        return ssl.create_default_context(cafile=self.trusts).wrap_socket(super().connected(), server_hostname=HOST)


@dataclass
class Front:
    """A running nginx: its port and the certificate to trust."""

    port: int
    certificate: Path

    def visitor(self, name: str | None = None, **headers: str) -> Secured:
        """A browser that the sign-in knows under this name, or not at all."""
        cookies = {COOKIE: name} if name else {}
        address = f"http://127.0.0.1:{self.port}"
        return Secured(address, headers, cookies, ORIGIN, HOST, self.port, str(self.certificate))


class Named(BaseHTTPRequestHandler):
    """Stands where a Steward stands, and answers with its own port."""

    def do_GET(self) -> None:
        self.send_response(200)
        self.end_headers()
        self.wfile.write(str(self.server.server_address[1]).encode())

    def log_message(self, format: str, *args: object) -> None:
        """Nothing."""


class _Server(ThreadingHTTPServer):
    # A page asks for fifty files at once. Python's five waiting callers would leave the others to knock again after
    # one second, three, seven …
    request_queue_size = 128


def started(handler: type[BaseHTTPRequestHandler]) -> ThreadingHTTPServer:
    """A server on a free port, in a thread of its own."""
    server = _Server(("127.0.0.1", 0), handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    return server


@contextmanager
def front(folder: Path, ports: Sequence[int], *, signs_in: bool = True) -> Iterator[Front]:
    """nginx as deploy/nginx.conf says, before Stewards on these ports; `signs_in` False: without oauth2-proxy."""
    sign_in = started(SignIn)
    port, certificate = a_port(), make_certificate(folder)
    (folder / "secret.conf").write_text(f'proxy_set_header X-Steward-Proxy-Secret "{SECRET}";\n')
    conf = folder / "nginx.conf"
    lines = adapted(folder, port, ports, sign_in.server_port).splitlines(keepends=True)
    conf.write_text("".join(line for line in lines if signs_in or "# (proxy)" not in line))
    nginx = find_nginx() or install_nginx()
    log = folder / "nginx.log"
    command = [nginx, "-e", folder / "error.log", "-p", folder, "-c", conf, "-g", "daemon off;"]
    with log.open("wb") as output:
        process = subprocess.Popen(command, stdout=output, stderr=output)
    try:
        _wait(Front(port, certificate), process, log)
        yield Front(port, certificate)
    finally:
        process.terminate()
        process.wait(20)
        sign_in.shutdown()


def adapted(folder: Path, port: int, ports: Sequence[int], sign_in: int) -> str:
    """deploy/nginx.conf with this machine's ports and files; every replacement must find its place."""
    servers = "\n        ".join(f"server 127.0.0.1:{one};" for one in ports)
    temporary = "".join(
        f"\n    {kind}_temp_path {folder}/{kind};" for kind in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
    )
    changes = {
        "worker_processes auto;": "worker_processes 1;",
        "pid /run/nginx.pid;": f"pid {folder}/nginx.pid;",
        "error_log /var/log/nginx/steward-error.log;": f"error_log {folder}/error.log;",
        "server_tokens off;": f"server_tokens off;{temporary}",
        "server 127.0.0.1:8501;": servers,
        "listen 80;": f"listen 127.0.0.1:{a_port()};",
        "listen 443 ssl": f"listen 127.0.0.1:{port} ssl",
        "/etc/ssl/steward.crt": f"{folder}/steward.crt",
        "/etc/ssl/steward.key": f"{folder}/steward.key",
        "/etc/nginx/steward-secret.conf;\n        proxy_http": f"{folder}/secret.conf;\n        proxy_http",
        "http://127.0.0.1:4180": f"http://127.0.0.1:{sign_in}",
    }
    text = (ROOT / "deploy" / "nginx.conf").read_text()
    for old, new in changes.items():
        assert old in text, f"deploy/nginx.conf no longer says {old!r}"
        text = text.replace(old, new)
    return text


def make_certificate(folder: Path) -> Path:
    """A certificate for the firm's host, signed by itself, with its key beside it."""
    key, name = ec.generate_private_key(ec.SECP256R1()), x509.Name([x509.NameAttribute(x509.OID_COMMON_NAME, HOST)])
    now = datetime.now(UTC)
    made = (
        x509.CertificateBuilder().subject_name(name).issuer_name(name).public_key(key.public_key())
        .serial_number(x509.random_serial_number()).not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=2))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName(HOST)]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )  # fmt: skip
    kind = serialization.Encoding.PEM
    plain = key.private_bytes(kind, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    (folder / "steward.key").write_bytes(plain)
    (folder / "steward.crt").write_bytes(made.public_bytes(kind))
    return folder / "steward.crt"


def behind_proxy() -> dict[str, str]:
    """The environment of a Steward behind it."""
    return {"STEWARD_SIGN_IN": "proxy", "STEWARD_PROXY_SECRET": SECRET, "STEWARD_HOST": HOST}


def trusted_header() -> tuple[str, ...]:
    """What `manage.py run` sets for such a Steward, as flags of Streamlit."""
    trusted = json.dumps({"X-Forwarded-Email": "email"})
    return ("--server.trustedUserHeaders", trusted, "--server.allowedHosts", HOST)


def _wait(started: Front, process: subprocess.Popen[bytes], log: Path) -> None:
    until = time.monotonic() + 20
    while time.monotonic() < until and process.poll() is None:
        try:
            started.visitor().get("/oauth2/sign_in")
        except OSError:
            time.sleep(0.05)
        else:
            return
    process.kill()
    raise AssertionError(f"nginx did not start: {log.read_text()[-2000:]}")
