"""The browserless client: what it makes of a server's messages, and what it sends for what a person does."""

from datetime import date

import pandas as pd
import pytest
from streamlit.dataframe_util import convert_pandas_df_to_arrow_bytes
from streamlit.proto.Element_pb2 import Element
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from streamlit.proto.WidgetStates_pb2 import WidgetState

from tests.wire.screen import Screen
from tests.wire.shown import everything, frames_of
from tests.wire.values import state_of
from tests.wire.visitor import Visitor

FINISHED, EARLY = ForwardMsg.FINISHED_SUCCESSFULLY, ForwardMsg.FINISHED_EARLY_FOR_RERUN


def begun(run: str, *fragments: str) -> bytes:
    message = ForwardMsg()
    message.new_session.page_script_hash, message.new_session.main_script_hash = "page", "main"
    message.new_session.initialize.session_id = "mine"
    message.metadata.run.script_run_id = run
    message.metadata.run.fragment_ids.extend(fragments)
    return message.SerializeToString()


def drawn(element: Element, *path: int, fragment: str = "", script: str = "page", key: str = "") -> bytes:
    message = ForwardMsg(hash=key)
    message.metadata.delta_path.extend(path)
    message.metadata.active_script_hash, message.metadata.cacheable = script, bool(key)
    message.delta.new_element.CopyFrom(element)
    message.delta.fragment_id = fragment
    return message.SerializeToString()


def over(status: "ForwardMsg.ScriptFinishedStatus.ValueType" = FINISHED) -> bytes:
    return ForwardMsg(script_finished=status).SerializeToString()


def says(words: str) -> Element:
    element = Element()
    element.markdown.body = words
    return element


def box(label: str, *options: str, form: str = "", bound: str = "") -> Element:
    element = Element()
    element.selectbox.id, element.selectbox.label = f"$$ID-0a-{label.lower()}", label
    element.selectbox.options.extend(options)
    element.selectbox.default, element.selectbox.form_id = 0, form
    if bound:
        element.selectbox.query_param_key = bound
    return element


def button(label: str, form: str = "") -> Element:
    element = Element()
    element.button.id, element.button.label, element.button.form_id = f"$$ID-0b-{label.lower()}", label, form
    return element


def seen(*messages: bytes) -> Screen:
    screen = Screen()
    for message in messages:
        screen.take(message)
    return screen


def words(screen: Screen) -> list[str]:
    return [node.words for node in screen.in_order()]


def sent(screen: Screen) -> dict[str, WidgetState]:
    return {state.id: state for state in screen.rerun().rerun_script.widget_states.widgets}


def test_a_run_is_over_when_nothing_follows_by_itself() -> None:
    screen = Screen()
    assert [screen.take(one) for one in (begun("1"), over(EARLY), begun("2"), over())] == [False, False, False, True]
    assert (screen.session_id, screen.page_hash) == ("mine", "page")


def test_what_the_next_run_does_not_draw_is_gone() -> None:
    screen = seen(begun("1"), drawn(says("old"), 0, 0), drawn(says("older"), 0, 1), over())
    assert words(screen) == ["old", "older"]
    for message in (begun("2"), drawn(says("new"), 0, 0), over()):
        screen.take(message)
    assert words(screen) == ["new"]


def test_a_fragment_redraws_only_what_it_drew() -> None:
    screen = seen(begun("1"), drawn(says("page"), 0, 0), drawn(says("part"), 0, 1, fragment="f"), over())
    for message in (begun("2", "f"), drawn(says("part again"), 0, 1, fragment="f"), over()):
        screen.take(message)
    assert words(screen) == ["page", "part again"]
    for message in (begun("3", "f"), over()):
        screen.take(message)
    assert words(screen) == ["page"]


def test_a_large_message_is_sent_once_and_then_by_its_hash() -> None:
    screen = seen(begun("1"), drawn(says("long"), 0, 0, key="abc"), over())
    assert list(screen.rerun().rerun_script.cached_message_hashes) == ["abc"]
    again = ForwardMsg(ref_hash="abc")
    again.metadata.delta_path.extend((0, 5))
    for message in (begun("2"), again.SerializeToString(), over()):
        screen.take(message)
    assert [(node.path, node.words) for node in screen.in_order()] == [((0, 5), "long")]


def test_a_button_is_let_go_of_and_a_choice_stays() -> None:
    screen = seen(begun("1"), drawn(box("Owner", "All", "Ann"), 0, 0), drawn(button("Go"), 0, 1), over())
    owner, go = screen.widgets()
    screen.put(owner, "Ann")
    screen.press(go)
    first, second = sent(screen), sent(screen)
    assert (first[owner.id].string_value, first[go.id].trigger_value) == ("Ann", True)
    assert list(second) == [owner.id]


def test_a_form_sends_what_was_typed_with_its_own_button_only() -> None:
    save = button("Save", form="f")
    screen = seen(begun("1"), drawn(box("Who", "All", "Ann", form="f"), 0, 0), drawn(save, 0, 1), over())
    who, button_of_form = screen.widgets()
    screen.put(who, "Ann")
    assert sent(screen) == {}
    screen.press(button_of_form)
    assert sent(screen).keys() == {who.id, button_of_form.id}


def test_a_value_that_the_app_set_takes_the_place_of_what_was_typed() -> None:
    screen = seen(begun("1"), drawn(box("Owner", "All", "Ann"), 0, 0), over())
    screen.put(screen.widgets()[0], "Ann")
    cleared = box("Owner", "All", "Ann")
    cleared.selectbox.set_value = True
    for message in (begun("2"), drawn(cleared, 0, 0), over()):
        screen.take(message)
    assert sent(screen) == {}


def test_a_bound_choice_stands_in_the_address_unless_it_is_the_first() -> None:
    screen = seen(begun("1"), drawn(box("Owner", "All", "Ann B", bound="owner"), 0, 0), over())
    screen.query = "as_of=2026-11-01"
    screen.put(screen.widgets()[0], "Ann B")
    assert screen.rerun().rerun_script.query_string == "as_of=2026-11-01&owner=Ann+B"
    screen.put(screen.widgets()[0], "All")
    assert screen.rerun().rerun_script.query_string == "as_of=2026-11-01"


def test_going_to_another_page_takes_only_the_frames_choices_along() -> None:
    frame = drawn(box("Owner", "All", "Ann"), 1, 0, script="main")
    screen = seen(begun("1"), drawn(box("Mine", "a", "b"), 0, 0), frame, over())
    screen.pages = {"team": "hash of team"}
    for widget in screen.widgets():
        screen.put(widget, widget.options[1])
    asked = screen.go("team", "x=1").rerun_script
    assert [state.id for state in asked.widget_states.widgets] == ["$$ID-0a-owner"]
    assert (asked.page_script_hash, asked.query_string) == ("hash of team", "x=1")


@pytest.mark.parametrize(
    ("field", "value", "wanted"),
    [
        ("string_array_value", date(2026, 11, 1), ["2026-11-01"]),
        ("double_array_value", (1, 2.5), [1.0, 2.5]),
        ("string_value", {"edited_rows": {"0": {"a": 1}}}, '{"edited_rows": {"0": {"a": 1}}}'),
        ("bool_value", False, False),
        ("string_array_value", None, []),
    ],
)
def test_values_go_out_as_the_front_end_writes_them(field: str, value: object, wanted: object) -> None:
    said = getattr(state_of("x", field, value), field)
    assert (list(said.data) if hasattr(said, "data") else said) == wanted


def test_everything_holds_the_rows_of_a_table() -> None:
    table = Element()
    table.dataframe.arrow_data.data = convert_pandas_df_to_arrow_bytes(pd.DataFrame({"Client": ["Müller & Söhne"]}))
    screen = seen(begun("1"), drawn(table, 0, 0), drawn(says("words"), 0, 1), over())
    assert "Müller & Söhne" in everything(screen.in_order())
    assert [frame.shape for node in screen.in_order() for frame in frames_of(node)] == [(1, 1)]


def test_a_visitor_says_its_own_origin_unless_told_otherwise() -> None:
    assert Visitor("http://127.0.0.1:8501").sent() == {"Origin": "http://127.0.0.1:8501"}
    assert Visitor("http://127.0.0.1:8501", origin=None, host="evil.example").sent() == {}
    asked = Visitor("http://127.0.0.1:8501", {"X-A": "b"}, {"c": "d", "e": "f"}, "http://evil.example").sent()
    assert asked == {"Cookie": "c=d; e=f", "Origin": "http://evil.example", "X-A": "b"}
