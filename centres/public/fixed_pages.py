"""Pages whose text stands in templates, one file per language."""

from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import get_language, gettext_lazy

from ..glossary import entries_by_letter
from ..models import Condition
from .condition_pages import conditions_by_letter, often_looked_for
from .criteria import criteria_by_theme
from .map import hospital_points, map_of_hospitals
from .options import hospital_options
from .pages import Crumb, PublicPage
from .structured_data import website

CONDITIONS_ON_HOME = 8
EXAMPLE_CONDITIONS = 2


class FixedPage(PublicPage):
    """A page of prose: ``templates/pages/<prose>.<language>.html`` within the common layout."""

    template_name = "pages/page.html"
    prose = ""
    title = ""
    description = ""

    def get_context_data(self, **kwargs) -> dict:
        return super().get_context_data(**kwargs) | {
            "title": self.title,
            "description": self.description,
            "prose": f"pages/{self.prose}.{get_language()}.html",
        }

    def crumbs(self) -> list[Crumb]:
        return [Crumb(str(self.title))]


class Home(FixedPage):
    """One search box, the conditions from A to Z, the hospitals, the date of the data."""

    template_name = "centres/home.html"
    prose = "home"
    title = gettext_lazy("Find recognised expertise in the STZ hospitals")
    description = gettext_lazy(
        "The public register of the expertise centres that STZ recognises in the Dutch topclinical"
        " hospitals. Find a centre by condition or by hospital, and see until when it is"
        " recognised."
    )

    def get_context_data(self, **kwargs) -> dict:
        letters = conditions_by_letter(self.version.number, get_language())
        often = often_looked_for(letters, CONDITIONS_ON_HOME)
        return super().get_context_data(**kwargs) | {
            "letters": letters,
            "often": often,
            "often_is_chosen": any(condition.is_often_sought for condition in often),
            "examples": self.examples(often),
            "hospitals": hospital_options(self.version.number),
            "map": map_of_hospitals(self.version.number),
        }

    def examples(self, often: list[Condition]) -> list[tuple[str, str, str]]:
        """Return searches to try, each with its language and address: conditions and a place."""
        names = [condition.title for condition in often[:EXAMPLE_CONDITIONS]]
        points = hospital_points(self.version.number)
        names += [(point.place, "nl") for point in points[:1]]
        day = {"peildatum": self.day.isoformat()} if self.day != self.today else {}
        url = reverse("centres:list")
        return [(name, language, f"{url}?{urlencode({'q': name, **day})}")
                for name, language in names]  # fmt: skip

    def things(self, context: dict) -> list[dict]:
        return [website(self.site, reverse("centres:home"), reverse("centres:list"))]

    def crumbs(self) -> list[Crumb]:
        return []


class Criteria(FixedPage):
    template_name = "centres/criteria.html"
    prose = "criteria"
    title = gettext_lazy("What is judged: the criteria")
    description = gettext_lazy(
        "The criteria by which a committee of STZ assesses an expertise centre, in five themes."
    )

    def get_context_data(self, **kwargs) -> dict:
        return super().get_context_data(**kwargs) | {
            "themes": criteria_by_theme(self.version.number)
        }


class About(FixedPage):
    prose = "about"
    title = gettext_lazy("About this register")
    description = gettext_lazy(
        "What a recognition by STZ means and does not mean. How the assessment works, and where"
        " the data of this register come from."
    )


class Glossary(FixedPage):
    template_name = "centres/glossary.html"
    prose = "glossary"
    title = gettext_lazy("Glossary")
    description = gettext_lazy(
        "What the words in this register mean: words about the assessment and names of medical"
        " specialties, from A to Z."
    )

    def get_context_data(self, **kwargs) -> dict:
        return super().get_context_data(**kwargs) | {"letters": entries_by_letter(get_language())}


class Privacy(FixedPage):
    prose = "privacy"
    title = gettext_lazy("Privacy")
    description = gettext_lazy(
        "What this register knows of its visitors: no cookies, no third parties, no search words."
    )


class Accessibility(FixedPage):
    prose = "accessibility"
    title = gettext_lazy("Accessibility")
    description = gettext_lazy(
        "How accessible this register is, how we test that, and how to report a problem."
    )
