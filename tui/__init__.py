"""What people see: the app and the command line. No SQL, no parsing, no rule about trials."""
