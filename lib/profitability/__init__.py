"""What work earns and what is given away: hours against fees, budgets with their forecast."""
