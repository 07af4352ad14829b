"""Files, archives and their limits: what the user named, as streams of bytes."""
