"""What a criterion is about."""
