from __future__ import annotations

from django.urls import URLPattern, URLResolver, path

from onetrip.editing.views import drafts, files, findings, versions, work

urlpatterns: list[URLPattern | URLResolver] = [
    path("catalogue/", work.work, name="catalogue-work"),
    path("catalogue/findings/<uuid:finding_id>/settle", findings.settle, name="finding-settle"),
    path("catalogue/drafts/", drafts.open_one, name="draft-open"),
    path("catalogue/drafts/<uuid:draft_id>/", drafts.draft, name="draft"),
    path("catalogue/drafts/<uuid:draft_id>/effects", drafts.effects_of_draft, name="draft-effects"),
    path("catalogue/drafts/<uuid:draft_id>/goto", drafts.goto, name="draft-goto"),
    path("catalogue/drafts/<uuid:draft_id>/import", drafts.import_archive, name="draft-import"),
    path("catalogue/drafts/<uuid:draft_id>/file/<path:name>", files.file, name="draft-file"),
    path("catalogue/drafts/<uuid:draft_id>/together/<path:name>", files.together, name="draft-together"),
    path("catalogue/drafts/<uuid:draft_id>/discard/<path:name>", drafts.discard, name="draft-discard"),
    path("catalogue/drafts/<uuid:draft_id>/submit", drafts.submit, name="draft-submit"),
    path("catalogue/drafts/<uuid:draft_id>/approve", drafts.approve, name="draft-approve"),
    path("catalogue/drafts/<uuid:draft_id>/publish", drafts.publish, name="draft-publish"),
    path("catalogue/drafts/<uuid:draft_id>/<slug:verb>", drafts.give_back, name="draft-give-back"),
    path("catalogue/versions/", versions.versions, name="catalogue-versions"),
    path("catalogue/versions/<int:number>.zip", versions.archive, name="version-archive"),
    path("catalogue/versions/<int:number>/roll-back", versions.roll_back, name="version-roll-back"),
    path("catalogue/versions/<int:before>/<int:after>/", versions.compare, name="versions-compare"),
    path("catalogue/versions/<int:before>/<int:after>/effects", versions.effects_between, name="versions-effects"),
]
