"""The tags with which templates speak: both languages, escaping, plurals, and the hidden key of a form."""

from __future__ import annotations

import re
from datetime import date
from typing import Any

import pytest
from django import forms
from django.template import Context, Engine, TemplateSyntaxError

from onetrip.rules import Text
from onetrip.web.language import Language, current, speaking

ENGINE = Engine(builtins=["onetrip.web.templatetags.onetrip"])


def said(source: str, language: Language = "zh", **values: Any) -> str:
    """What a template says in a language."""
    with speaking(language):
        return ENGINE.from_string(source).render(Context(values))


def test_a_sentence_is_said_in_the_language_of_the_reader() -> None:
    source = '{% t "来一趟" "One trip" %}'
    assert (said(source), said(source, "en")) == ("来一趟", "One trip")


def test_values_take_their_places_in_both_languages() -> None:
    source = '{% t "{who}，前面 {n} 位" "{who}: {n} people ahead" who=name n=count %}'
    assert said(source, name="王＊＊", count=3) == "王＊＊，前面 3 位"
    assert said(source, "en", name="W**", count=3) == "W**: 3 people ahead"


@pytest.mark.parametrize(
    ("count", "sentence"), [(1, "one matter"), (2, "2 matters"), (0, "0 matters"), ("1", "one matter")]
)
def test_english_has_one_and_many(count: object, sentence: str) -> None:
    assert said('{% t "共 {n} 件" "one matter|{n} matters" n=count %}', "en", count=count) == sentence


def test_a_bar_without_a_count_is_only_a_bar() -> None:
    assert said('{% t "甲" "yes|no" %}', "en") == "yes|no"


def test_markup_of_the_template_stays_and_markup_in_a_value_does_not() -> None:
    source = '{% t "<b>{x}</b>" "<i>{x}</i>" x=value %}'
    assert said(source, value="<script>") == "<b>&lt;script&gt;</b>"
    assert said(source, "en", value="<script>") == "<i>&lt;script&gt;</i>"


@pytest.mark.parametrize("hostile", ["<img src=x>", "{n}", "{n.__class__}", "{0}", "{"])
def test_a_sentence_out_of_a_variable_is_text_and_no_pattern(hostile: str) -> None:
    shown = said("{% t text text n=3 %}", text=hostile)
    assert shown == hostile.replace("<", "&lt;").replace(">", "&gt;")


def test_a_value_with_braces_is_not_filled_in_again() -> None:
    assert said('{% t "{a}" "{a}" a=value b=3 %}', value="{b}") == "{b}"


def test_a_place_without_its_value_is_a_mistake_and_says_which() -> None:
    with pytest.raises(TemplateSyntaxError, match=r"no value for \{m\}"):
        said('{% t "共 {m} 件" "{m} matters" n=3 %}')


def test_a_sentence_can_be_kept_for_later() -> None:
    assert said('{% t "搜索" "Search" as label %}<i title="{{ label }}">', "en") == '<i title="Search">'


@pytest.mark.parametrize(
    "text",
    [Text("户口簿", "household booklet"), {"zh": "户口簿", "en": "household booklet"}, ("户口簿", "household booklet")],
)
def test_texts_of_the_catalogue_are_shown_in_the_language_of_the_reader(text: object) -> None:
    assert said("{{ text|in_language }}", text=text) == "户口簿"
    assert said("{{ text|in_language }}", "en", text=text) == "household booklet"


def test_a_text_without_english_is_shown_in_chinese_and_nothing_as_nothing() -> None:
    assert said("{{ text|in_language }}", "en", text={"zh": "户口簿"}) == "户口簿"
    assert said("{{ text|in_language }}", text=None) == ""


def test_texts_are_escaped_where_they_are_shown() -> None:
    assert said("{{ text|in_language }}", text={"zh": "<b>"}) == "&lt;b&gt;"


def test_filters_say_days_times_and_figures() -> None:
    source = '{{ on|day }}|{{ on|day:"weekday" }}|{{ at|clock }}|{{ 65|minutes }}|{{ 2|count_zh }}|{{ 8214|number }}|{{ "LF11250386"|spaced_slip }}'
    values = {"on": date(2025, 11, 25), "at": "2025-11-25T01:41:00+00:00"}
    assert said(source, **values) == "2025 年 11 月 25 日|11 月 25 日 星期二|9:41|1 小时 5 分钟|两|8,214|LF 1125 0386"
    assert said("{{ on|day }}|{{ 3|count_en }}|{{ 1|minutes }}", "en", **values) == "25 November 2025|three|1 minute"


def test_what_is_not_known_is_not_made_up() -> None:
    assert said("{{ x|day }}{{ x|clock }}{{ x|minutes }}{{ x|number }}", x=None) == "—"


def test_the_language_ends_with_the_request_that_chose_it() -> None:
    with speaking("en"):
        assert current() == "en"
        with speaking("zh"):
            assert current() == "zh"
        assert current() == "en"
    assert current() == "zh"


def test_every_form_gets_a_key_of_its_own() -> None:
    keys = re.findall(r'value="([0-9a-f-]{36})"', said("{% idempotency_key %}{% idempotency_key %}"))
    assert len(keys) == len(set(keys)) == 2


def test_a_qr_code_tells_a_screen_reader_what_it_holds() -> None:
    drawing = said('{% qr "ONETRIP LF11250386" label size=120 %}', label="小贴士 <1>")
    assert 'role="img" aria-label="小贴士 &lt;1&gt;"' in drawing
    assert 'width="120"' in drawing
    assert "style=" not in drawing
    assert 'aria-hidden="true"' in said('{% qr "x" %}')


class Telephone(forms.Form):
    telephone = forms.CharField(label="手机号", help_text="11 位", min_length=11)


def test_a_wrong_field_is_tied_to_its_hint_and_its_error() -> None:
    field = Telephone({"telephone": "138"})["telephone"]
    shown = said("{{ field|as_input }}", field=field)
    assert 'class="input"' in shown
    assert 'aria-describedby="id_telephone-hint id_telephone-error"' in shown
    assert 'aria-invalid="true"' in shown


def test_a_right_field_names_no_error() -> None:
    shown = said("{{ field|as_input }}", field=Telephone()["telephone"])
    assert 'aria-describedby="id_telephone-hint"' in shown
    assert "aria-invalid" not in shown
