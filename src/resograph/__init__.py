"""United Nations resolutions as an RDF knowledge graph.

The data flow is one line, one module an arrow: read, segment, extract, interpret, to_graph, validate, publish
(`resograph.pipeline` is that line as code).
"""

from __future__ import annotations

__version__ = "0.1.0"
