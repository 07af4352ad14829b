"""The terminal: input, drawing, letters, colours, keys. Knows nothing of trials."""
