from django.urls import path

from onetrip.signin.views import account, city, resident, setting_up, signing_in

urlpatterns = [
    path("staff/sign-in", signing_in.sign_in, name="sign-in"),
    path("staff/sign-in/second", signing_in.second_step, name="sign-in-second"),
    path("staff/sign-in/set-up", setting_up.choose, name="sign-in-set-up"),
    path("staff/sign-in/app", setting_up.code_app, name="set-up-app"),
    path("staff/sign-in/key", setting_up.passkey, name="set-up-key"),
    path("staff/sign-in/city", city.to_provider, name="city"),
    path("staff/sign-in/city/back", city.back, name="city-back"),
    path("staff/signed-out", signing_in.signed_out, name="signed-out"),
    path("staff/prove", signing_in.prove, name="prove"),
    path("staff/account/", account.my_account, name="my-account"),
    path("staff/account/password", account.password, name="my-password"),
    path("staff/account/codes", account.new_codes, name="my-codes"),
    path("staff/account/factors/<uuid:factor_id>/remove", account.remove_factor, name="remove-factor"),
    path("staff/account/sessions/end-others", account.end_others, name="end-other-sessions"),
    path("staff/account/sessions/<uuid:session_id>/end", account.end_session, name="end-session"),
    path("my/", resident.me, name="me"),
    path("my/sign-in", resident.to_provider, name="me-sign-in"),
    path("my/back", resident.back, name="me-back"),
    path("my/sign-out", resident.sign_out, name="me-sign-out"),
    path("staff/sign-out", signing_in.sign_out, name="sign-out"),
]
