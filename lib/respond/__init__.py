"""The survey form: a small web app of its own with a file of its own, which knows neither clients nor names."""
