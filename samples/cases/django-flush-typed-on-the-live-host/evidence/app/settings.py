# read by gunicorn and manage.py on this host
from .base import *

DEBUG = False
ALLOWED_HOSTS = ["praxis.example.com"]
DATABASES = {
    "default": {
        "ENGINE": "django.db.backends.mysql",
        "NAME": "praxis",
        "USER": "praxis",
        "PASSWORD": "FAKE-praxis-pw-7",
        "HOST": "127.0.0.1",
        "OPTIONS": {"charset": "utf8mb4"},
    }
}
