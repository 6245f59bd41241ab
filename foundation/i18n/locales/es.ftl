# Palabras que comparten todas las salas.
common-yes = Sí
common-no = No
common-none = Ninguno
common-unknown = Desconocido

## Días junto a sus fechas
common-today = hoy
common-yesterday = ayer
common-tomorrow = mañana
common-ago-days = { $n ->
    [one] hace { $n } día
   *[other] hace { $n } días
}
common-ago-weeks = { $n ->
    [one] hace { $n } semana
   *[other] hace { $n } semanas
}
common-ago-months = { $n ->
    [one] hace { $n } mes
   *[other] hace { $n } meses
}
common-ago-years = { $n ->
    [one] hace { $n } año
   *[other] hace { $n } años
}
common-in-days = { $n ->
    [one] en { $n } día
   *[other] en { $n } días
}
common-in-weeks = { $n ->
    [one] en { $n } semana
   *[other] en { $n } semanas
}
common-in-months = { $n ->
    [one] en { $n } mes
   *[other] en { $n } meses
}
common-in-years = { $n ->
    [one] en { $n } año
   *[other] en { $n } años
}

## Edades
common-age-days = { $n ->
    [one] { $n } día
   *[other] { $n } días
}
common-age-weeks = { $n ->
    [one] { $n } semana
   *[other] { $n } semanas
}
common-age-months = { $n ->
    [one] { $n } mes
   *[other] { $n } meses
}
common-age-years = { $n ->
    [one] { $n } año
   *[other] { $n } años
}

## Saludos
common-good-morning = Buenos días, { $name }
common-good-afternoon = Buenas tardes, { $name }
common-good-evening = Buenas noches, { $name }
