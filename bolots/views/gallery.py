"""The components in one place, to look at and to run axe on. Only in development and tests."""

from datetime import timedelta

from django import forms
from django.core.paginator import Paginator
from django.shortcuts import render
from django.views.decorators.http import require_GET

from .. import calendar, charts, formats
from ..access import public
