"""The portfolio page in Panel."""
