"""deploy/nginx.conf before a Steward: who comes in, with what, and which headers nobody can forge."""

import base64
import hashlib
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import streamlit
from playwright.sync_api import Browser, BrowserType, Page, expect

from lib.store.opening import open_store
from tests import databases
from tests.browser.chromium import FLAGS
from tests.browser.conftest import settle
from tests.browser.finding import find_browser
from tests.proxy_cases import COOKIE, HOST, ORIGIN, Front, Named, behind_proxy, front, started
from tests.signin_cases import SECRET, USER_COOKIE, a_port, address_of, claims_of, cookie, launch, let_in
from tests.wire.client import Refused, Tab, open_tab
from tests.wire.serving import ROOT, Serving, wait_for
from tests.wire.visitor import Visitor

ADAM = address_of("adam")


@pytest.fixture(scope="module")
def stage(tmp_path_factory: pytest.TempPathFactory, demo_url: str) -> Iterator[tuple[Front, Serving]]:
    """nginx, and the Steward behind it."""
    folder = tmp_path_factory.mktemp("front")
    url = databases.copied(demo_url, folder / "firm.db")
    let_in(open_store(url))
    served = launch(folder, url, a_port(), behind_proxy())
    with front(folder, [served.port]) as nginx:
        wait_for(served)
        yield nginx, served
    served.stop()
    databases.give_back(url)


def who_came_in(visitor: Visitor) -> str:
    """The name in the sidebar; empty where nobody came in."""
    try:
        with open_tab(visitor, "portfolio") as tab:
            return name_in(tab)
    except Refused:
        return ""


def name_in(tab: Tab) -> str:
    return next((name for name in ("Adam", "Vera", "Lena") if name in tab.text("sidebar")), "")


def test_the_signed_in_come_in_under_their_own_name_and_role(stage: tuple[Front, Serving]) -> None:
    with open_tab(stage[0].visitor("vera"), "portfolio") as tab:
        assert name_in(tab) == "Vera"
        assert "record" not in tab.screen.listed
        assert "Sign out" not in tab.text()
    with open_tab(stage[0].visitor("lena"), "portfolio") as tab:
        assert name_in(tab) == "Lena"
        assert "record" in tab.screen.listed


def test_whoever_is_not_signed_in_is_sent_to_the_sign_in(stage: tuple[Front, Serving]) -> None:
    answer = stage[0].visitor().get("/portfolio?owner=Ann")
    assert (answer.status, answer.headers["location"]) == (302, f"/oauth2/sign_in?rd={ORIGIN}/portfolio?owner=Ann")
    for path in ("/_stcore/health", "/media/x.csv", "/_stcore/stream", "/static/js/index.js", "/_stcore/upload_file/a"):
        assert stage[0].visitor().get(path).status == 401, path
    with pytest.raises(Refused):
        open_tab(stage[0].visitor())


SPOOFS: list[dict[str, Any]] = [
    {"X-Forwarded-Email": ADAM},
    {"x-forwarded-email": ADAM},
    {"X-FORWARDED-EMAIL": ADAM},
    {"X_Forwarded_Email": ADAM},
    {"X-Forwarded_Email": ADAM},
    {"X-Auth-Request-Email": ADAM},
    {"X-Auth-Request-User": "adam"},
    {"X-Forwarded-User": ADAM},
    {"X-Forwarded-Preferred-Username": ADAM},
    {"Remote-User": ADAM},
    {"X-Forwarded-Email": f"{ADAM}, {address_of('vera')}"},
    {"X-Forwarded-Email": "", "X-Auth-Request-Email": ADAM},
    {"X-Forwarded-Email": ADAM, "X-Steward-Proxy-Secret": SECRET},
    {"X-Steward-Proxy-Secret": "wrong"},
    {"X-Steward-Proxy-Secret": ""},
    {"Connection": "X-Forwarded-Email, X-Steward-Proxy-Secret, Upgrade"},
    {"Authorization": "Basic YWRhbTphZGFt"},
    {"X-Forwarded-Host": "evil.example"},
    {"X-Original-URL": "/oauth2/auth"},
    {"Cookie2": f"_oauth2_proxy={ADAM}"},
]


@pytest.mark.parametrize("headers", SPOOFS, ids=str)
def test_a_forged_header_makes_nobody_of_anybody_else(stage: tuple[Front, Serving], headers: dict[str, str]) -> None:
    assert who_came_in(stage[0].visitor("vera", **headers)) in ("Vera", "")
    assert who_came_in(stage[0].visitor(None, **headers)) == ""


def test_the_port_itself_believes_no_header_and_no_cookie(stage: tuple[Front, Serving]) -> None:
    forged = cookie(claims_of("adam"), ORIGIN)
    alone, wrong = {"X-Forwarded-Email": ADAM}, {"X-Forwarded-Email": ADAM, "X-Steward-Proxy-Secret": SECRET[:-1]}
    for headers in (alone, wrong, {}):
        visitor = Visitor(stage[1].address, headers, {USER_COOKIE: forged}, origin=ORIGIN, host=HOST)
        with open_tab(visitor, "portfolio") as tab:
            assert "Steward is opened through the firm" in tab.text()
            assert not tab.frames()


def test_origins_and_hosts_of_others_open_no_websocket(stage: tuple[Front, Serving]) -> None:
    for origin in ("https://evil.example", "null", "http://localhost:3000", f"http://{HOST}", f"{ORIGIN}.evil.example"):
        visitor = stage[0].visitor("vera")
        visitor.origin = origin
        with pytest.raises(Refused) as refused:
            open_tab(visitor)
        assert refused.value.code == 403, origin
    visitor = stage[0].visitor("vera")
    visitor.host = "evil.example"
    with pytest.raises((Refused, OSError)):
        open_tab(visitor)


def test_what_nobody_needs_is_not_there(stage: tuple[Front, Serving]) -> None:
    for path in ("metrics", "agent/openapi.json", "agent/mcp", "script-health-check", "%6detrics", "./metrics"):
        assert stage[0].visitor("adam").get(f"/_stcore/{path}").status == 404, path


def test_headers_that_browsers_obey_stand_on_every_answer(stage: tuple[Front, Serving]) -> None:
    signed, stranger = stage[0].visitor("vera"), stage[0].visitor()
    for answer in (signed.get("/"), signed.get("/_stcore/metrics"), stranger.get("/"), signed.get("/media/none.csv")):
        said = answer.headers
        assert said["strict-transport-security"] == "max-age=31536000"
        assert said["x-content-type-options"] == "nosniff"
        assert "frame-ancestors 'none'" in said["content-security-policy"]
        assert "unsafe-eval" not in said["content-security-policy"]
    assert "no-store" in signed.get("/media/none.csv").headers["cache-control"]


def test_where_steward_signs_in_a_browser_stays_with_one_process_before_and_after(tmp_path: Path) -> None:
    """Else the page somebody was on the way to is known to one process, and the sign-in comes back to another."""
    stewards = [started(Named), started(Named)]
    with front(tmp_path, [one.server_port for one in stewards], signs_in=False) as nginx:
        answered = set()
        for number in range(12):
            visitor, told = nginx.visitor(), set()
            for mask, user in (
                ("0a1b2c3d", None),
                ("ffeeddcc", None),
                ("ffeeddcc", "signed"),
                ("01020304", f"a{number}"),
            ):
                visitor.cookies = {"_streamlit_xsrf": f"2|{mask}|{mask * 8}|{1_763_800_000 + 977 * number}"}
                visitor.cookies |= {USER_COOKIE: user} if user else {}
                told.add(visitor.get("/portfolio").body)
            assert len(told) == 1, f"browser {number}"
            answered |= told
    for one in stewards:
        one.shutdown()
    assert answered == {str(one.server_port).encode() for one in stewards}


def test_what_is_too_large_stays_outside(stage: tuple[Front, Serving]) -> None:
    answer = stage[0].visitor("vera").ask("PUT", "/_stcore/upload_file/a/b", b"x" * (6 * 1024 * 1024 + 1))
    assert answer.status == 413


def test_the_one_script_in_streamlits_page_is_the_one_that_the_policy_names() -> None:
    page = (Path(streamlit.__file__).parent / "static" / "index.html").read_text()
    policy = (ROOT / "deploy" / "nginx.conf").read_text()
    for script in re.findall(r"<script>(.*?)</script>", page, re.DOTALL):
        digest = base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()
        assert f"'sha256-{digest}'" in policy, "Streamlit changed the script in its page: name the new digest"


def opened(chromium: BrowserType, nginx: Front, complaints: list[str]) -> Page:
    """A window that finds the firm's host at nginx; notes what the policy forbids, and who else is asked."""
    flags = [*FLAGS, f"--host-resolver-rules=MAP {HOST}:443 127.0.0.1:{nginx.port}"]
    context = chromium.launch(executable_path=str(find_browser()), args=flags).new_context(ignore_https_errors=True)
    context.add_cookies([{"name": COOKIE, "value": "lena", "url": ORIGIN}])
    page = context.new_page()
    page.on("console", lambda said: complaints.append(said.text) if "Content Security Policy" in said.text else None)
    page.on("request", lambda asked: None if asked.url.startswith(ORIGIN) else complaints.append(asked.url[:80]))
    return page


@pytest.mark.browser
def test_a_page_with_charts_works_under_the_policy_of_nginx(stage: tuple[Front, Serving], browser: Browser) -> None:
    complaints: list[str] = []
    page = opened(browser.browser_type, stage[0], complaints)
    page.goto(f"{ORIGIN}/health")
    expect(page.get_by_role("heading", name="Account health", exact=True)).to_be_visible()
    settle(page)
    expect(page.get_by_test_id("stException")).to_have_count(0)
    expect(page.get_by_test_id("stVegaLiteChart").first).to_be_visible()
    cookies = {one["name"]: one for one in page.context.cookies()}
    page.context.browser.close()  # type: ignore[union-attr]
    assert complaints == []
    assert cookies["_streamlit_xsrf"]["secure"]
