"""The WHO's ICTRP platform: records of many registries, at second hand."""
