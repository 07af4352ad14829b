"""Values into styled lines: pure functions that screens and commands share."""
