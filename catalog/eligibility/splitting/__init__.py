"""An eligibility text into its criteria; no word is lost."""
