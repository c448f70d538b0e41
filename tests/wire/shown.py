"""What stands on a page: its elements in reading order, as words, widgets, figures and tables."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

import pandas as pd
from google.protobuf.message import Message
from google.protobuf.text_format import MessageToString
from streamlit.dataframe_util import convert_arrow_bytes_to_pandas_df
from streamlit.proto.Block_pb2 import Block
from streamlit.proto.Element_pb2 import Element

from tests.wire.values import FIELDS, in_url

AREAS = ("main", "sidebar", "event", "bottom")
# Where the words of an element stand; other kinds have none that are read on the page.
WORDS = {
    "markdown": ("body",), "heading": ("body",), "text": ("body",), "alert": ("title", "body"), "toast": ("body",),
    "code": ("code_text",), "json": ("body",), "html": ("body",), "exception": ("type", "message"),
    "metric": ("label", "body", "delta"), "page_link": ("label",), "progress": ("text",), "spinner": ("text",),
}  # fmt: skip


@dataclass(frozen=True)
class Node:
    """One element or block: where it stands, and which run, fragment and script drew it."""

    path: tuple[int, ...]
    what: Element | Block
    run: str
    fragment: str
    script: str

    @property
    def kind(self) -> str:
        """The element's or block's kind as the protocol names it; empty for a block that is only a place."""
        return self.what.WhichOneof("type") or ""

    @property
    def said(self) -> Any:
        """The message of its kind."""
        return getattr(self.what, self.kind) if self.kind else self.what

    @property
    def area(self) -> str:
        """main, sidebar, event or bottom."""
        return AREAS[self.path[0]]

    @property
    def words(self) -> str:
        """What a person reads there; empty where there is nothing to read."""
        own = [getattr(self.said, name, "") for name in WORDS.get(self.kind, ("label", "title"))] if self.kind else []
        return ": ".join(str(word) for word in own if word)


@dataclass(frozen=True)
class Widget:
    """Something a person can use. `field`: where its value goes on the wire; `key`: the name the app gave it."""

    id: str
    kind: str
    label: str
    key: str
    form: str
    fragment: str
    field: str
    bound: str  # the name in the address, of a widget that stands there
    disabled: bool
    options: tuple[str, ...]
    proto: Any

    @property
    def start(self) -> list[str]:
        """The value it has before anybody touches it, as it would stand in the address."""
        first = getattr(self.proto, "default", None)
        if self.kind == "tab_container":
            return [self.proto.default_tab_label]
        if self.kind in ("selectbox", "radio") and not self.proto.HasField("default"):
            return []
        if self.kind in ("selectbox", "radio", "multiselect", "button_group"):
            return [self.options[at] for at in ([first] if isinstance(first, int) else first or [])]
        return in_url(list(first) if isinstance(first, Iterable) and not isinstance(first, str) else first)


def widget_of(node: Node) -> Widget | None:
    """The widget a node is; None where it is none, or one that is never told to the server."""
    said, widget_id = node.said, getattr(node.said, "id", "")
    if not widget_id or node.kind not in FIELDS:
        return None
    return Widget(
        id=widget_id,
        kind=node.kind,
        label=getattr(said, "label", ""),
        key=key_of(widget_id),
        form=getattr(said, "form_id", ""),
        fragment=node.fragment,
        field="string_array_value" if node.kind == "slider" and said.options else FIELDS[node.kind],
        bound=getattr(said, "query_param_key", ""),
        disabled=bool(getattr(said, "disabled", False)),
        options=tuple(str(getattr(option, "content", option)) for option in getattr(said, "options", ())),
        proto=said,
    )


def key_of(widget_id: str) -> str:
    """The app's own key in a widget's id ("$$ID-<hash>-<key>"); empty where the app gave none."""
    key = widget_id.split("-", 2)[2] if widget_id.count("-") >= 2 else ""
    return "" if key == "None" else key


def frames_of(node: Node) -> Iterator[pd.DataFrame]:
    """Every table of data that a node carries, decoded: data frames, tables, the data of charts."""
    for message in arrows(node.what):
        if message:
            yield convert_arrow_bytes_to_pandas_df(message)


def arrows(message: Message) -> Iterator[bytes]:
    """The Arrow bytes anywhere in a message."""
    for field, value in message.ListFields():
        if message.DESCRIPTOR.name == "ArrowData" and field.name == "data":
            yield value
        elif field.message_type is not None and not field.message_type.GetOptions().map_entry:
            for one in [value] if isinstance(value, Message) else value:
                yield from arrows(one)


def everything(nodes: Iterable[Node]) -> str:
    """All that was sent for these nodes as text, decoded tables too: what is not in it did not reach the browser."""
    parts = []
    for node in nodes:
        parts.append(MessageToString(node.what, as_utf8=True))
        parts += [frame.reset_index().to_csv(index=False) for frame in frames_of(node)]
    return "\n".join(parts)
