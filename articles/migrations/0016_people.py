

from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('articles', '0015_front_of_the_paper'),
        ('photos', '0006_lists'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddIndex(
            model_name='edition',
            index=models.Index(models.F('story'), models.OrderBy(models.F('dated'), descending=True), models.OrderBy(models.F('id'), descending=True), condition=models.Q(('state', 'approved'), ('story__isnull', False)), name='edition_newest_in_story'),
        ),
        migrations.AddConstraint(
            model_name='author',
            constraint=models.UniqueConstraint(fields=('name',), name='author_name_once', violation_error_message='There is an author of this pen name already.'),
        ),
    ]
