"""The city's identity provider, as a process of its own: `python -m tests.signin.city_process`.

A real OpenID server (oidc-provider-mock) on a real socket. It checks PKCE, as the package alone does not, and can be told
to lie: PUT /faults with {"claims": {…}, "signed_by": "stranger" | "nobody", "issuer": "…"} changes what its tokens say.
"""

from __future__ import annotations

import base64
import hashlib
import json
import logging
import os
import sys
import time
import warnings
from typing import Any
from urllib.parse import parse_qs, urlsplit

warnings.simplefilter("ignore")
os.environ["AUTHLIB_INSECURE_TRANSPORT"] = "1"

import flask  # noqa: E402
import jwt  # noqa: E402
from cryptography.hazmat.primitives.asymmetric import rsa  # noqa: E402
from oidc_provider_mock import app as provider_app  # noqa: E402
from werkzeug.serving import make_server  # noqa: E402

faults: dict[str, Any] = {}
challenges: dict[str, str] = {}
asked: list[dict[str, str]] = []
stranger = rsa.generate_private_key(public_exponent=65537, key_size=2048)


def lied(claims: dict[str, Any]) -> dict[str, Any]:
    """What a token says while a fault is set; "exp" and "iat" are given as seconds from now, None takes a claim away."""
    said = {**claims, **faults.get("claims", {})}
    for name in ("exp", "iat"):
        if faults.get("claims", {}).get(name) is not None:
            said[name] = int(time.time()) + said[name]
    return {name: value for name, value in said.items() if value is not None}


def signed(claims: dict[str, Any], own: Any) -> str:
    """The token, signed by the provider, by a stranger, or by nobody."""
    header = {"kid": faults.get("kid", own.thumbprint())}
    if faults.get("signed_by") == "nobody":
        return jwt.encode(claims, None, algorithm="none", headers=header)
    if faults.get("signed_by") == "secret":
        return jwt.encode(claims, "the client's secret, which is long enough", algorithm="HS256", headers=header)
    key = stranger if faults.get("signed_by") == "stranger" else own.as_pem(is_private=True)
    return jwt.encode(claims, key, algorithm="RS256", headers=header)


def main() -> None:
    """Serve on a free port, which is printed."""
    logging.disable(logging.CRITICAL)
    app = provider_app()

    @app.before_request
    def look() -> flask.typing.ResponseReturnValue | None:
        if flask.request.path == "/oauth2/token":
            verifier = flask.request.form.get("code_verifier", "")
            digest = base64.urlsafe_b64encode(hashlib.sha256(verifier.encode()).digest()).rstrip(b"=").decode()
            if challenges.get(flask.request.form.get("code", "")) != digest:
                return {"error": "invalid_grant", "error_description": "PKCE"}, 400
        return None

    @app.after_request
    def tamper(response: flask.Response) -> flask.Response:
        path = flask.request.path
        if path == "/oauth2/authorize" and response.status_code == 302:
            code = parse_qs(urlsplit(response.headers["Location"]).query).get("code", [""])[0]
            challenges[code] = flask.request.args.get("code_challenge", "")
            asked.append(dict(flask.request.args))
        if path == "/oauth2/token" and response.status_code == 200 and faults:
            body = json.loads(response.get_data())
            claims = jwt.decode(body["id_token"], options={"verify_signature": False})
            body["id_token"] = signed(lied(claims), flask.g.oidc_provider_mock_storage.jwk)
            response.set_data(json.dumps(body))
        if path == "/.well-known/openid-configuration" and "issuer" in faults:
            body = json.loads(response.get_data())
            response.set_data(json.dumps({**body, "issuer": faults["issuer"]}))
        return response

    @app.put("/faults")
    def set_faults() -> flask.typing.ResponseReturnValue:
        faults.clear()
        faults.update(flask.request.json or {})
        return "", 204

    @app.get("/asked")
    def what_was_asked() -> flask.typing.ResponseReturnValue:
        return flask.jsonify(asked)

    server = make_server("127.0.0.1", 0, app, threaded=True)
    sys.stdout.write(f"{server.server_port}\n")
    sys.stdout.flush()
    server.serve_forever()


if __name__ == "__main__":
    sys.exit(main())
