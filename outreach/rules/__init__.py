"""Outreach as arithmetic: which late rent opens a case, who knocks, when and at what time of day."""
