"""Versions of the schema, oldest first; `env.py` runs them on the connection it is handed."""
