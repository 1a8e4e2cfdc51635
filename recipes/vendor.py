"""Vendor what the browser loads: npm packages by name and version, their files unmodified.

Run ``python recipes/vendor.py`` (needs npm and a network); it rewrites ``static/vendor``, and
``tests/browser/vendor`` for what only the tests load. In each a ``vendor.csv`` records package,
version, licence, file and sha256.
"""

import csv
import hashlib
import json
import shutil
import subprocess
import sys
import tarfile
import tempfile
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

ROOT = Path(__file__).resolve().parent.parent
COLUMNS = ("package", "version", "licence", "file", "sha256")


@dataclass(frozen=True, slots=True, kw_only=True)
class Package:
    """An npm package and the files of it that the browser loads."""

    name: str
    version: str
    folder: str
    files: tuple[str, ...]


FONT_FILES = tuple(
    f"files/ibm-plex-sans-arabic-{script}-{weight}-normal.woff2"
    for script in ("arabic", "latin")
    for weight in (400, 600)
)
PAGE_PACKAGES = (
    Package(
        name="leaflet",
        version="1.9.4",
        folder="leaflet",
        files=("dist/leaflet.js", "dist/leaflet.css", "LICENSE"),
    ),
    Package(
        name="@fontsource/ibm-plex-sans-arabic",
        version="5.3.0",
        folder="ibm-plex-sans-arabic",
        files=(*FONT_FILES, "LICENSE"),
    ),
)
TEST_PACKAGES = (
    Package(name="axe-core", version="4.14.1", folder="axe-core", files=("axe.min.js", "LICENSE")),
)


def fetch_package(package: Package, folder: Path) -> Path:
    """Fetch the package's archive with npm into `folder` and return its path."""
    spec = f"{package.name}@{package.version}"
    command = ["npm", "pack", spec, "--pack-destination", str(folder), "--silent"]
    subprocess.run(command, check=True, capture_output=True, text=True)  # noqa: S603
    stem = package.name.lstrip("@").replace("/", "-")
    return folder / f"{stem}-{package.version}.tgz"


def extract_package(package: Package, archive: Path, vendor: Path) -> list[dict[str, str]]:
    """Write the package's files under the vendor folder and return their records."""
    target = vendor / package.folder
    target.mkdir(parents=True, exist_ok=True)
    with tarfile.open(archive) as tar:
        licence = json.loads(_read_member(tar, "package.json"))["license"]
        contents = {name: _read_member(tar, name) for name in package.files}
    for name, content in contents.items():
        (target / PurePosixPath(name).name).write_bytes(content)
    return [
        {
            "package": package.name,
            "version": package.version,
            "licence": licence,
            "file": f"{package.folder}/{PurePosixPath(name).name}",
            "sha256": hashlib.sha256(content).hexdigest(),
        }
        for name, content in contents.items()
    ]


def _read_member(tar: tarfile.TarFile, name: str) -> bytes:
    file = tar.extractfile(f"package/{name}")
    if file is None:
        raise SystemExit(f"{tar.name} has no file '{name}'; correct PACKAGES in vendor.py")
    return file.read()


def vendor_packages(packages: tuple[Package, ...], vendor: Path) -> None:
    """Replace a vendor folder by the packages."""
    shutil.rmtree(vendor, ignore_errors=True)
    vendor.mkdir(parents=True)
    with tempfile.TemporaryDirectory() as folder:
        records = [
            record
            for package in packages
            for record in extract_package(package, fetch_package(package, Path(folder)), vendor)
        ]
    with (vendor / "vendor.csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, COLUMNS, lineterminator="\n")
        writer.writeheader()
        writer.writerows(sorted(records, key=lambda record: record["file"]))


if __name__ == "__main__":
    vendor_packages(PAGE_PACKAGES, ROOT / "static" / "vendor")
    vendor_packages(TEST_PACKAGES, ROOT / "tests" / "browser" / "vendor")
    print(f"vendored {len(PAGE_PACKAGES) + len(TEST_PACKAGES)} packages", file=sys.stderr)
