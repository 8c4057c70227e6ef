from django.db import migrations

from stz_registry.roles import make_roles


class Migration(migrations.Migration):
    dependencies = [
        ("stz_registry", "0002_roles_in_assessment"),
        ("centres", "0002_announced_rounds"),
        ("centres", "0003_missed_searches"),
    ]
    operations = [migrations.RunPython(make_roles, migrations.RunPython.noop)]
