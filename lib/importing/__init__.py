"""Files from other tools on their way into the store: read into raw tables, made typed columns, mapped, applied."""
