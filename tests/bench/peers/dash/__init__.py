"""The portfolio page in Dash."""
