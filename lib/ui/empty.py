"""What stands where nothing is yet: why it is empty, and the one next step."""

import streamlit as st

from lib.ui.links import data_link


def empty_store() -> None:
    """The store holds nothing: say so and lead to the import."""
    st.info("No accounts yet. This page shows the book in money as soon as there are accounts with revenue or deals.")
    data_link("Import your data", icon=":material/upload:")
    st.caption("To look around first, run `make demo`: it makes a demo firm that your own data will replace.")
