"""The commands of the trials program, each loading what it needs only when it runs."""
