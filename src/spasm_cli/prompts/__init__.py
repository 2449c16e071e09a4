"""Asking: one conversation, two fronts (questionary; plain numbered lines)."""
