"""The product, pure: answers in, an assessment out. Imports nothing but itself."""
