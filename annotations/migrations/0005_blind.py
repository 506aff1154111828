"""Whether annotators of a project see each other's work before both have handed it in."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("annotations", "0004_comments")]

    operations = [
        migrations.AddField(
            model_name="project",
            name="policy",
            field=models.CharField(
                choices=[
                    ("shared", "Everybody sees everybody’s work"),
                    ("blind", "Annotators see each other’s work once both have handed in"),
                ],
                default="shared",
                max_length=6,
            ),
        ),
    ]
