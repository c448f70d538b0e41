"""A real server under many hands at once: every link stores one answer sheet, exactly (T16)."""

import asyncio
from collections import Counter
from pathlib import Path
from urllib.parse import urlencode, urlparse

from lib.respond.exchange import close, collect, offer
from lib.respond.links import hash_of, new_token
from lib.respond.wave import Cuts, Link
from tests.respond_cases import ANONYMOUS, ATTRIBUTED, QUESTIONS, offered, served, to_its_end

LINKS, POSTS, AT_ONCE = 20, 40, 5  # AT_ONCE links are raced for together: 200 connections


async def post(address: str, token: str, words: str) -> int:
    """Send answers over a connection of its own; the status."""
    host, port = urlparse(address).netloc.split(":")
    reader, writer = await asyncio.open_connection(host, int(port))
    body = urlencode({"q11": "9", "q12": words})
    writer.write(
        f"POST /s/{token} HTTP/1.1\r\nHost: {host}\r\nContent-Type: application/x-www-form-urlencoded\r\n"
        f"Content-Length: {len(body)}\r\nConnection: close\r\n\r\n{body}".encode()
    )
    said = await reader.read()
    writer.close()
    return int(said.split(b" ", 2)[1])


async def race(address: str, tokens: list[str]) -> list[list[int]]:
    """The statuses of the posts to each link."""
    return [await asyncio.gather(*(post(address, token, f"{token} {n}") for n in range(POSTS))) for token in tokens]


async def races(address: str, tokens: list[str]) -> list[list[int]]:
    """All links, AT_ONCE of them side by side."""
    lanes = [tokens[lane::AT_ONCE] for lane in range(AT_ONCE)]
    return [link for lane in await asyncio.gather(*(race(address, lane) for lane in lanes)) for link in lane]


def test_twenty_links_with_forty_posts_each_at_once_store_twenty_sheets(tmp_path: Path) -> None:
    path = tmp_path / "respond.db"
    tokens = offered(path, LINKS)
    with served(path) as address:
        statuses = to_its_end(races(address, tokens))
    assert [link.count(303) for link in statuses] == [1] * LINKS
    assert Counter(status for link in statuses for status in link).keys() == {303, 404, 429}
    close(path, ANONYMOUS.code)
    sheets = collect(path, ANONYMOUS.code).sheets
    assert len(sheets) == LINKS
    assert {str(sheet.answers[1].words).split()[0] for sheet in sheets} == set(tokens)
    assert (tmp_path / "respond.log").read_text() == ""


async def all_at_once(address: str, tokens: list[str]) -> list[int]:
    """One post by each token, all side by side."""
    return await asyncio.gather(*(post(address, token, token) for token in tokens))


def test_forty_links_of_one_invitation_used_at_once_store_one_sheet(tmp_path: Path) -> None:
    """The link of the first message and those of reminders open the same invitation: whichever comes first counts."""
    path, tokens = tmp_path / "respond.db", [new_token() for _ in range(POSTS)]
    offer(path, ATTRIBUTED, QUESTIONS, {hash_of(token): Link(Cuts(), "invitation 7") for token in tokens})
    with served(path) as address:
        statuses = to_its_end(all_at_once(address, tokens))
    assert statuses.count(303) == 1
    assert [sheet.handle for sheet in collect(path, ATTRIBUTED.code).sheets] == ["invitation 7"]
