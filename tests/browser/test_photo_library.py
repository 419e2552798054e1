"""The photo library by hand: many uploaded, one refused, the point that stays in every cut."""

from __future__ import annotations

import io

import pytest
from PIL import Image, ImageDraw

from vestnik.accounts.roles import Role

pytestmark = [pytest.mark.browser, pytest.mark.django_db]


def picture(name: str, shade: int) -> dict:
    drawn = Image.new("RGB", (1_200, 800), (shade, 120, 160))
    draw = ImageDraw.Draw(drawn)
    for step in range(10):
        left, top = step * 110, step * (170 + shade) % 600
        draw.ellipse((left, top, left + 240, top + 160), fill=(250 - shade, 20 * step, shade))
    out = io.BytesIO()
    drawn.save(out, "JPEG")
    return {"name": name, "mimeType": "image/jpeg", "buffer": out.getvalue()}


def test_many_are_uploaded_and_one_is_cut_around_a_point(window):
    editor = window(Role.PHOTO_EDITOR)
    page = editor.page
    editor.go("/cms/images/multiple/add/")
    broken = {"name": "broken.jpg", "mimeType": "image/jpeg", "buffer": b"\xff\xd8\xff no picture"}
    script = b"<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>"
    drawing = {"name": "drawing.svg", "mimeType": "image/svg+xml", "buffer": script}
    posing = {"name": "posing.jpg", "mimeType": "image/jpeg", "buffer": b"<!doctype html>" + script}
    files = [picture("a.jpg", 10), broken, drawing, posing, picture("b.jpg", 200)]
    page.set_input_files("#fileupload", files)
    # What is refused says why; a drawing that can hold script is not even sent.
    page.locator(".upload-failure", has_text="Приемат се").nth(2).wait_for()
    page.locator(".upload-success").nth(1).wait_for()
    assert page.locator(".upload-success").count() == 2

    first = page.locator(".upload-success").first
    first.locator("[name$=-caption]").fill("Реката сутринта")
    first.locator("button[type=submit]").click()
    page.locator(".messages .success").wait_for()

    editor.go("/cms/images/")
    page.get_by_text("Реката сутринта").click()
    point, cut = page.locator("[data-crop-point]"), page.locator("[data-crop-cut=square]")
    assert cut.evaluate("one => one.style.objectPosition") == "50% 50%"
    point.focus()
    for _press in range(5):
        page.keyboard.press("ArrowRight")
    assert cut.evaluate("one => one.style.objectPosition") == "60% 50%"
    box = page.locator("[data-crop-whole]").bounding_box()
    page.mouse.move(box["x"] + box["width"] * 0.6, box["y"] + box["height"] * 0.5)
    page.mouse.down()
    page.mouse.move(box["x"] + box["width"] * 0.25, box["y"] + box["height"] * 0.75)
    page.mouse.up()
    assert page.locator("[name=focal_point_x]").input_value() == "300"
    assert page.locator("[name=focal_point_y]").input_value() == "600"
    page.locator("footer button[type=submit]").first.click()
    page.locator(".messages .success").wait_for()
    page.get_by_text("Реката сутринта").click()
    assert cut.evaluate("one => one.style.objectPosition") == "25% 75%"
    page.set_viewport_size({"width": 390, "height": 844})
    assert not editor.is_too_wide()


def test_a_dialog_that_the_server_did_not_give_is_asked_for_again(window):
    editor = window(Role.EDITOR)
    page = editor.page
    editor.go("/cms/snippets/stories/story/add/")
    page.fill("[name=headline]", "Неизгубено заглавие")
    page.route("**/images/chooser/**", lambda route: route.abort(), times=1)
    choose = page.get_by_role("button", name="Изберете снимка")

    choose.click()
    said = page.locator(".error-message", has_text="Сървърът не отговори.")
    said.wait_for()
    choose.click()

    page.locator(".modal-content [name=q]").wait_for()
    assert not said.count()
    assert page.input_value("[name=headline]") == "Неизгубено заглавие"
