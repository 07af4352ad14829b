"""What changed since a user last looked: what was seen, what holds now, the difference by harm."""
