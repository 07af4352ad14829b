"""Where towns and postcodes lie, and how far apart; what the catalogue teaches of places."""
