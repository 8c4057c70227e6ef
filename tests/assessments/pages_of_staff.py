"""Addresses of the staff's pages, and posting to them as a browser does."""

from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

PDF = b"%PDF-1.7 een klein document"


def page_of(record, page: str = "change") -> str:
    """Return the address of a page of ``record`` in the admin."""
    opts = record._meta
    return reverse(f"admin:{opts.app_label}_{opts.model_name}_{page}", args=[record.pk])


def list_of(model) -> str:
    return reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_changelist")


def use(client, record, verb: str, **answers):
    """Post the form of ``verb`` as it was shown: what it held, and ``answers`` on top."""
    address = page_of(record, verb)
    shown = client.get(address)
    assert shown.status_code == 200, (address, shown.status_code)
    return client.post(address, shown_in(shown) | answers)


def shown_in(response) -> dict:
    """Return what the form of a page posts when nobody touches it."""
    form = response.context["form"]
    posted = {bound.html_name: value_of(bound) for bound in form}
    posted |= getattr(form, "shown", {})
    if rows := getattr(form, "requirements", None):
        posted |= {each.html_name: value_of(each) for each in rows.management_form}
        posted |= {each.html_name: value_of(each) for row in rows for each in row}
    return {name: value for name, value in posted.items() if value is not None}


def value_of(bound):
    value = bound.value()
    return value if value is None or isinstance(value, list) else str(value)


DONE_ALREADY = "Dit kan niet meer. Misschien is het al gedaan."


def errors_of(response) -> list[str]:
    """Return why the form was refused, those of the page as a whole first."""
    form = response.context["form"]
    of_fields = [error for name in form.fields for error in form.errors.get(name, ())]
    return [*form.non_field_errors(), *of_fields]


def pdf(name: str = "Jaarverslag.pdf", content: bytes = PDF) -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content, content_type="text/html")
