"""Growth: opportunities, stages, declined services, market signals, targets, referrals."""
