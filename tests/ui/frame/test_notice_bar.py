from simulator.ui.frame.notice_bar import Posted, most_urgent_first
from simulator.ui.session.notice import Kind, Notice


def posted(kind: Kind) -> Posted:
    return Posted(notice=Notice(kind=kind, line=kind.value))


def test_a_hint_that_stays_does_not_hide_what_a_click_did():
    ordered = most_urgent_first([posted(Kind.HINT), posted(Kind.DONE)])
    assert [one.notice.kind for one in ordered] == [Kind.DONE, Kind.HINT]


def test_work_that_is_not_safe_is_told_before_what_a_click_did():
    ordered = most_urgent_first([posted(kind) for kind in (Kind.HINT, Kind.DONE, Kind.WARNING, Kind.REFUSED)])
    assert [one.notice.kind for one in ordered] == [Kind.REFUSED, Kind.WARNING, Kind.DONE, Kind.HINT]
