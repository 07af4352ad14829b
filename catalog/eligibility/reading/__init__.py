"""What of a criterion was understood, token by token, and what is left over."""
