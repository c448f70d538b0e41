"""Messages that go out while others send, close or ask, and what of them is kept."""

import re
import sqlite3
from datetime import timedelta
from email import message_from_bytes, policy
from pathlib import Path

from lib.respond.links import hash_of
from lib.store.engine import Store
from lib.surveys.closing import close_wave
from lib.surveys.sending import send_by_mail
from lib.surveys.tables import Survey, SurveyInvitation, SurveyWave
from tests.facts import put
from tests.lying_rows import bytes_of
from tests.wave_cases import DAY, LETTER, Box, a_wave, an_order, mail_server


def quiet(_done: int, _total: int, _what: str) -> None:
    """Nobody watches."""


def links_in_form(folder: Path) -> list[tuple[str, str | None]]:
    with sqlite3.connect(folder / "respond.db") as connection:
        return connection.execute("SELECT token_hash, handle FROM link").fetchall()


def a_second_wave(store: Store) -> int:
    (survey,) = put(store, Survey(name="After a project", kind="transactional", mode="anonymous"))
    return put(store, SurveyWave(survey_id=survey, name="May", opens_on=DAY - timedelta(5)))[0]


def test_no_message_goes_out_for_a_wave_that_is_closed_meanwhile(store: Store, tmp_path: Path) -> None:
    wave, box = a_wave(store), Box()

    def tell(done: int, _total: int, _what: str) -> None:
        if done == 1:
            close_wave(store, "Bo", wave, tmp_path / "respond.db")

    with mail_server(box) as post:
        sent = send_by_mail(store, "Ann", wave, an_order(tmp_path), post, LETTER, "once", tell)
    assert (sent.sent, sent.waiting, box.to) == (1, 2, ["p1@client.example"])


def test_two_who_send_at_once_write_to_nobody_twice(store: Store, tmp_path: Path) -> None:
    wave, box = a_wave(store, people=4), Box()

    def tell(done: int, _total: int, _what: str) -> None:
        if done == 1:
            send_by_mail(store, "Bo", wave, an_order(tmp_path), post, LETTER, "second", quiet)

    with mail_server(box) as post:
        send_by_mail(store, "Ann", wave, an_order(tmp_path), post, LETTER, "first", tell)
    assert sorted(box.to) == [f"p{n}@client.example" for n in range(1, 5)]
    tokens = [bytes(one.content or b"").decode().split("/s/")[1].split()[0] for one in box.taken]
    assert {hash_of(token) for token in tokens} <= {key for key, _ in links_in_form(tmp_path)}
    assert len({handle for _, handle in links_in_form(tmp_path)}) == 4


def test_messages_of_an_anonymous_wave_differ_by_name_and_link_alone(store: Store, tmp_path: Path) -> None:
    """And nothing of a message, its number included, is kept anywhere."""
    wave, box = a_wave(store, people=5, mode="anonymous"), Box()
    with mail_server(box) as post:
        send_by_mail(store, "Ann", wave, an_order(tmp_path), post, LETTER, "once", quiet)
    letters = [message_from_bytes(one.content, policy=policy.default) for one in box.taken]  # type: ignore[arg-type]
    bodies = [str(one.get_content()) for one in letters]
    tokens = [body.split("/s/")[1].split()[0] for body in bodies]
    texts = {re.sub(r"P \d", "P", body.replace(token, "")) for body, token in zip(bodies, tokens, strict=True)}
    assert len(texts) == 1
    kept = (tmp_path / "respond.db").read_bytes() + b"".join(file.read_bytes() for file in tmp_path.glob("steward*"))
    numbers = [str(one["Message-ID"]).strip("<>").split("@")[0] for one in letters]
    assert not any(secret.encode() in kept for secret in (*tokens, *numbers))
    stored = bytes_of(store)
    assert not any(one.encode() in stored for one in (*tokens, *numbers, *map(hash_of, tokens)))


def test_who_is_asked_by_another_wave_while_messages_go_out_gets_only_one(store: Store, tmp_path: Path) -> None:
    wave, box = a_wave(store), Box()
    other = a_second_wave(store)

    def tell(done: int, _total: int, _what: str) -> None:
        if done == 1:
            put(store, SurveyInvitation(survey_wave_id=other, contact_id=2, state="sent", sent_on=DAY))

    with mail_server(box) as post:
        sent = send_by_mail(store, "Ann", wave, an_order(tmp_path), post, LETTER, "once", tell)
    assert (sent.sent, sent.waiting) == (2, 1)
    assert "p2@client.example" not in box.to
