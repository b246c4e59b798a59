import os
from datetime import timedelta

from celery import shared_task
from django.core.management import call_command
from django.utils import timezone

from shop.models import Order


@shared_task
def clear_sessions():
    call_command("clearsessions")


@shared_task
def purge_closed_orders():
    days = int(os.environ.get("ORDER_RETENTION_DAYS", "0"))
    cutoff = timezone.now() - timedelta(days=days)
    return Order.objects.filter(closed_at__lt=cutoff).delete()
