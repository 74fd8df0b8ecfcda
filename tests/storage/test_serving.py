"""How stored bytes reach a browser: as what we say they are, and able to do nothing."""

from __future__ import annotations

import pytest
from django.http import HttpRequest

from onetrip.storage.serving import given
from onetrip.web.middleware.policy import PolicyMiddleware


@pytest.mark.parametrize("inline", [True, False])
def test_stored_bytes_can_do_nothing_in_a_browser_and_are_kept_nowhere(inline: bool) -> None:
    request = HttpRequest()
    request.path_info = "/cases/x/photographs"
    middleware = PolicyMiddleware(lambda _: given(b"<script>", content_type="image/jpeg", name="a.jpg", inline=inline))
    answer = middleware(request)
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Content-Type"] == "image/jpeg"
    assert answer["Content-Disposition"].startswith("inline" if inline else "attachment")
    assert "sandbox" in answer["Content-Security-Policy"]
    assert "default-src 'none'" in answer["Content-Security-Policy"]
    assert "frame-ancestors 'none'" in answer["Content-Security-Policy"]
    assert "no-store" in answer["Cache-Control"]
