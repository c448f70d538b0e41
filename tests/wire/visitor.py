"""Who knocks at the server: its address, and the headers, cookies, origin and host that go with every request."""

import http.client
import socket
from collections.abc import Mapping
from dataclasses import dataclass, field
from http.cookies import SimpleCookie
from urllib.parse import urlsplit

XSRF = "_streamlit_xsrf"
SAME = "same"  # the origin a browser sends for a page of this very server
LONGEST = 60.0  # seconds an answer may take


@dataclass(frozen=True)
class Answer:
    """What a request was answered: `headers` by their names in small letters."""

    status: int
    headers: Mapping[str, str]
    body: bytes


@dataclass
class Visitor:
    """A browser without windows. `origin` None: none is sent; `host` None: the address's own. Cookies are kept."""

    address: str
    headers: dict[str, str] = field(default_factory=dict)
    cookies: dict[str, str] = field(default_factory=dict)
    origin: str | None = SAME
    host: str | None = None

    @property
    def said_host(self) -> str:
        """What stands in the Host header."""
        return self.host or urlsplit(self.address).netloc

    @property
    def said_origin(self) -> str | None:
        """What stands in the Origin header, if anything."""
        return f"http://{self.said_host}" if self.origin == SAME else self.origin

    @property
    def xsrf(self) -> str:
        """The token against forged requests; empty before the first answer brought one."""
        return self.cookies.get(XSRF, "")

    def sent(self) -> dict[str, str]:
        """The headers of every request, HTTP or websocket."""
        cookie = (
            {"Cookie": "; ".join(f"{name}={value}" for name, value in self.cookies.items())} if self.cookies else {}
        )
        origin = {"Origin": self.said_origin} if self.said_origin else {}
        return {**cookie, **origin, **self.headers}

    def connected(self) -> socket.socket:
        """A TCP connection to the true address, whatever Host says."""
        parts = urlsplit(self.address)
        return socket.create_connection((parts.hostname or "", parts.port or 80), timeout=LONGEST)

    def ask(
        self, method: str, path: str, body: bytes | None = None, headers: Mapping[str, str] | None = None
    ) -> Answer:
        """One HTTP request; `path` goes out as it stands, no redirect is followed. OSError: nobody answered."""
        connection = http.client.HTTPConnection(self.said_host, timeout=LONGEST)
        connection.sock = self.connected()
        try:
            connection.request(method, path, body, {"Host": self.said_host, **self.sent(), **(headers or {})})
            answer = connection.getresponse()
            self._keep_cookies(answer.headers.get_all("Set-Cookie") or [])
            return Answer(answer.status, {k.lower(): v for k, v in answer.getheaders()}, answer.read())
        finally:
            connection.close()

    def get(self, path: str) -> Answer:
        """GET."""
        return self.ask("GET", path)

    def greet(self) -> "Visitor":
        """What the front end does before it connects: ask whether the server is well, which brings the XSRF cookie."""
        self.ask("GET", "/_stcore/health")
        return self

    def _keep_cookies(self, lines: list[str]) -> None:
        for line in lines:
            for name, morsel in SimpleCookie(line).items():
                self.cookies[name] = morsel.coded_value
