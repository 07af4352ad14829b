"""A kiosk's host: a parent that has loaded the app and forks one for each client's terminal."""
