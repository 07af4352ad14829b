"""What search reads: words, codes and numbers of every trial, kept in step by the import."""
