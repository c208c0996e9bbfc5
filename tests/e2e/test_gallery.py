"""The components in a real browser: accessible, whole and big enough, in every size and both schemes."""

import pytest

from . import look


@pytest.fixture
def open_gallery(live_server, new_context):
    def do(width, scheme="light", size="sm", **more):
        context = new_context(viewport={"width": width, "height": 900}, color_scheme=scheme, **more)
        page = look.listen(context.new_page())
        page.goto(f"{live_server.url}/komponenter/?size={size}")
        return page

    return do


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [320, 360, 820, 1280])
def test_the_gallery_is_accessible_and_fits(open_gallery, width, scheme):
    page = open_gallery(width, scheme, size="md")
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert look.too_small(page) == []
    assert look.violations(page) == []
    assert page.complaints == []


def test_the_page_reads_without_javascript(open_gallery):
    page = open_gallery(820, java_script_enabled=False)
    assert page.locator(".ds-error-summary").is_visible()
    page.click("summary:has-text('9 äldre händelser')")
    assert page.locator("text=Här står resten.").is_visible()
    page.check("input[value=met]", force=True)
    assert page.locator(".if-open").is_visible()
    assert not page.locator(".if-shut").is_visible()


def test_the_error_summary_has_focus_and_leads_to_the_field(open_gallery):
    page = open_gallery(1280)
    assert page.evaluate("document.activeElement.className") == "ds-error-summary"
    page.click(".ds-error-summary a >> nth=0")
    assert page.evaluate("document.activeElement.id") == "id_amount"


def test_the_private_part_hides_itself_after_twenty_seconds(open_gallery):
    page = open_gallery(820)
    page.clock.install()
    page.reload()
    page.click("summary:has-text('Visa privat')")
    assert page.locator(".private p").is_visible()
    page.wait_for_timeout(200)  # the toggle's event comes a moment after the click, and starts the timer
    page.clock.fast_forward(19_000)
    assert page.locator(".private p").is_visible()
    page.clock.fast_forward(2_000)
    page.locator(".private p").wait_for(state="hidden")


def test_the_report_says_what_is_left_and_leaves_hidden_questions_out(open_gallery):
    page = open_gallery(820)
    page.check("input[value=nobody]", force=True)
    assert page.inner_text("[data-hint]") == "1 val kvar, sedan Spara."
    page.check("input[value=left]", force=True)
    assert page.inner_text("[data-hint]") == "Klart att spara."
    page.check("input[value=met]", force=True)
    assert page.eval_on_selector("fieldset.if-shut", "question => question.disabled")
    assert page.inner_text("[data-hint]") == "1 val kvar, sedan Spara."


def test_a_dialog_opens_and_closes_with_the_keyboard(open_gallery):
    page = open_gallery(1280)
    page.focus("[commandfor=bekrafta][command=show-modal]")
    page.keyboard.press("Enter")
    assert page.locator("#bekrafta").is_visible()
    page.keyboard.press("Escape")
    assert not page.locator("#bekrafta").is_visible()


def test_a_day_is_typed_or_picked(open_gallery):
    page = open_gallery(820)
    day = page.get_by_label("Första delen betalas")
    day.fill("10 mars")
    assert day.input_value() == "10 mars"
    picked = "this.value = '2025-12-24'; this.dispatchEvent(new Event('change'))"
    page.evaluate(f"HTMLInputElement.prototype.showPicker = function () {{ {picked} }}")
    page.get_by_role("button", name="Välj dagen i en kalender").click()
    assert day.input_value() == "2025-12-24"


def test_leaving_something_unsaved_asks_first(open_gallery):
    page, asked = open_gallery(820), []
    page.on("dialog", lambda dialog: (asked.append(dialog.type), dialog.accept()))
    page.goto(page.url)
    assert asked == []
    page.get_by_label("Anteckning").press_sequentially("halvfärdigt")
    page.goto(page.url)
    assert asked == ["beforeunload"]
    page.get_by_label("Anteckning").press_sequentially("klart")
    page.locator("form[data-guard] button[type=submit]").click()
    assert asked == ["beforeunload"]
