"""What a trial is; how trials are kept, found, understood and compared. No formats, no screen."""
