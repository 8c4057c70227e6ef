"""One address of every type of public page, found in the database of a register that runs."""

import sqlite3

from tests.pages import address

OVERVIEWS = {
    "home": "centres:home",
    "centres": "centres:list",
    "conditions": "centres:condition_list",
    "hospitals": "hospitals:list",
    "rounds": "centres:round_list",
    "figures": "centres:figures",
    "report": "centres:report",
    "criteria": "centres:criteria",
    "about": "centres:about",
    "glossary": "centres:glossary",
    "privacy": "centres:privacy",
    "accessibility": "centres:accessibility",
}


def value(site, query: str) -> str:
    """Return the one value that ``query`` finds in the register's database."""
    with sqlite3.connect(f"file:{site.database}?mode=ro", uri=True) as connection:
        return connection.execute(query).fetchone()[0]


def addresses(site, language: str) -> dict[str, str]:
    """Return one address of every type of public page, and of the error pages."""

    def at(name: str, *args, **query) -> str:
        return site.url + address(name, *args, language=language, **query)

    most_centres = "SELECT {0} FROM {1} t JOIN centres_centre{2} c ON t.id = c.{3} "
    most_centres += "GROUP BY t.id ORDER BY COUNT(*) DESC"
    hospital = value(site, most_centres.format("t.slug", "hospitals_hospital", "", "hospital_id"))
    condition = value(
        site, most_centres.format("t.slug", "centres_condition", "_conditions", "condition_id")
    )
    centre = value(
        site,
        "SELECT slug FROM centres_centre c JOIN centres_recognition r ON r.centre_id = c.id"
        " WHERE merged_into_id IS NULL GROUP BY c.id ORDER BY COUNT(*) DESC, LENGTH(name) DESC",
    )
    chosen = value(
        site,
        "SELECT GROUP_CONCAT(public_id) FROM (SELECT c.public_id FROM centres_centre c"
        " WHERE merged_into_id IS NULL AND EXISTS"
        " (SELECT 1 FROM centres_recognition r WHERE r.centre_id = c.id)"
        " ORDER BY LENGTH(c.name) DESC LIMIT 5)",
    ).split(",")
    rounds = (
        "SELECT year || '-' || number FROM (SELECT year, number FROM centres_publishedround"
        " UNION SELECT year, number FROM centres_announcedround) ORDER BY year {0}, number {0}"
    )
    return {page: at(name) for page, name in OVERVIEWS.items()} | {
        "centre": at("centres:detail", centre),
        "condition": at("centres:condition_detail", condition),
        "hospital": at("hospitals:detail", hospital),
        "comparison": at("centres:compare", centrum=chosen[:3]),
        "sheet": at("centres:sheet", centrum=chosen[:3]),
        "nothing chosen": at("centres:compare"),
        "too many chosen": at("centres:compare", centrum=chosen),
        "round": at("centres:round_detail", value(site, rounds.format("ASC"))),
        "announced round": at("centres:round_detail", value(site, rounds.format("DESC"))),
        "narrowed": at(
            "centres:list", status=["recognised", "unconfirmed"], sortering="einde", pagina=1
        ),
        "nothing found": at("centres:list", q="bestaat niet"),
        "report about": at("centres:report_centre", centre),
        "another day": at("centres:detail", centre, peildatum="2031-01-01"),
        "not found": at("centres:detail", "bestaat-niet"),
        "wrong": at("centres:list", peildatum="2024-02-30"),
    }
