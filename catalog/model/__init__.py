"""What a trial is: frozen values that everything shares. Imports nothing of ours."""
