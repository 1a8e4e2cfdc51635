"""Forms of a page under test: files handed in as a reader would."""

from playwright.sync_api import Page


def upload_files(page: Page, files: list[dict[str, object]]) -> None:
    """Choose files, wait until the server holds them, and ask for them to be read."""
    done: list[str] = []
    page.on("requestfinished", lambda request: done.append(request.url))
    page.locator("input[type=file]").set_input_files(files)
    for _ in range(200):
        if sum("upload_file" in url for url in done) >= len(files):
            break
        page.wait_for_timeout(100)
    page.wait_for_timeout(500)
    page.get_by_role("button", name="Read the files").click()
