"""The command line: options, connecting the parts, exit codes. The only place that catches errors."""
