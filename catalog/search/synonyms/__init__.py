"""Other names and spellings of what was typed: learnt, common, or a clinic's own."""
