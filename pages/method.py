"""Method and limits: how it decides, where it fails, where the data comes from."""

from pages import common
from pages.common import t

common.show_help(t("page.method"))
