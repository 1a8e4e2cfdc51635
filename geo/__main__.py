"""The command line: ``python -m geo COMMAND``."""

from geo.cli.main import main

if __name__ == "__main__":
    raise SystemExit(main())
