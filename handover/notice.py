"""What every file says of itself, whoever makes it."""

NOTICE = "A reading aid. The registry record decides: check it before you rely on a value."
