"""The field of a comment's tags, and the tags proposed for it to accept or turn down."""

from collections.abc import Callable, Sequence
from typing import Any

import streamlit as st

from lib.errors import StewardError
from lib.surveys.tag_figures import Suggested
from lib.ui.flash import flash
from lib.ui.forms import spend, token
from lib.ui.frame import needs_a_name
from lib.ui.text import plain
from lib.ui.who import me

Retag = Callable[..., None]  # *about, shown, wanted, token
Settle = Callable[..., None]  # *about, tag, accepted, key


def ask_who(key: str) -> bool:
    """A folded form for the name that tags need, where nobody gave it yet; True while it is missing."""
    if me() is not None:
        return False
    box = st.expander("To tag comments, say who you are", key=f"{key}_who", on_change="rerun")
    if box.open:
        with box:
            needs_a_name(key)
    return True


def tag_field(key: str, tags: Sequence[str], every: Sequence[str], retag: Retag, about: tuple[Any, ...]) -> None:
    """The tags of one comment, changed in place: any of those in use, or a new one typed in."""
    # The tags are part of the name: what somebody else changed meanwhile must not be undone by an old field.
    name = f"{key}_{'_'.join(tags)}"
    st.multiselect(
        "Tags", [*dict.fromkeys([*every, *tags])], list(tags), key=name, accept_new_options=True,
        placeholder="Add a tag", label_visibility="collapsed", on_change=_changed,
        args=(name, list(tags), retag, about),
    )  # fmt: skip


def _changed(name: str, tags: list[str], retag: Retag, about: tuple[Any, ...]) -> None:
    wanted = list(st.session_state[name])
    st.session_state[name] = tags  # what was refused must not stay in a field that may come to show another comment
    try:
        retag(*about, tags, wanted, token(name))
    except StewardError as error:
        flash(str(error), good=False)
    else:
        spend(name)


def proposals(key: str, found: Sequence[Suggested], settle: Settle, about: tuple[Any, ...]) -> None:
    """Each proposed tag with the words it was proposed for, to accept or turn down; nothing where there is none."""
    if not found:
        return
    with st.container(horizontal=True, vertical_alignment="center", gap="xsmall"):
        st.caption("Proposed:", width="content")
        for one in found:
            why = plain(f"for: {', '.join(one.words)}")
            for good, label in ((True, f"{plain(one.tag)}"), (False, "no")):
                name = f"{key}_{one.tag}_{good}"
                st.button(
                    label, key=name, type="secondary" if good else "tertiary", icon=":material/add:" if good else None,
                    help=why if good else plain(f"Not “{one.tag}”: it is not proposed for this comment again."),
                    on_click=settle, args=(*about, one.tag, good, name),
                )  # fmt: skip
