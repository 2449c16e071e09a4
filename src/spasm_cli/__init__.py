"""spasm: compares answers about a muscle spasm with published descriptions of its causes."""

__version__ = "0.1.0"
