"""Files that carry records of other formats: a workbook, JSON made of a table, a collection."""
