from django.core.management.base import BaseCommand

from bolots import privileges


class Command(BaseCommand):
    help = "Give the application's database role its privileges. Run as the owner, after migrate."

    def add_arguments(self, parser):
        parser.add_argument("--role", default="bolots_app")

    def handle(self, *, role, **options):
        tables = privileges.grant(role)
        self.stdout.write(f"{role}: {tables} tables")
