"""Commands of manage.py, one module for each matter: plain functions with typer annotations, which print."""
