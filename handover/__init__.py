"""What leaves the program: exports, pages, packs. Importable without a screen."""
