"""The site, and its commands, at one moment that does not pass: the guide's pictures change only when its pages do."""

import os
import sys
from datetime import datetime

import time_machine

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "cms.settings")
time_machine.travel(datetime.fromisoformat(os.environ["MOMENT"]), tick=False).start()

if __name__ == "__main__":
    from django.core.management import execute_from_command_line

    execute_from_command_line(sys.argv)
else:
    from cms.wsgi import application

    __all__ = ["application"]
