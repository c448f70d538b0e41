"""The two ways out: links as a list to send oneself, or messages through the firm's mail server."""

from collections.abc import Callable

import streamlit as st

from lib.errors import StewardError
from lib.surveys import sending_smtp as smtp
from lib.surveys.sending import Order, Sent, Told, give_out, links_frame, send_by_mail
from lib.surveys.sending_reminders import remind_by_list, remind_by_mail, reminders_frame
from lib.ui import jobs, session
from lib.ui.flash import flash
from lib.ui.forms import spend, token
from lib.ui.page import View
from lib.ui.surveys_waves_links import keep_links
from lib.ui.surveys_waves_pressed import button
from lib.ui.surveys_waves_read import OneWave, letter
from lib.ui.surveys_waves_settings import mail_server

Mailing = Callable[[smtp.Post, str, Told], Sent]  # the server, a token, whom to tell how far it is


def own_words(wave: OneWave) -> str:
    """What stands in the field of own words now: a press may come before the page was drawn with the last letters."""
    typed: str = st.session_state.get(words_key(wave)) or ""
    return typed


def words_key(wave: OneWave) -> str:
    """The name of that field."""
    return f"own_words_{wave.wave_id}"


def first_ways(view: View, wave: OneWave, order: Order, mailed: int, people: int) -> None:
    """Give out the first links of a wave, to `people` of whom `mailed` have an address."""
    st.caption(
        "Sending freezes the survey: its questions, mode and promise never change again. "
        "Each link is made once and kept nowhere; each opens the form once."
    )

    def by_list(once: str) -> None:
        said = letter(view, wave, own_words(wave))
        made = give_out(view.store, view.who or "", wave.wave_id, order, once)
        keep_links(wave.wave_id, links_frame(made, said), wave.anonymous, f"links {wave.name}.csv")

    def by_mail() -> Mailing:
        said = letter(view, wave, own_words(wave))
        return lambda post, once, tell: send_by_mail(
            view.store, view.who or "", wave.wave_id, order, post, said, once, tell
        )

    with st.container(horizontal=True):
        button(view, f"give_{wave.wave_id}", f"Make {people} links to send myself", "", by_list)
        _mail_button(wave, f"Send {mailed} messages", by_mail, mailed)


def reminder_ways(view: View, wave: OneWave, order: Order, mailed: int, people: int) -> None:
    """Give out reminders to `people` of whom `mailed` have an address."""

    def by_list(once: str) -> None:
        said = letter(view, wave)
        made = remind_by_list(view.store, view.who or "", wave.wave_id, order, once)
        keep_links(wave.wave_id, reminders_frame(made, said), wave.anonymous, f"reminders {wave.name}.csv")

    def by_mail() -> Mailing:
        said = letter(view, wave)
        return lambda post, once, tell: remind_by_mail(
            view.store, view.who or "", wave.wave_id, order, post, said, once, tell
        )

    with st.container(horizontal=True):
        button(view, f"remind_{wave.wave_id}", f"Make {people} reminders to send myself", "", by_list)
        _mail_button(wave, f"Send {mailed} reminders", by_mail, mailed)


def _mail_button(wave: OneWave, label: str, work: Callable[[], Mailing], mailed: int) -> None:
    found = mail_server()
    if found is None:
        return
    key = f"send_{wave.wave_id}"
    st.button(
        label, key=f"mail_{key}", type="primary", disabled=not mailed, on_click=_send,
        args=(key, f"Sending {wave.name}", found, session.firm(), work, token(key)),
    )  # fmt: skip


def _send(
    key: str, title: str, found: smtp.Server, firm: dict[str, str], work: Callable[[], Mailing], once: str
) -> None:
    try:
        post, mailing = smtp.post_of(found, firm), work()
    except StewardError as error:
        flash(str(error), good=False)
        return
    spend(key)
    jobs.begin(key, title, lambda tell: mailing(post, once, tell).in_words)
