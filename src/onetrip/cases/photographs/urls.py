from __future__ import annotations

from django.urls import URLPattern, URLResolver, path

from onetrip.cases.photographs.views import photographs

_CASE, _DEPARTMENT = "cases/<str:number>/photographs", "department/<str:number>/photographs"

urlpatterns: list[URLPattern | URLResolver] = [
    path(_CASE, photographs.page, name="case-photographs"),
    path(f"{_CASE}/camera", photographs.camera, name="case-photograph-camera"),
    path(f"{_CASE}/camera/<str:paper>", photographs.camera, name="case-photograph-camera"),
    path(f"{_CASE}/take/camera", photographs.take, {"source": "camera"}, name="case-photograph-shoot"),
    path(f"{_CASE}/take/camera/<str:paper>", photographs.take, {"source": "camera"}, name="case-photograph-shoot"),
    path(f"{_CASE}/take/file", photographs.take, {"source": "file"}, name="case-photograph-send"),
    path(f"{_CASE}/take/file/<str:paper>", photographs.take, {"source": "file"}, name="case-photograph-send"),
    path(f"{_CASE}/<uuid:photograph_id>/small", photographs.small, name="case-photograph-small"),
    path(f"{_CASE}/<uuid:photograph_id>/look", photographs.look, name="case-photograph-look"),
    path(f"{_CASE}/<uuid:photograph_id>/take-back", photographs.take_back, name="case-photograph-take-back"),
    path(_DEPARTMENT, photographs.department_page, name="department-photographs"),
    path(f"{_DEPARTMENT}/<uuid:photograph_id>/small", photographs.department_small, name="department-photograph-small"),
    path(f"{_DEPARTMENT}/<uuid:photograph_id>/look", photographs.department_look, name="department-photograph-look"),
]
