"""Forms of a page under test: files handed in as a reader would."""

from playwright.sync_api import Page


def upload_files(
    page: Page, files: list[dict[str, object]], *, read: str = "Read the files"
) -> None:
    """Choose files, wait until the server holds them, and ask for them to be read."""
    done: list[str] = []
    page.on("requestfinished", lambda request: done.append(request.url))
    page.locator("input[type=file]").set_input_files(files)
    for _ in range(200):
        if sum("upload_file" in url for url in done) >= len(files):
            break
        page.wait_for_timeout(100)
    page.wait_for_timeout(500)
    page.get_by_role("button", name=read).click()


def settle(page: Page) -> None:
    """Wait until the server's answer is there and the small map, which asks once more, is too."""
    frame = page.wait_for_selector(".st-key-small_map_frame iframe").content_frame()
    frame.wait_for_function("window.masar && masar.pages && masar.pages[0].told")
    wait_idle(page)


def wait_idle(page: Page) -> None:
    """Wait until the server has had nothing to do for a while."""
    idle = "document.querySelector('[data-testid=stApp]').dataset.testScriptState === 'notRunning'"
    page.evaluate("window.idleSince = 0")
    page.wait_for_function(
        f"window.idleSince = {idle} ? window.idleSince || Date.now() : 0,"
        " window.idleSince && Date.now() - window.idleSince > 400"
    )
