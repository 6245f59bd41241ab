# Words that every room shares.
common-yes = Yes
common-no = No
common-none = None
common-unknown = Unknown

## Days beside their dates
common-today = today
common-yesterday = yesterday
common-tomorrow = tomorrow
common-ago-days = { $n ->
    [one] { $n } day ago
   *[other] { $n } days ago
}
common-ago-weeks = { $n ->
    [one] { $n } week ago
   *[other] { $n } weeks ago
}
common-ago-months = { $n ->
    [one] { $n } month ago
   *[other] { $n } months ago
}
common-ago-years = { $n ->
    [one] { $n } year ago
   *[other] { $n } years ago
}
common-in-days = { $n ->
    [one] in { $n } day
   *[other] in { $n } days
}
common-in-weeks = { $n ->
    [one] in { $n } week
   *[other] in { $n } weeks
}
common-in-months = { $n ->
    [one] in { $n } month
   *[other] in { $n } months
}
common-in-years = { $n ->
    [one] in { $n } year
   *[other] in { $n } years
}

## Ages
common-age-days = { $n ->
    [one] { $n } day
   *[other] { $n } days
}
common-age-weeks = { $n ->
    [one] { $n } week
   *[other] { $n } weeks
}
common-age-months = { $n ->
    [one] { $n } month
   *[other] { $n } months
}
common-age-years = { $n ->
    [one] { $n } year
   *[other] { $n } years
}

## Greetings
common-good-morning = Good morning, { $name }
common-good-afternoon = Good afternoon, { $name }
common-good-evening = Good evening, { $name }
