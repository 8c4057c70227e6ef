"""What the public may know: centres, conditions, criteria, recognitions, rounds."""
