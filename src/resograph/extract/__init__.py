"""What a text says: references, names of actors, act phrases. Nothing here knows what they mean."""
