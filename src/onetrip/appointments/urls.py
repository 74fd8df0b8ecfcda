from __future__ import annotations

from django.urls import URLPattern, URLResolver, path

from onetrip.appointments.views import booked, desk, director, halls, opening, phone, spot

urlpatterns: list[URLPattern | URLResolver] = [
    path("book/", phone.days, name="book"),
    path("book/find", phone.find, name="booking-find"),
    path("book/take", phone.take, name="book-take"),
    path("book/<str:day>", phone.day, name="book-day"),
    path("b/<str:token>.ics", booked.calendar, name="booking-calendar"),
    path("b/<str:token>/change", booked.other_days, name="booking-change"),
    path("b/<str:token>/change/<str:day>", booked.other_day, name="booking-change-day"),
    path("b/<str:token>/take", booked.change, name="booking-take-other"),
    path("b/<str:token>/late", booked.late, name="booking-late"),
    path("b/<str:token>/cancel", booked.cancel, name="booking-cancel"),
    path("b/<str:token>/restore", booked.restore, name="booking-restore"),
    path("b/<str:token>", booked.booking, name="booking"),
    path("desk/bookings/", desk.bookings, name="desk-bookings"),
    path("desk/bookings/list", desk.day_list, name="desk-bookings-list"),
    path("desk/bookings/find", desk.look_up, name="desk-look-up"),
    path("desk/bookings/book", desk.book, name="desk-book"),
    path("desk/bookings/<uuid:appointment_id>/<slug:verb>", desk.press, name="desk-booking-press"),
    path("hall/book-next", spot.book_next, name="book-on-the-spot"),
    path("hall/booked/<uuid:appointment_id>", spot.booked, name="booked-on-the-spot"),
    path("hours/", halls.hours, name="opening-hours"),
    path("director/bookings/", director.bookings, name="director-bookings"),
    path("director/bookings/decide", director.decide, name="director-bookings-decide"),
    path("director/bookings/quota", director.set_quota, name="director-bookings-quota"),
    path("director/bookings/rules", director.set_rules, name="director-bookings-rules"),
    path("director/bookings.csv", director.export, name="director-bookings-export"),
    path("director/opening/", opening.calendar, name="director-opening"),
    path("director/opening/<str:day>", opening.day, name="director-opening-day"),
    path("director/opening/<str:day>/hours", opening.change_hours, name="director-opening-hours"),
    path("director/opening/<str:day>/mode", opening.change_mode, name="director-opening-mode"),
    path("director/halls/", halls.halls, name="director-halls"),
    path("director/halls/add", halls.add, name="director-hall-add"),
    path("director/halls/<int:number>", halls.change, name="director-hall-change"),
]
