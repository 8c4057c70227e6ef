"""The address of a round: ``2024-1``."""


class RoundCode:
    """Path converter between ``2024-1`` and the year and number of a round."""

    regex = "[0-9]{4}-[1-9][0-9]?"

    def to_python(self, value: str) -> tuple[int, int]:
        year, number = value.split("-")
        return int(year), int(number)

    def to_url(self, value: str | tuple[int, int]) -> str:
        """Write a code, or the year and number that the address of another language was read as."""
        return value if isinstance(value, str) else f"{value[0]}-{value[1]}"
