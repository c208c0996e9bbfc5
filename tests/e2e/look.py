"""What a page must hold to be looked at: accessible, whole, quiet, and big enough for a thumb."""

from axe_playwright_python.sync_playwright import Axe

RULES = {"runOnly": ["wcag2a", "wcag2aa", "wcag21aa", "wcag22aa", "best-practice"]}
COLOURS = {"runOnly": {"type": "rule", "values": ["color-contrast", "link-in-text-block"]}}  # what a scheme can change
# what can be pressed, and is smaller than a thumb; links inside sentences and what is hidden do not count
SMALL = """() => [...document.querySelectorAll("a, button, input, select, textarea, summary")].filter((e) => {
  const box = e.getBoundingClientRect();
  const isHidden = !box.width || e.closest("[aria-hidden=true], .ds-skip-link, dialog:not([open])");
  const isInText = e.tagName === "A" && e.closest("p, td, th, li span, .fig, .ds-error-summary, .msg");
  const label = e.labels?.[0]?.getBoundingClientRect().height ?? 0;
  return !isHidden && !isInText && Math.max(box.height, label) < 44;
}).map((e) => e.outerHTML.slice(0, 80))"""


def listen(page):
    """Collect what the page complains about on its console."""
    page.complaints = []
    page.on("console", lambda message: page.complaints.append(message.text))
    page.on("pageerror", lambda error: page.complaints.append(str(error)))
    return page


def violations(page, rules=RULES) -> list:
    """axe's findings: rule and first element."""
    found = Axe().run(page, options=rules).response["violations"]
    return [(violation["id"], violation["nodes"][0]["target"]) for violation in found]


def too_wide(page) -> bool:
    return page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth")


def too_small(page) -> list:
    return page.evaluate(SMALL)
