from django.db import migrations

from stz_registry.roles import make_roles


class Migration(migrations.Migration):
    dependencies = [
        ("stz_registry", "0001_roles"),
        ("centres", "0002_announced_rounds"),
        ("assessments", "0001_initial"),
    ]
    operations = [migrations.RunPython(make_roles, migrations.RunPython.noop)]
