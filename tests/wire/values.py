"""What a person does to a widget, put as the front end puts it on the wire."""

import json
from collections.abc import Sequence
from datetime import date, datetime, time
from typing import Any

from streamlit.proto.Common_pb2 import FileUploaderState
from streamlit.proto.WidgetStates_pb2 import WidgetState

# The field of WidgetState that holds each widget's value; blocks that can be opened and closed are widgets too.
FIELDS = {
    "button": "trigger_value", "download_button": "trigger_value", "link_button": "trigger_value",
    "checkbox": "bool_value", "text_input": "string_value", "text_area": "string_value",
    "number_input": "double_value", "selectbox": "string_value", "radio": "string_value",
    "multiselect": "string_array_value", "button_group": "string_array_value", "slider": "double_array_value",
    "date_input": "string_array_value", "date_time_input": "string_array_value", "time_input": "string_value",
    "color_picker": "string_value", "feedback": "string_value", "pagination": "int_value",
    "menu_button": "string_trigger_value", "file_uploader": "file_uploader_state_value", "dataframe": "string_value",
    "vega_lite_chart": "string_value", "chat_input": "chat_input_value", "bidi_component": "json_value",
    "tab_container": "string_value", "expandable": "bool_value", "popover": "bool_value", "dialog": "trigger_value",
}  # fmt: skip
TRIGGERS = ("trigger_value", "string_trigger_value", "json_trigger_value", "chat_input_value")


def state_of(widget_id: str, field: str, value: Any) -> WidgetState:
    """The message for one widget. `value`: as Python has it; dicts (selections, edits of a table) go out as JSON."""
    state = WidgetState(id=widget_id)
    if field.endswith("_array_value"):
        getattr(state, field).data.extend(_worded(one) if "string" in field else one for one in _many(value))
    elif field in ("string_trigger_value", "chat_input_value"):
        getattr(state, field).data = str(value)
    elif field == "file_uploader_state_value":
        getattr(state, field).CopyFrom(value if isinstance(value, FileUploaderState) else FileUploaderState())
    elif value is not None:
        setattr(state, field, _worded(value) if field in ("string_value", "json_value") else value)
    return state


def _many(value: Any) -> Sequence[Any]:
    if value is None:
        return ()
    return value if isinstance(value, (list, tuple)) else (value,)


def _worded(value: Any) -> str:
    if isinstance(value, datetime):
        return value.strftime("%Y-%m-%dT%H:%M")
    if isinstance(value, (date, time)):
        return value.isoformat()
    return json.dumps(value) if isinstance(value, (dict, list)) else str(value)


def in_url(value: Any) -> list[str]:
    """The same value as a widget bound to the address writes it there; empty: it leaves the address."""
    return [str(one).lower() if isinstance(one, bool) else _worded(one) for one in _many(value)]
