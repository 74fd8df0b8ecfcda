"""OpenID Connect: the authorisation code flow with PKCE, state and nonce."""

from __future__ import annotations

from onetrip.signin.providers.base import IdentityProvider, ProviderSettings
from onetrip.signin.providers.contrib.oidc.client import OpenIdProvider


def provider(settings: ProviderSettings) -> IdentityProvider:
    """The provider that `settings` name."""
    return OpenIdProvider(settings)
