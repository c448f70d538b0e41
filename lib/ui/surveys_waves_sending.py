"""Sending a wave: what it can tell, the groups of an anonymous one, the text, the links as a list or by mail."""

from collections.abc import Sequence

import pandas as pd
import streamlit as st

from lib import format as fmt
from lib.errors import RefusedValue
from lib.periods import today
from lib.surveys.crowd_figures import CUTS
from lib.surveys.cut_figures import groups
from lib.surveys.inviting import Rules, to_send
from lib.surveys.inviting_actions import take_out
from lib.surveys.inviting_figures import EXPECTED_RESPONSE, expected, no_decision_maker
from lib.surveys.mail import invitation, is_address
from lib.surveys.sending import Order, listed_cuts
from lib.surveys.sending_form import form_of
from lib.ui import jobs, session
from lib.ui.frame import needs_a_name
from lib.ui.page import View
from lib.ui.surveys_waves_links import kept_links
from lib.ui.surveys_waves_pressed import button
from lib.ui.surveys_waves_read import OneWave, letter, rules
from lib.ui.surveys_waves_settings import address_warning
from lib.ui.surveys_waves_ways import first_ways, own_words, words_key
from lib.ui.tables import table
from lib.ui.text import plain

SHOWN = 8
CUT_NAMES = {"segment": "Sector", "region": "Region", "manager": "Manager"}


def sending_part(view: View, wave: OneWave) -> None:
    """Those listed, what their answers can tell, and the two ways to give them their links."""
    if jobs.watch(f"send_{wave.wave_id}"):
        return
    held = kept_links(wave.wave_id)
    asking = rules(view)
    waiting = _waiting(view, wave, asking)
    if waiting.empty:
        if held:
            return
        st.info("Nobody is waiting for a link. List people on the tab “Whom to invite”.")
        return
    going = waiting[waiting["why"].isna()]
    _list(waiting)
    if needs_a_name(f"send_{wave.wave_id}", to="send an invitation"):
        return
    _take_out(view, wave, waiting)
    if going.empty:
        return
    st.markdown(_expectation(len(going)))
    _deciders(going)
    keep = _groups(wave, going) if wave.anonymous else CUTS
    if keep is None or _too_early(wave):
        return
    _text(view, wave, going)
    address_warning(session.firm())
    order = Order(form_of(session.firm()), asking, tuple(keep))
    first_ways(view, wave, order, int(going["email"].dropna().map(is_address).sum()), len(going))


def _waiting(view: View, wave: OneWave, asking: Rules) -> pd.DataFrame:
    return view.keep("waiting", lambda: to_send(view.store, wave.wave_id, asking), wave.wave_id, asking.day,
                     asking.days)  # fmt: skip


def _list(waiting: pd.DataFrame) -> None:
    shown = pd.DataFrame(
        {
            "Contact": waiting["contact"], "Account": waiting["account"], "Role": waiting["role"],
            "E-mail": waiting["email"], "Held back": waiting["why"], "Last trouble": waiting["trouble"],
        }
    )  # fmt: skip
    empty = [name for name in ("Held back", "Last trouble") if shown[name].isna().all()]
    table(shown.drop(columns=empty), "Who is listed and was not sent a link", height=38 + 35 * min(len(shown), SHOWN))


def _take_out(view: View, wave: OneWave, waiting: pd.DataFrame) -> None:
    fresh = waiting[~waiting["prepared"]]
    named = dict(zip(fresh["invitation_id"].tolist(), fresh["contact"] + ", " + fresh["account"], strict=True))
    if not named:
        return
    key = f"out_{wave.wave_id}"
    with st.container(horizontal=True, vertical_alignment="bottom"):
        gone = st.multiselect(
            "Take out of the list", list(named), key=f"{key}_who", placeholder="Nobody", width=420,
            format_func=lambda one: named.get(one, "–"),
        )  # fmt: skip
        button(view, key, "Take out", "Taken out.",
               lambda once: take_out(view.store, view.who or "", wave.wave_id, gone, once), off=not gone)  # fmt: skip


def _expectation(people: int) -> str:
    hoped = expected(people)
    asked = "1 person" if people == 1 else f"{people} people"
    start = f"**{asked}** would be asked. If {fmt.percent(EXPECTED_RESPONSE)} answer, that is "
    answers = fmt.counted(hoped.answers, "answer")
    if hoped.half_width is None:
        return f"{start}**{answers}**: too few for a score, they would be told in counts."
    width = round(hoped.half_width * 100)
    rough = " Only a very large change could be seen." if width > 30 else ""
    return f"{start}**{answers}**, and the score would be known to about **±{width} points**.{rough}"


def _deciders(going: pd.DataFrame) -> None:
    without = no_decision_maker(going)
    if without:
        some = ", ".join(without[:6]) + (f" and {len(without) - 6} more" if len(without) > 6 else "")
        noun = "account" if len(without) == 1 else "accounts"
        st.caption(plain(f"No decision maker is among those asked at {len(without)} {noun}: {some}."))


def _groups(wave: OneWave, going: pd.DataFrame) -> Sequence[str] | None:
    """The cuts to keep, with the groups that come of them; None where too few people are listed."""
    keep = st.multiselect(
        "Groups that may be told apart, the most important first", list(CUTS), list(CUTS),
        key=f"cuts_{wave.wave_id}", format_func=lambda cut: CUT_NAMES[cut],
        help="Fixed when the wave is sent. Where a group is too small the last of these is given up first.",
    )  # fmt: skip
    try:
        told = listed_cuts(going.reset_index(drop=True), True, wave.least_group, keep)
    except RefusedValue as error:
        st.warning(plain(error.beside("Too few")))
        return None
    made = groups(told)
    shown = made[made["people"] >= wave.least_group].rename(columns=CUT_NAMES | {"people": "People asked"})
    st.caption(
        f"Answers will count for these groups, none with fewer than {wave.least_group} people by all of them together; "
        "– is not told apart."
    )
    table(shown, "The groups of the wave with how many are asked in each", height=38 + 35 * min(len(shown), SHOWN))
    return keep


def _too_early(wave: OneWave) -> bool:
    if today() < wave.opens_on:
        st.info(f"Links can be sent from {fmt.day(wave.opens_on)} on, the first day of the wave.")
        return True
    if wave.closes_on is not None and today() > wave.closes_on:
        st.info(f"The last day was {fmt.day(wave.closes_on)}: move it on the tab “Days” before anything is sent.")
        return True
    return False


def _text(view: View, wave: OneWave, going: pd.DataFrame) -> None:
    st.text_area(
        "A few words of your own, below the greeting", key=words_key(wave), max_chars=600, height=80,
        help="The same for everybody. Who asks, how long it takes, the link, the last day and the promise follow.",
    )  # fmt: skip
    box = st.expander("Read the message", key=f"letter_{wave.wave_id}", on_change="rerun")
    if box.open:
        with box:
            mail = invitation(letter(view, wave, own_words(wave)), "", going["contact"].iloc[0], "https://…/s/…")
            st.text(f"Subject: {mail.subject}")
            st.text(mail.body)
