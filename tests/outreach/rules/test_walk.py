from datetime import date

from outreach.rules.walk import Stop, plan

MON, TUE = date(2026, 3, 9), date(2026, 3, 10)
ALLE, BANV, OLSB = ("Allévägen 131", ""), ("Banvägen 214", "A"), ("Olsborgsvägen 96", "B")


def test_least_time_left_leads_and_the_same_staircase_stays_together():
    stops = [
        Stop(1, ALLE, TUE, (3, "1302")),
        Stop(2, OLSB, MON, (2, "1202")),
        Stop(3, OLSB, TUE, (1, "1101")),
        Stop(4, BANV, TUE, (1, "1102")),
    ]
    assert plan(stops, in_view=8).stairs == ((3, 2), (1,), (4,))


def test_floor_then_door_then_key_order_a_staircase():
    stops = [
        Stop(n, OLSB, MON, door) for n, door in [(4, (2, "1201")), (3, (1, "1102")), (2, (1, "1102")), (1, (0, "1001"))]
    ]
    assert plan(stops, in_view=8).stairs == ((1, 2, 3, 4),)


def test_view_holds_at_most_its_number_and_the_rest_is_counted():
    stops = [Stop(n, OLSB if n < 5 else BANV, MON if n < 5 else TUE, (n, "")) for n in range(12)]
    walk = plan(stops, in_view=8)
    assert [len(stairs) for stairs in walk.stairs] == [5, 3]
    assert walk.waiting == 4


def test_full_view_shows_no_empty_staircase():
    stops = [Stop(1, BANV, MON, (1, "")), Stop(2, OLSB, TUE, (1, ""))]
    assert plan(stops, in_view=1).stairs == ((1,),)


def test_empty_day_is_an_empty_walk():
    assert plan([], in_view=8) == plan([], in_view=1)
    assert plan([], in_view=8).waiting == 0
