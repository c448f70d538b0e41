"""The scorecard of an account manager: five duties with evidence, development, recognition; never one total."""
