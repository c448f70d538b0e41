"""Pages run by Streamlit's own runtime in this process, without web server and browser, and timed in CPU seconds."""

import asyncio
import os
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any, cast

from sqlalchemy import Engine, event
from streamlit.dataframe_util import convert_arrow_bytes_to_pandas_df
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ClientState_pb2 import ClientState
from streamlit.proto.Element_pb2 import Element
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from streamlit.runtime import Runtime, RuntimeConfig
from streamlit.runtime.memory_media_file_storage import MemoryMediaFileStorage
from streamlit.runtime.memory_uploaded_file_manager import MemoryUploadedFileManager
from streamlit.runtime.runtime_util import serialize_forward_msg
from streamlit.runtime.script_data import ScriptData
from streamlit.runtime.session_manager import SessionClient
from streamlit.runtime.websocket_session_manager import WebsocketSessionManager

from tests.wire.values import FIELDS, state_of

LONGEST = 300.0  # seconds a rerun may take before the bench gives up


class Differs(Exception):
    """A page shows something else than it should: what was timed would not be the same work."""


class Client(SessionClient):
    """What a browser is to the runtime: takes messages as they would go over the wire, remembers the large ones."""

    def __init__(self, script: str) -> None:
        self.script = script
        self.messages: list[ForwardMsg] = []
        self.cached: dict[str, ForwardMsg] = {}

    def write_forward_msg(self, msg: ForwardMsg) -> None:
        serialize_forward_msg(msg)
        self.messages.append(msg)

    def remember(self) -> None:
        """Keep what a browser keeps: large messages by their hash, which are then not sent again."""
        self.cached |= {msg.hash: msg for msg in self.messages if msg.metadata.cacheable}

    def shown(self) -> Iterator[Element]:
        """The elements of the last run, those not sent again too."""
        for msg in self.messages:
            whole = self.cached[msg.ref_hash] if msg.HasField("ref_hash") else msg
            if whole.HasField("delta") and whole.delta.HasField("new_element"):
                yield whole.delta.new_element


class Sessions(WebsocketSessionManager):
    """Sessions of several apps side by side: each runs the script its client came for."""

    def connect_session(self, client: SessionClient, script_data: ScriptData, *args: Any, **kwargs: Any) -> str:
        if isinstance(client, Client):
            script_data = ScriptData(client.script, False)
        return super().connect_session(client, script_data, *args, **kwargs)


class Server:
    """The runtime and its loop; one a process."""

    def __init__(self, script: str) -> None:
        self.loop = asyncio.new_event_loop()
        self.statements = 0  # sent to any store so far
        storage, uploads = MemoryMediaFileStorage("/media"), MemoryUploadedFileManager("/upload")
        self.runtime = Runtime(RuntimeConfig(script, storage, uploads, session_manager_class=Sessions))
        self.loop.run_until_complete(self.runtime.start())
        event.listen(Engine, "before_cursor_execute", self._count)

    def _count(self, *_: Any) -> None:
        self.statements += 1

    def visit(self, script: str, url: str, page: str, query: str) -> "Visit":
        """A new session on a page of the app in `script`, over the store at `url`; opened once."""
        return self.loop.run_until_complete(self._connect(script, url, page, query))

    async def _connect(self, script: str, url: str, page: str, query: str) -> "Visit":
        client = Client(script)
        session_id = self.runtime.connect_session(client, {})
        session = self.runtime.get_app_session(session_id)
        if session is None:
            raise Differs(f"Streamlit opened no session for {script}.")
        session.track_settling()
        return Visit(self, client, session_id, url, ClientState(page_name=page, query_string=query))

    def close(self) -> None:
        """End all sessions and the runtime."""
        event.remove(Engine, "before_cursor_execute", self._count)
        self.runtime.stop()
        self.loop.run_until_complete(cast("Any", self.runtime.stopped))
        self.loop.close()


@dataclass
class Visit:
    """One session on one page: each rerun tells its cost, what it read and what it showed."""

    server: Server
    client: Client
    session_id: str
    url: str
    state: ClientState
    statements: int = field(default=0, init=False)  # of the last rerun

    def rerun(self) -> float:
        """Run the page once more, as when somebody presses a button; CPU seconds of the whole process.

        Raises Differs where the page shows an error or does not end.
        """
        os.environ["STEWARD_DATABASE_URL"] = self.url
        before, self.client.messages = self.server.statements, []
        spent = self.server.loop.run_until_complete(self._rerun())
        self.statements = self.server.statements - before
        self.client.remember()
        self._refuse_errors()
        self._stay()
        return spent

    async def _rerun(self) -> float:
        runtime = self.server.runtime
        session = runtime.get_app_session(self.session_id)
        if session is None:
            raise Differs("The session has ended.")
        message = BackMsg(rerun_script=self.state)
        began = time.process_time()
        runtime.handle_backmsg(self.session_id, message)
        await asyncio.wait_for(session.wait_until_settled(), LONGEST)
        return time.process_time() - began

    def _stay(self) -> None:
        """From now on ask as a browser does: for the page it is on, saying which large messages it still has."""
        session = self.server.runtime.get_app_session(self.session_id)
        self.state.page_script_hash = session.page_script_hash if session else ""
        self.state.page_name = ""
        del self.state.cached_message_hashes[:]
        self.state.cached_message_hashes.extend(self.client.cached)

    def _refuse_errors(self) -> None:
        for element in self.client.shown():
            kind = element.WhichOneof("type")
            if kind == "exception" or (kind == "alert" and element.alert.format == element.alert.ERROR):
                raise Differs(f"The page shows an error: {getattr(element, kind)}")

    def choose(self, key: str, value: str) -> None:
        """Give the widget with this key a value, as a click on it does; the next rerun tells the server.

        Raises Differs where the page has no such widget.
        """
        found = [(name, kind) for name, kind in self._widgets() if name.endswith(f"-{key}")]
        if len(found) != 1:
            raise Differs(f"The page has {len(found)} widgets called {key}.")
        told = state_of(found[0][0], FIELDS[found[0][1]], value)
        others = [state for state in self.state.widget_states.widgets if state.id != told.id]
        del self.state.widget_states.widgets[:]
        self.state.widget_states.widgets.extend([*others, told])

    def _widgets(self) -> Iterator[tuple[str, str]]:
        for element in self.client.shown():
            kind = element.WhichOneof("type") or ""
            if kind in FIELDS:
                yield getattr(element, kind).id, kind

    def sent(self) -> list[bytes]:
        """The same elements as `shown`, byte by byte: where these are equal so is what is shown."""
        return [element.SerializeToString(deterministic=True) for element in self.client.shown()]

    def shown(self) -> list[str]:
        """Every element the last rerun showed (words, figures, tables, charts, widgets), to be compared."""
        return [_told(element) for element in self.client.shown()]


def _told(element: Element) -> str:
    """All that an element shows. A table by its values: its bytes differ with what lies where nothing is known.

    A download made when it is asked for has a new random address in each run, which is no part of it.
    """
    if element.HasField("download_button"):
        element = Element.FromString(element.SerializeToString())
        element.download_button.ClearField("deferred_file_id")
    if element.WhichOneof("type") != "dataframe":
        return str(element)
    rest = Element.FromString(element.SerializeToString())
    rest.dataframe.ClearField("arrow_data")
    rows = convert_arrow_bytes_to_pandas_df(element.dataframe.arrow_data.data)
    return f"{rest} {rows.to_dict('list')}"
