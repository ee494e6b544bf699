"""The project: settings, addresses, command line, and the process that runs it all."""
