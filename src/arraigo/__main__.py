"""`python -m arraigo` is the same as the `arraigo` command."""

from arraigo.web.cli import main

if __name__ == "__main__":
    main()
