-language-tag = de-AT
-language-name = Deutsch
common-today = heute
common-tomorow = morgen
common-ago-days = vor { $days } Tagen
