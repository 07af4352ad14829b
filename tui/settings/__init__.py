"""Settings from a TOML file, and the folders of a user."""
