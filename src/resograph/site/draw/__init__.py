"""Pictures of what a document says, as SVG made on the server: no script, and a table beside each."""
