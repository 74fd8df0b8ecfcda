"""Paper: plain data in, bytes out. PDF for A5, for A4 and for the 80 mm roll, ESC/POS for a thermal printer, QR codes."""

from onetrip.prints.authority import authority_pdf as authority_pdf
from onetrip.prints.book import manual_book_pdf as manual_book_pdf
from onetrip.prints.errand import errand_pdf as errand_pdf
from onetrip.prints.errand import errand_roll_pdf as errand_roll_pdf
from onetrip.prints.guide import guide_pdf as guide_pdf
from onetrip.prints.manual import manual_pdf as manual_pdf
from onetrip.prints.notice import notice_pdf as notice_pdf
from onetrip.prints.notice import notice_roll_pdf as notice_roll_pdf
from onetrip.prints.privacy import FullNumberOnPaper as FullNumberOnPaper
from onetrip.prints.qr import qr_svg as qr_svg
from onetrip.prints.raster import escpos as escpos
from onetrip.prints.receipt import receipt_pdf as receipt_pdf
from onetrip.prints.receipt import receipt_roll_pdf as receipt_roll_pdf
from onetrip.prints.record import record_print as record_print
from onetrip.prints.scene import SceneSheet as SceneSheet
from onetrip.prints.scene import scene_pdf as scene_pdf
from onetrip.prints.slip import slip_pdf as slip_pdf
from onetrip.prints.slip import slip_roll_pdf as slip_roll_pdf
from onetrip.prints.ticket import ticket_roll_pdf as ticket_roll_pdf
