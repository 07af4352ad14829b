"""Texts of saved web pages: what they state is taken, what they add is kept apart."""
