"""The app itself: opening, threads that ask, the order of keys, the session's memory."""
