from django.db import models
from django_tenants.models import DomainMixin, TenantMixin


class Client(TenantMixin):
    name = models.CharField(max_length=100)
    plan = models.CharField(max_length=10, default="pro")
    created_on = models.DateField(auto_now_add=True)

    auto_create_schema = True
    auto_drop_schema = True  # demos should leave nothing behind

    def __str__(self):
        return self.name


class Domain(DomainMixin):
    pass
