"""Two to four trials side by side, aligned by meaning; pure, no SQL."""
