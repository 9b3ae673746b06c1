"""From an expression to its provision tree: lines first, then structure."""
