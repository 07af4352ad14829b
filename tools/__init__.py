"""What only builds: the starter catalogue, pictures, the README's table. Not installed."""
