"""Starting the pages: refuse a bad configuration, check the store, import everything, only then open the port."""

import gc
import importlib
import logging
import pkgutil
from pathlib import Path
from typing import Annotated

import typer

from lib.commands.printing import keep_printing
from lib.errors import StewardError
from lib.signin.configured import read, server_flags
from lib.signin.refusing import refusals

APP = Path(__file__).parents[2] / "app.py"


class MayNotStart(StewardError):
    """The configuration would let strangers in, or cannot work."""


def run(
    port: Annotated[int | None, typer.Option(min=1, max=65535, help="Default: 8501.")] = None,
    address: Annotated[str | None, typer.Option(help="Where to listen; beyond this machine only with sign-in.")] = None,
) -> None:
    """Open Steward in the browser's reach: by itself on this machine, with sign-in wherever you say."""
    from streamlit import config
    from streamlit.web import bootstrap

    keep_printing()
    flags = server_flags(address, port)
    config._main_script_path = str(APP)  # where Streamlit's own command puts it, so that .streamlit beside it is read
    bootstrap.load_config_options(flags)
    settings = read(config.get_option)
    if found := refusals(settings):
        raise MayNotStart("\n".join(found))
    _check_store()
    _watch_no_files()
    _import_everything()
    if not settings.mode:
        _visit()
    gc.freeze()  # all this lives as long as the server: no collection need look at it again
    where = _shown(config.get_option("server.address"), config.get_option("server.port"))
    _ask_no_stranger()
    print(f"Steward is at {where} (stop it with Ctrl+C).", flush=True)
    bootstrap.run(str(APP), False, [], flags)


def _ask_no_stranger() -> None:
    """Where a page of others asks for a websocket, Streamlit would ask a server abroad what our address is."""
    from streamlit import net_util

    setattr(net_util, "get_external_ip", lambda: None)  # noqa: B010 (the module's own function, put out of use)


def _shown(address: str | None, port: int) -> str:
    return f"http://{'localhost' if address in (None, '127.0.0.1', '::1') else address}:{port}"


def _check_store() -> None:
    from lib.store.opening import serve_store

    serve_store()


def _watch_no_files() -> None:
    """A window that comes back after a lost connection is not given a watcher of source files: a new one has none.

    Streamlit 1.67 gives it one whatever server.fileWatcherType says, and that looks at every module of the process:
    four times what the page costs, for everybody at once when the network was away.
    """
    from streamlit.runtime.app_session import AppSession

    setattr(AppSession, "register_file_watchers", lambda _: None)  # noqa: B010 (a method is put in place)


def _import_everything() -> None:
    """Import what any page needs, so that the first visitor does not wait for it."""
    # Caches are declared before there is a server to keep them: known, and no news for the person at the shell.
    for name in ("caching.cache_data_api", "scriptrunner_utils.script_run_context"):
        logging.getLogger(f"streamlit.runtime.{name}").setLevel(logging.ERROR)
    from lib import ui

    for name in ("pandas", "altair", "pyarrow"):
        importlib.import_module(name)
    for module in pkgutil.iter_modules(ui.__path__, "lib.ui."):
        importlib.import_module(module.name)


def _visit() -> None:
    """Open the first page once for nobody to see: what it keeps for everybody is then there for the first visitor."""
    from streamlit.testing.v1 import AppTest

    AppTest.from_file(APP, default_timeout=_LONGEST_VISIT).run()


_LONGEST_VISIT = 600  # seconds
