from __future__ import annotations

from django.urls import URLPattern, URLResolver, path

from onetrip.cases.delivering.views import cabinets, carrier, desk, public, unclaimed

urlpatterns: list[URLPattern | URLResolver] = [
    path("deliver/", desk.start, name="deliver"),
    path("deliver/unclaimed", unclaimed.unclaimed, name="deliver-unclaimed"),
    path("deliver/post", unclaimed.by_post, name="deliver-post"),
    path("deliver/cabinets", cabinets.cabinets, name="deliver-cabinets"),
    path("deliver/cabinets/add", cabinets.add, name="deliver-cabinet-add"),
    path("deliver/cabinets/empty", cabinets.empty, name="deliver-cabinets-empty"),
    path("deliver/cabinets/<uuid:stored_id>/<slug:verb>", cabinets.move, name="deliver-cabinet-move"),
    path("deliver/cases/<str:number>/telephone", unclaimed.telephone, name="deliver-telephone"),
    path("deliver/cases/<str:number>/<slug:verb>", unclaimed.move, name="deliver-move"),
    path("deliver/<str:number>", desk.receipt, name="deliver-receipt"),
    path("deliver/<str:number>/hand-out", desk.hand_out, name="deliver-hand-out"),
    path("deliver/<str:number>/choice", desk.choice, name="deliver-choice"),
    path("carriers/<slug:name>/tracks", carrier.tracks, name="carrier-tracks"),
    path("r/<str:token>/code", public.code, name="receipt-code"),
    path("r/<str:token>/collect", public.collect, name="receipt-collect"),
]
