"""What is public for programs: the open data, the site map, and which pages a search engine may keep."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.utils import timezone
from django.utils.cache import get_conditional_response
from django.views.decorators.gzip import gzip_page
from django.views.decorators.http import require_safe

from onetrip.catalogue import queries
from onetrip.catalogue.exports import table
from onetrip.catalogue.exports.parts import NOTE
from onetrip.ledger.addresses import public_address
from onetrip.ledger.refusals import NotFound
from onetrip.rules import Text
from onetrip.staff.access import requires
from onetrip.staff.permissions import Permission
from onetrip.web import open_data
from onetrip.web.language import HTML_LANG

_FIVE_MINUTES = "public, max-age=300"
_DESCRIPTION = Text(
    "事项目录的开放数据：表格、JSON、CPSV-AP、schema.org、HSDS，带字段说明。",
    "Open data of the catalogue: tables, JSON, CPSV-AP, schema.org, HSDS, with a dictionary of their fields.",
)
_ROBOTS = """\
# What anybody may read about matters may be kept by a search engine; everything else is somebody's own business.
User-agent: *
Allow: /$
Allow: /matters/
Allow: /open-data/
Allow: /static/
Disallow: /

Sitemap: {sitemap}
"""


@requires(Permission.ANYONE)
@require_safe
def open_data_page(request: HttpRequest) -> HttpResponse:
    """Which files there are, what stands in them, and what they are not."""
    catalogue = queries.current()
    context = {
        "files": open_data.FILES,
        "note": NOTE,
        "description": _DESCRIPTION,
        "here": public_address(request, request.path),
        "catalogue_version": catalogue.number,
        "published": queries.current_version().published_at,
        "matters": len(catalogue.matters),
        "tables": [
            (Text("事项表的列", "Columns of the table of matters"), table.MATTER_COLUMNS),
            (Text("材料表的列", "Columns of the table of papers"), table.PAPER_COLUMNS),
        ],
    }
    return render(request, "web/open_data.html", context)


@requires(Permission.ANYONE)
@gzip_page
@require_safe
def open_data_file(request: HttpRequest, name: str) -> HttpResponseBase:
    """One file; a browser that has it already is told so."""
    file = open_data.BY_NAME.get(name)
    if file is None:
        raise NotFound("file-unknown", "开放数据里没有这个文件。", "The open data have no such file.")
    version = queries.current_version()
    asked = open_data.Asked(queries.version(version.number), version, timezone.localdate(), _base(request))
    made = open_data.made(file, asked)
    response = HttpResponse(made.content, content_type=file.content_type)
    response["ETag"] = made.etag
    response["Cache-Control"] = _FIVE_MINUTES
    response["Content-Language"] = ", ".join(HTML_LANG.values())
    response["Access-Control-Allow-Origin"] = "*"
    if file.content_type.startswith("text/csv"):
        response["Content-Disposition"] = f'attachment; filename="{file.name}"'
    return get_conditional_response(request, etag=made.etag, response=response) or response


@requires(Permission.ANYONE)
@gzip_page
@require_safe
def site_map(request: HttpRequest) -> HttpResponse:
    """Every public page in both languages, and since when it is as it is."""
    version = queries.current_version()
    catalogue = queries.version(version.number)
    paths = ["/", "/matters/", "/open-data/", *(f"/matters/{matter}" for matter in catalogue.matters)]
    context = {
        "pages": [public_address(request, path) for path in paths],
        "since": version.published_at,
        "languages": list(HTML_LANG),
    }
    response = render(request, "web/sitemap.xml", context, content_type="application/xml; charset=utf-8")
    response["Cache-Control"] = _FIVE_MINUTES
    response["Content-Language"] = ", ".join(HTML_LANG.values())
    return response


@requires(Permission.ANYONE)
@require_safe
def robots(request: HttpRequest) -> HttpResponse:
    """What search engines may keep: the public guide, and nothing of residents or staff."""
    text = _ROBOTS.format(sitemap=public_address(request, "/sitemap.xml"))
    response = HttpResponse(text, content_type="text/plain; charset=utf-8")
    response["Cache-Control"] = _FIVE_MINUTES
    response["Content-Language"] = HTML_LANG["en"]
    return response


def _base(request: HttpRequest) -> str:
    return public_address(request, "/").rstrip("/")
