"""Results as pages. Everything here takes an `Assessment` and decides nothing."""
