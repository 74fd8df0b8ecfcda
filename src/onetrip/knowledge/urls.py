from __future__ import annotations

from django.urls import URLPattern, URLResolver, path

from onetrip.knowledge.views import answers, asked, figures, taking, window

urlpatterns: list[URLPattern | URLResolver] = [
    path("knowledge/", answers.knowledge, name="knowledge"),
    path("knowledge/answers/<uuid:answer_id>", answers.answer, name="knowledge-answer"),
    path("knowledge/answers/<uuid:answer_id>/spare", window.spare, name="answer-spare"),
    path("knowledge/answers/<uuid:answer_id>/take", taking.take, name="knowledge-take"),
    path("knowledge/answers/<uuid:answer_id>/undo", taking.undo, name="knowledge-undo"),
    path("knowledge/answers/<uuid:answer_id>/<slug:verb>", answers.step, name="answer-step"),
    path("knowledge/ask", window.ask, name="question-ask"),
    path("knowledge/near", window.near, name="question-near"),
    path("knowledge/mine", window.now, name="question-mine"),
    path("knowledge/mine/<uuid:question_id>/<slug:verb>", window.step, name="question-mine-step"),
    path("knowledge/given/<int:given_id>/told", window.told, name="given-told"),
    path("knowledge/asked", asked.asked, name="knowledge-asked"),
    path("knowledge/asked/now", asked.asked_now, name="knowledge-asked-now"),
    path("knowledge/asked/hint", asked.hint, name="knowledge-hint"),
    path("knowledge/asked/<uuid:question_id>", asked.question, name="question"),
    path("knowledge/asked/<uuid:question_id>/now", asked.question_now, name="question-now"),
    path("knowledge/asked/<uuid:question_id>/seen", asked.seen, name="question-seen"),
    path("knowledge/asked/<uuid:question_id>/<slug:verb>", asked.step, name="question-step"),
    path("knowledge/taking", taking.taking, name="knowledge-taking"),
    path("knowledge/figures", figures.figures, name="knowledge-figures"),
    path("knowledge/figures/questions", figures.questions, name="knowledge-questions"),
]
