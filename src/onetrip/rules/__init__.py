from onetrip.rules.text import Text as Text
