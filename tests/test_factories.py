"""The objects that other tests stand on hold together."""

import pytest

from . import factories


@pytest.mark.parametrize("name", factories.__all__)
@pytest.mark.django_db
def test_factory_makes_a_valid_object(name):
    assert getattr(factories, name)().pk
