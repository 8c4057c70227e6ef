from django.db import migrations

from stz_registry.roles import make_roles


class Migration(migrations.Migration):
    dependencies = [
        ("stz_registry", "0003_roles_in_search"),
        ("centres", "0004_error_reports"),
    ]
    operations = [migrations.RunPython(make_roles, migrations.RunPython.noop)]
