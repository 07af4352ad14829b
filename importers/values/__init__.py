"""Words of a record into values: blanks, dates, ages, codes, countries."""
