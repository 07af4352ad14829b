"""Pages to be printed: board page, handout and call sheet, as HTML and as text."""
