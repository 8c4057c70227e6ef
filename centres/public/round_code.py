"""The address of a round: ``2024-1``."""


class RoundCode:
    """Path converter between ``2024-1`` and the year and number of a round."""

    regex = "[0-9]{4}-[0-9]{1,2}"

    def to_python(self, value: str) -> tuple[int, int]:
        year, number = value.split("-")
        return int(year), int(number)

    def to_url(self, value: str) -> str:
        return value
