"""Which pages a change wrote, and the spare file that they bring up to date."""
