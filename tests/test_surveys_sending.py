"""Waves that are sent: links that open the form, messages through a real mail server, nobody written to twice."""

import socket
import sqlite3
from datetime import date, timedelta
from email import message_from_bytes, policy
from pathlib import Path

import pytest
from sqlalchemy import select

from lib.accounts.tables import Contact
from lib.errors import RefusedValue
from lib.respond.links import hash_of
from lib.store.base import table_of
from lib.store.engine import Store
from lib.surveys import sending_smtp as smtp
from lib.surveys.inviting import Rules
from lib.surveys.inviting_actions import mark_by_hand
from lib.surveys.inviting_queries import listed
from lib.surveys.mail import Mail
from lib.surveys.sending import give_out, links_frame, send_by_mail, try_out
from lib.surveys.sending_form import Form, checked_address, opens_here_only
from lib.surveys.sending_reminders import due, remind_by_list, remind_by_mail
from lib.surveys.sending_smtp import NoDelivery, checked_sender, server_of
from lib.surveys.tables import Survey, SurveyInvitation, SurveyResponse, SurveyWave
from tests.facts import put
from tests.wave_cases import DAY, LETTER, Box, a_wave, an_order, mail_server


def quiet(_done: int, _total: int, _what: str) -> None:
    """Nobody watches."""


def states(store: Store, wave: int) -> dict[str, str]:
    found = listed(store, wave, DAY)
    return dict(zip(found["email"], found["state"], strict=True))


def links_in_form(folder: Path) -> list[tuple[str, str | None]]:
    with sqlite3.connect(folder / "respond.db") as connection:
        return connection.execute("SELECT token_hash, handle FROM link").fetchall()


def test_links_are_given_out_once_and_only_their_hashes_are_kept(store: Store, tmp_path: Path) -> None:
    wave = a_wave(store)
    made = give_out(store, "Ann", wave, an_order(tmp_path), "once")
    assert [one.contact for one in made] == ["P 1", "P 3", "P 2"]  # by account, then name
    keys = [hash_of(one.link.removeprefix("https://ask.example/s/")) for one in made]
    assert sorted(links_in_form(tmp_path)) == sorted(zip(keys, keys, strict=True))
    rows = listed(store, wave, DAY)
    assert rows["token_hash"].tolist() == keys
    assert set(rows["state"]) == {"sent"}
    assert rows["account_id"].tolist() == [1, 1, 2]
    assert rows["segment"].tolist() == ["Retail", "Retail", None]
    frozen = store.rows(select(table_of(Survey).c.frozen_at))
    assert frozen[0][0] is not None
    assert give_out(store, "Ann", wave, an_order(tmp_path), "once") == []  # a second click
    with pytest.raises(RefusedValue, match="nobody on the list"):
        give_out(store, "Ann", wave, an_order(tmp_path), "again")
    frame = links_frame(made, LETTER)
    assert made[0].link in frame["Message"][0]


def test_an_anonymous_wave_keeps_no_token_and_no_small_group(store: Store, tmp_path: Path) -> None:
    wave = a_wave(store, people=7, mode="anonymous")
    give_out(store, "Ann", wave, an_order(tmp_path), "once")
    rows = listed(store, wave, DAY)
    assert rows["token_hash"].isna().all()
    assert {handle for _, handle in links_in_form(tmp_path)} == {None}
    assert set(rows["segment"]) == {None}  # 4 of Acme, 3 of Bolt: neither may be told apart
    assert set(rows["region"]) == {None}  # the segment matters more, so the region was given up before it


def test_too_few_for_an_anonymous_wave_are_refused_and_nothing_is_written(store: Store, tmp_path: Path) -> None:
    wave = a_wave(store, people=4, mode="anonymous")
    with pytest.raises(RefusedValue, match="only 4 people would be asked; an anonymous wave needs 5"):
        give_out(store, "Ann", wave, an_order(tmp_path), "once")
    assert store.rows(select(table_of(Survey).c.frozen_at))[0][0] is None
    assert not (tmp_path / "respond.db").exists()


def test_each_message_goes_to_one_person_with_the_headers_of_a_machine(store: Store, tmp_path: Path) -> None:
    wave, box = a_wave(store), Box()
    with mail_server(box) as post:
        sent = send_by_mail(store, "Ann", wave, an_order(tmp_path), post, LETTER, "once", quiet)
    assert sent.in_words == "3 messages sent."
    assert [envelope.rcpt_tos for envelope in box.taken] == [[f"p{n}@client.example"] for n in (1, 3, 2)]
    letter = message_from_bytes(box.taken[0].content, policy=policy.default)  # type: ignore[arg-type]
    assert (letter["To"], letter["From"]) == ("p1@client.example", "ask@firm.example")
    assert (letter["Reply-To"], letter["Auto-Submitted"]) == ("lead@firm.example", "auto-generated")
    assert letter["Cc"] is None
    assert letter["Bcc"] is None
    assert letter.get_content_type() == "text/plain"
    body = letter.get_content()
    assert "https://ask.example/s/" in body
    assert "p2" not in body
    token = body.split("/s/")[1].split()[0]
    assert hash_of(token) in {key for key, _ in links_in_form(tmp_path)}


def test_who_the_server_refuses_bounced_and_who_it_defers_stays_listed(store: Store, tmp_path: Path) -> None:
    wave, box = a_wave(store), Box(refuses=("p1@client.example",), busy=("p2@client.example",))
    with mail_server(box) as post:
        sent = send_by_mail(store, "Ann", wave, an_order(tmp_path), post, LETTER, "once", quiet)
    assert (sent.sent, sent.bounced, sent.waiting) == (1, 1, 1)
    assert states(store, wave) == {
        "p1@client.example": "bounced", "p2@client.example": "listed", "p3@client.example": "sent",
    }  # fmt: skip
    trouble = listed(store, wave, DAY).set_index("email")["trouble"]
    assert "550 no such person" in trouble["p1@client.example"]
    assert "tried again later" in trouble["p2@client.example"]


def test_a_line_that_breaks_leaves_the_rest_listed_and_nobody_gets_two(store: Store, tmp_path: Path) -> None:
    wave, box = a_wave(store, people=5), Box(breaks_after=2)
    with mail_server(box) as post:
        first = send_by_mail(store, "Ann", wave, an_order(tmp_path), post, LETTER, "once", quiet)
        assert (first.sent, first.waiting) == (2, 3)
        assert "127.0.0.1 broke off" in first.in_words
        box.breaks_after = None
        second = send_by_mail(store, "Ann", wave, an_order(tmp_path), post, LETTER, "again", quiet)
    assert second.in_words == "3 messages sent."
    assert sorted(box.to) == [f"p{n}@client.example" for n in range(1, 6)]
    assert set(states(store, wave).values()) == {"sent"}


def test_nothing_is_frozen_where_the_server_cannot_be_reached(store: Store, tmp_path: Path) -> None:
    wave = a_wave(store)
    with mail_server(Box()) as post:
        pass
    with pytest.raises(NoDelivery, match="cannot be reached"):
        send_by_mail(store, "Ann", wave, an_order(tmp_path), post, LETTER, "once", quiet)
    assert store.rows(select(table_of(Survey).c.frozen_at))[0][0] is None


def test_who_has_no_address_stays_for_the_list(store: Store, tmp_path: Path) -> None:
    wave, box = a_wave(store), Box()
    put(store, Contact(id=9, name="No mail", account_id=1))
    put(store, SurveyInvitation(survey_wave_id=wave, contact_id=9))
    with mail_server(box) as post:
        sent = send_by_mail(store, "Ann", wave, an_order(tmp_path), post, LETTER, "once", quiet)
        assert (sent.sent, sent.waiting) == (3, 1)
    assert [one.contact for one in give_out(store, "Ann", wave, an_order(tmp_path), "list it")] == ["No mail"]


def test_a_reminder_is_a_new_link_for_the_same_answer_once_a_week_and_twice_at_most(
    store: Store, tmp_path: Path
) -> None:
    wave = a_wave(store)
    give_out(store, "Ann", wave, an_order(tmp_path), "once")
    put(store, SurveyResponse(survey_wave_id=wave, account_id=1, contact_id=1, answered_on=DAY + timedelta(2)))
    with pytest.raises(RefusedValue, match="nobody is due"):
        remind_by_list(store, "Ann", wave, an_order(tmp_path, DAY + timedelta(6)), "early")
    box = Box(busy=("p3@client.example",))
    with mail_server(box) as post:
        week = an_order(tmp_path, DAY + timedelta(7))
        sent = remind_by_mail(store, "Ann", wave, week, post, LETTER, "one", quiet)
        assert (sent.sent, sent.waiting, box.to) == (1, 1, ["p2@client.example"])
        box.busy = ()
        assert remind_by_mail(store, "Ann", wave, week, post, LETTER, "one more", quiet).sent == 1
    handles = dict(links_in_form(tmp_path))
    assert len(handles) == 6
    assert len(set(handles.values())) == 3
    assert len(remind_by_list(store, "Ann", wave, an_order(tmp_path, DAY + timedelta(14)), "two")) == 2
    why = due(store, wave, DAY + timedelta(28)).set_index("contact")["why"]
    assert why.to_dict() == {"P 1": "answered", "P 2": "reminded 2 times", "P 3": "reminded 2 times"}


def test_of_an_anonymous_wave_everybody_is_reminded_without_a_link(store: Store, tmp_path: Path) -> None:
    wave = a_wave(store, people=5, mode="anonymous")
    give_out(store, "Ann", wave, an_order(tmp_path), "once")
    before = links_in_form(tmp_path)
    made = remind_by_list(store, "Ann", wave, an_order(tmp_path, DAY + timedelta(8)), "one")
    assert [one.link for one in made] == [None] * 5
    assert links_in_form(tmp_path) == before


def test_a_message_that_came_back_is_marked_with_why(store: Store, tmp_path: Path) -> None:
    wave = a_wave(store)
    one = give_out(store, "Ann", wave, an_order(tmp_path), "once")[0].invitation_id
    with pytest.raises(RefusedValue, match="how you know"):
        mark_by_hand(store, "Ann", one, "bounced", " ", "mark")
    mark_by_hand(store, "Ann", one, "bounced", "Mailbox unknown", "mark")
    assert states(store, wave)["p1@client.example"] == "bounced"
    other = listed(store, wave, DAY).query("contact_id == 2")["invitation_id"].iloc[0]
    mark_by_hand(store, "Ann", int(other), "refused", "Does not wish to be asked", "mark 2")
    assert due(store, wave, date(2026, 6, 20)).set_index("contact")["why"].to_dict() == {
        "P 1": "bounced", "P 2": "refused", "P 3": None,
    }  # fmt: skip


def test_who_was_asked_elsewhere_meanwhile_is_held_back_at_sending(store: Store, tmp_path: Path) -> None:
    wave = a_wave(store)
    other = a_second_wave(store)
    put(store, SurveyInvitation(survey_wave_id=other, contact_id=2, state="sent", sent_on=DAY - timedelta(5)))
    made = give_out(store, "Ann", wave, an_order(tmp_path), "once")
    assert [one.contact for one in made] == ["P 1", "P 3"]
    assert states(store, wave)["p2@client.example"] == "listed"


def a_second_wave(store: Store) -> int:
    (survey,) = put(store, Survey(name="After a project", kind="transactional", mode="anonymous"))
    return put(store, SurveyWave(survey_id=survey, name="May", opens_on=DAY - timedelta(5)))[0]


def test_a_test_message_goes_to_oneself_and_a_password_is_never_said(tmp_path: Path) -> None:
    box = Box()
    with mail_server(box) as post:
        form = Form(tmp_path / "respond.db", "https://ask.example", "Harbour Lane")
        assert try_out(post, "me@firm.example", LETTER, form).state == "sent"
    assert box.to == ["me@firm.example"]
    assert b"Subject: Test: " in bytes(box.taken[0].content or b"")
    found = server_of("smtp://me:sec%40ret@mail.firm.example:2525")
    assert (found.host, found.port, found.password) == ("mail.firm.example", 2525, "sec@ret")
    assert "sec" not in repr(found)
    for url in ("mail.firm.example", "http://x:1", "smtp://", "smtp://a:b@host:x"):
        with pytest.raises(smtp.BadServer) as refused:
            server_of(url)
        assert "a:b" not in str(refused.value)


def test_a_password_is_not_sent_to_a_distant_server_in_clear(monkeypatch: pytest.MonkeyPatch) -> None:
    box = Box()
    with mail_server(box) as post:
        monkeypatch.setattr(smtp, "LOCAL", ())
        clear = smtp.Server(post.server.host, post.server.port, "me", "secret", False)
        with pytest.raises(NoDelivery, match="offers no encryption"), smtp.connected(clear):
            pytest.fail("the password went out")


def test_a_server_that_says_nothing_is_given_up(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(smtp, "TIMEOUT", 0.2)
    with socket.create_server(("127.0.0.1", 0)) as mute:
        silent = smtp.Server("127.0.0.1", mute.getsockname()[1], "", "", False)
        with pytest.raises(NoDelivery, match="cannot be reached"), smtp.connected(silent):
            pytest.fail("there is nobody to talk to")


def test_a_line_that_begins_with_a_dot_arrives_whole(store: Store) -> None:
    box = Box()
    with mail_server(box) as post, smtp.connected(post.server) as line:
        assert smtp.hand_over(line, Mail("p1@client.example", "Hej då", ".\n..x\nå\n"), post).state == "sent"
    letter = message_from_bytes(box.taken[0].content, policy=policy.default)  # type: ignore[arg-type]
    assert letter["Subject"] == "Hej då"
    assert letter.get_content().splitlines() == [".", "..x", "å"]


def test_the_address_of_the_form_is_checked() -> None:
    assert checked_address(" https://ask.firm.example/ ") == "https://ask.firm.example"
    for wrong in (None, "", "ask.firm.example", "ftp://x", "https://", "https://x/?a=1", "https://a b", "https://u@x"):
        with pytest.raises(RefusedValue, match="write it as"):
            checked_address(wrong)
    assert opens_here_only("http://localhost:8502")
    assert not opens_here_only("https://ask.firm.example")
    for wrong in ("", "me", "a@b.example, c@d.example", "a@b.example\nBcc: x@y.example"):
        with pytest.raises(RefusedValue):
            checked_sender(wrong)


def test_rules_hold_for_the_day_of_the_wave(store: Store, tmp_path: Path) -> None:
    wave = a_wave(store)
    early = an_order(tmp_path, DAY - timedelta(1))
    with pytest.raises(RefusedValue, match="opens on 1 Jun 2026"):
        give_out(store, "Ann", wave, early, "early")
    with pytest.raises(RefusedValue, match="last day was 30 Jun 2026"):
        give_out(store, "Ann", wave, an_order(tmp_path, date(2026, 7, 1)), "late")
    assert Rules(DAY).days == 90
