"""What criteria speak of, as tables, and how a limit is put into words."""
