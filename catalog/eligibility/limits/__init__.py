"""A criterion into its constraints: what is limited, how, in one unit."""
