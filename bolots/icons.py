"""The drawings of the icons, 24 × 24, in strokes; `solid` parts are filled, `knock` parts cut out of them.

The first group are the shapes of states: always beside a word, so that nothing hangs on colour.
"""

_DISC = '<circle cx="12" cy="12" r="9.5" class="solid"/>'
_RING = '<circle cx="12" cy="12" r="9"/>'

ICONS = {
    # states
    "done": _DISC + '<path d="m7.8 12.3 2.9 2.9 5.6-6" class="knock"/>',
    "late": '<path d="M12 3.2 22 20.5H2Z" class="solid"/><path d="M12 9.8v4.4M12 17.3v.1" class="knock"/>',
    "risk": '<path d="M12 1.8 22.2 12 12 22.2 1.8 12Z" class="solid"/><path d="M12 7.4v5.4M12 16.4v.1" class="knock"/>',
    "going": '<circle cx="12" cy="12" r="9.5"/><path d="M12 2.5a9.5 9.5 0 0 1 0 19Z" class="solid"/>',
    "waiting": _RING,
    "info": _DISC + '<path d="M12 11v5.5M12 7.5v.1" class="knock"/>',
    "no": _RING + '<path d="m9 9 6 6m0-6-6 6"/>',
    "diamond": '<path d="M12 2 22 12 12 22 2 12Z" class="solid"/>',
    "diamond-open": '<path d="M12 3 21 12 12 21 3 12Z"/>',
    # things
    "brand": '<path d="M4 21V10.5L12 4l8 6.5V21"/><path d="M12 9.5 14.6 14 12 18.5 9.4 14Z" class="solid"/>',
    "bell": '<path d="M6 16.5V11a6 6 0 0 1 12 0v5.5l1.8 1.8H4.2ZM10 21h4"/>',
    "calendar": '<path d="M4 5.5h16v15H4ZM4 10h16M8.5 3v4m7-4v4"/>',
    "clock": _RING + '<path d="M12 6.8V12l3.6 2.2"/>',
    "cloud": '<path d="M7 18.5a4.2 4.2 0 0 1-.4-8.4A5.6 5.6 0 0 1 17.3 9a4.8 4.8 0 0 1 .2 9.5"/>'
    '<path d="M12 20.5v-7m-2.6 2.6L12 13.5l2.6 2.6"/>',
    "course": '<path d="m2 9 10-5 10 5-10 5Z"/><path d="M6 11.5V16c3.5 3 8.5 3 12 0v-4.5"/>',
    "door": '<path d="M6 21V3.5h12V21M3 21h18M14.5 12v.6"/>',
    "eye": '<path d="M2 12s3.6-6.5 10-6.5S22 12 22 12s-3.6 6.5-10 6.5S2 12 2 12Z"/><circle cx="12" cy="12" r="2.8"/>',
    "globe": _RING + '<path d="M3 12h18M12 3c5 5.4 5 12.6 0 18M12 3c-5 5.4-5 12.6 0 18"/>',
    "home": '<path d="M3.5 11.5 12 4l8.5 7.5M6 9.5V20.5h12V9.5"/>',
    "idea": '<path d="M9 17.5h6M10 21h4'
    'M12 3a6.3 6.3 0 0 0-3.6 11.4c.5.4.6.9.6 1.6h6c0-.7.1-1.2.6-1.6A6.3 6.3 0 0 0 12 3Z"/>',
    "lock": '<path d="M5 10.5h14v10H5ZM8 10.5V7.2a4 4 0 0 1 8 0v3.3M12 14.5v2"/>',
    "mail": '<path d="M3 6.5h18v12H3Z"/><path d="m3.5 7 8.5 6.5L20.5 7"/>',
    "money": _RING + '<path d="M9.3 7.5v9m5.4-9-5.2 5.2 5.4 3.8"/>',
    "moon": '<path d="M19.5 14.5A8 8 0 0 1 9.5 4.5a8 8 0 1 0 10 10Z"/>',
    "paper": '<path d="M6 3h8.5L19 7.5V21H6ZM14 3v5h5M9 12.5h7M9 16.5h7"/>',
    "people": '<circle cx="8.5" cy="7.5" r="3.3"/><path d="M2.5 20c0-4 2.5-6.3 6-6.3s6 2.3 6 6.3"/>'
    '<circle cx="16.8" cy="8.5" r="2.7"/><path d="M17.3 14.3c2.6.2 4.2 2.2 4.2 5.2"/>',
    "person": '<circle cx="12" cy="7.8" r="3.8"/><path d="M4.5 20.5c0-4.4 3-7 7.5-7s7.5 2.6 7.5 7"/>',
    "phone": '<path d="M6.2 3.5h3.2l1.6 4.3-2.2 1.7a12 12 0 0 0 5.7 5.7l1.7-2.2 4.3 1.6v3.2'
    'c0 1.5-1.2 2.7-2.7 2.7A14.3 14.3 0 0 1 3.5 6.2c0-1.5 1.2-2.7 2.7-2.7Z"/>',
    "speech": '<path d="M3.5 5h17v11.5h-9L7 20.5v-4H3.5Z"/>',
    "stairs": '<path d="M3 20h4.5v-4.5H12V11h4.5V6.5H21"/>',
    "sun": '<circle cx="12" cy="12" r="4"/><path d="M12 2.5v2.2m0 14.6v2.2M2.5 12h2.2m14.6 0h2.2'
    'M5.3 5.3l1.5 1.5m10.4 10.4 1.5 1.5m0-13.4-1.5 1.5M6.8 17.2l-1.5 1.5"/>',
    # doing
    "back": '<path d="M15 5.5 8.5 12l6.5 6.5"/>',
    "check": '<path d="m4.5 12.8 4.8 4.7L19.5 7"/>',
    "download": '<path d="M12 4v11m-4.2-4.2L12 15l4.2-4.2M4.5 19.5h15"/>',
    "logout": '<path d="M14 4H5v16h9M10 12h10.5m-3.8-3.8 3.8 3.8-3.8 3.8"/>',
    "menu": '<path d="M4 6.5h16M4 12h16M4 17.5h16"/>',
    "next": '<path d="m9 5.5 6.5 6.5L9 18.5"/>',
    "plus": '<path d="M12 4.5v15M4.5 12h15"/>',
    "print": '<path d="M7 8.5V3.5h10v5M7 17H3.5V8.5h17V17H17M7 14h10v6.5H7Z"/>',
    "search": '<circle cx="10.5" cy="10.5" r="6.5"/><path d="m15.5 15.5 5 5"/>',
    "undo": '<path d="M8.5 5 4 9.5 8.5 14M4.5 9.5H14a5.5 5.5 0 0 1 0 11H9"/>',
    "upload": '<path d="M12 15.5v-11m-4.2 4.2L12 4.5l4.2 4.2M4.5 19.5h15"/>',
}
