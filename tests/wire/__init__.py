"""A client that speaks Streamlit's websocket as the browser's front end does, without a browser."""
