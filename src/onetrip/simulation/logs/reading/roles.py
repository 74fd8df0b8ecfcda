"""What a column may be called when it holds this or that: words of queue systems, call centres and process mining."""

from __future__ import annotations

import re
from enum import StrEnum


class Role(StrEnum):
    """What a column of a log is about."""

    CASE = "case"
    ACTIVITY = "activity"
    LIFECYCLE = "lifecycle"
    DATE = "date"
    TIME = "time"
    ARRIVED = "arrived"
    CALLED = "called"
    BEGAN = "began"
    ENDED = "ended"
    WAIT = "wait"
    SERVICE = "service"
    MATTER = "matter"
    RESOURCE = "resource"
    OUTCOME = "outcome"


TIMES = (Role.TIME, Role.ARRIVED, Role.CALLED, Role.BEGAN, Role.ENDED)
MARKS = (Role.ARRIVED, Role.CALLED, Role.BEGAN, Role.ENDED)
"""The moments of a visit, in their order."""

LENGTHS = (Role.WAIT, Role.SERVICE)

# For each role forms of its name, lower case without blanks and signs, the surest first. The first form that fits
# anywhere in the name decides how sure it is.
_FORMS: dict[Role, tuple[str, ...]] = {
    Role.LIFECYCLE: (r"lifecycle(transition)?$", r"^transition$", r"事件类型", r"^eventtype$"),
    Role.WAIT: (
        r"^(wait|waiting|queue|queueing|q)(ing)?(time|duration|minutes|mins?|seconds|secs?|s)$",
        r"(等待|等候|排队)(时长|时间|分钟|用时|秒)",
        r"wartezeit|wachttijd|tempsdattente|tiempodeespera|tiempoespera",
        r"(wait|queue).*(time|dur|min|sec)",
    ),
    Role.SERVICE: (
        r"^(service|serv|ser|handle|handling|handl|talk|transaction|processing|process|treatment|serve|serving)(time|duration|minutes|mins?|seconds|secs?)$",
        r"(办理|服务|受理|业务|处理)(时长|用时|耗时|分钟|秒)",
        r"bearbeitungszeit|bedienzeit|tiempodeatencion|behandeltijd|dureedeservice",
        r"^duration(min|minutes|sec|seconds|s)?$|^时长$|^用时$",
        r"(service|handl|talk|serve).*(dur|min|sec)",
    ),
    Role.ARRIVED: (
        r"(arriv|checkin|checkedin|enqueue|取号|领号|出票|到达|到厅|签到|发号|抽号)",
        r"(ticket|token|number)?(issue|issued|drawn|taken|printed|generated)(at|on|time|datetime|timestamp|date)?$",
        r"(^|.*)(q|queue|wait|waiting)(start|begin|entry|in)(time|at)?$|排队开始|等候开始",
        r"ankunft|llegada|arrivee|aankomst|ziehung|gezogen|emision",
        r"(creat|register|registration|admission|vruentry|entry|登记时间|创建时间|预约到)",
        r"(ticket|token)(time|at|date|datetime|timestamp)$|^issued?$",
    ),
    Role.CALLED: (
        r"(called|calledat|calltime|callat|firstcall|callingtime|callstart|叫号|呼叫|唤号)",
        r"(aufruf|llamada|appel|opgeroepen|呼出)",
        r"^(q|queue|wait|waiting)(exit|end|out|stop)(time|at)?$",
    ),
    Role.BEGAN: (
        r"(service|serv|ser|serve|serving|attend|attention|treatment|transaction|handl|process|consult)[a-z]*(start|began|begin|beginning)",
        r"(start|begin|began)(of)?(service|serving|attention|treatment|transaction)",
        r"(开始|受理时间|接待时间)",
        r"^(served|serving|answered|attended)(at|on|time)?$",
        r"(beginn|inicio|debut|aanvang|start|began|begin)",
    ),
    Role.ENDED: (
        r"(service|serv|ser|serve|serving|attend|attention|treatment|transaction|handl|process|consult)[a-z]*(end|exit|finish|complet|stop)",
        r"(end|finish)(of)?(service|serving|attention|treatment|transaction)",
        r"(结束|完成|办结|办毕|离开|办完)",
        r"(finish|complet|depart|exit|closed|discharge|left(at|time)|ended|endtime|enddate|endat|leavetime|leave$)",
        r"^end|end$|stop|ende$|^fin$|(hora)?fin$",
    ),
    Role.ACTIVITY: (
        r"^(conceptname|activity|activityname|activityid|activitylabel)$",
        r"(activity|环节|步骤|活动|事件名|动作)",
        r"^(event|eventname|action|step|task|taskname|stage|operation|事件|操作|aktivitat|vorgangsschritt|actividad|activiteit)$",
    ),
    Role.CASE: (
        r"^(caseconceptname|caseid|case|traceid|caseno|casenumber|dossier|vorgangsid|vorgang|zaak|expediente)$",
        r"^(ticket|token|queue|visit|call|encounter|turn|customer)?(id|no|nr|num|number|code)$|^(ticket|token|turno|aufrufnummer|ticketnr)$",
        r"(受付番号|票号|排队号|号码|流水号|办件编号|办件号|业务号|受理号|案件|编号|号票|序号)",
        r"(ticket|token|visit|call|encounter|patient).*(id|no|number)$",
    ),
    Role.RESOURCE: (
        r"^(orgresource|resource|agent|clerk|teller|server|operator|employee|staff|user|doctor)(id|no|name|number|nr)?$",
        r"(工号|员工|工作人员|办理人|经办人|坐席|服务人员|受理人|servedby|calledby|handledby|sachbearbeiter|medewerker|funcionario)",
        r"^(counter|window|desk|booth)(id|no|name|number|nr)?$|窗口|窓口|柜台|schalter|arbeitsplatz|platz|ventanilla|guichet|balie|mostrador",
        r"(counter|window|clerk|agent|teller|desk|resource|operator|employee)",
    ),
    Role.OUTCOME: (
        r"^(outcome|result|status|state|disposition|finalstatus|fate|ticketstatus)$",
        r"(结果|状态|是否弃号|弃号|过号|办理情况)",
        r"(abandon|noshow|no_show|resultado|estado|ergebnis)",
    ),
    Role.MATTER: (
        r"(事项|種別|手続|业务类型|业务名称|业务类别|业务种类|服务类型|队列|业务$|事由)",
        r"^(matter|service|servicename|servicetype|servicecode|queue|queuename|queuetype|business|businesstype|category|reason|purpose|transactiontype|product|department|type|skill)$",
        r"(anliegen|dienstleistung|tramite|motif|servicio|product|leistung)",
        r"(service|matter|queue|business|transaction|category|specialty|department)(name|type|code|id|desc)?$",
    ),
    Role.DATE: (
        r"^(date|day|visitdate|servicedate|calldate|ticketdate|businessdate|datum|fecha|jour|data|dia)$",
        r"(日期|^日$|年月日)",
        r"date$",
    ),
    Role.TIME: (
        r"^(timetimestamp|timestamp|datetime|eventtime|eventtimestamp|time)$",
        r"(时间戳|^时间$|发生时间|操作时间|事件时间|时刻)",
        r"(timestamp|datetime|zeitstempel|zeitpunkt|uhrzeit|^hora$|tijdstip)",
        r"(time|时间)$",
    ),
}
_COMPILED = {role: tuple(re.compile(form) for form in forms) for role, forms in _FORMS.items()}
_LONGEST_NAME = 80
_SIGNS = re.compile(r"[\s_\-:./()（）\[\]#+*\"']+")
_ACCENTS = str.maketrans("äöüéèêáàâíìóòôúùûñç", "aoueeeaaaiiooouuunc")


def sureness(name: str, role: Role) -> float:
    """How well a column called `name` fits a role: 1 for its very name, less for looser ones, 0 for none."""
    plain = _SIGNS.sub("", name[:_LONGEST_NAME].strip().lower()).translate(_ACCENTS)
    best = next(((place, found) for place, form in enumerate(_COMPILED[role]) if (found := form.search(plain))), None)
    if best is None:
        return 0.0
    place, found = best
    sure = 1 - 0.15 * place - 0.05 * (len(found.group()) < len(plain))
    # "start time" is a beginning before it is a time of whatever.
    return sure * 0.3 if role is Role.TIME and any(sureness(name, mark) for mark in MARKS) else sure
