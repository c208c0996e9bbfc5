"""Pictures of the houses, drawn: nobody's real building is in the demo."""

from io import BytesIO
from random import Random

from PIL import Image, ImageDraw

from .homes import House
from .scene import SEED

WIDTH, HEIGHT, GROUND = 960, 640, 90
SKY, GRASS, DOOR, FRAME = "#bcd7ea", "#7d9a5b", "#5a4634", "#f4f1ea"
WALLS = ("#d9b38c", "#c98f6b", "#e3d3a8", "#b9a7a0")
PANES = ("#46586a", "#5c6f80", "#f3d98b")
FLOOR, WINDOW, STEP = 92, (64, 62), 120


def facade(house: House) -> bytes:
    """A JPEG of the house from outside: as many floors as it has, a door for the staircase, some windows lit."""
    luck, floors = Random(f"{SEED} {house.address}"), max(int(door[:2]) for door, _rent in house.doors) - 9
    image = Image.new("RGB", (WIDTH, HEIGHT), SKY)
    draw = ImageDraw.Draw(image)
    draw.rectangle((0, HEIGHT - GROUND, WIDTH, HEIGHT), GRASS)
    middle = WIDTH // 2
    top, left, right = HEIGHT - GROUND - floors * FLOOR - 20, 120, WIDTH - 120
    draw.rectangle((left, top, right, HEIGHT - GROUND), luck.choice(WALLS))
    for floor in range(floors):
        for x in range(left + 40, right - WINDOW[0], STEP):
            if floor or abs(x + WINDOW[0] // 2 - middle) > STEP // 2:  # on the ground floor the door goes before
                _window(draw, x, HEIGHT - GROUND - (floor + 1) * FLOOR + 14, luck.choice(PANES))
    draw.rectangle((middle - 34, HEIGHT - GROUND - 80, middle + 34, HEIGHT - GROUND), DOOR)
    out = BytesIO()
    image.save(out, "JPEG", quality=80)
    return out.getvalue()


def _window(draw, x, y, pane):
    width, height = WINDOW
    draw.rectangle((x - 5, y - 5, x + width + 5, y + height + 5), FRAME)
    draw.rectangle((x, y, x + width, y + height), pane)
    draw.line((x + width // 2, y, x + width // 2, y + height), FRAME, 4)
