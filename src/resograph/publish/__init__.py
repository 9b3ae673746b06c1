"""From quads to files: compressed N-Quads, Turtle that people read, and folders that change in one step."""
