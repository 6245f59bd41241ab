# El expediente médico: las palabras de sus páginas. Las de los códigos están en codes.es.ftl.

## Lugares
record-results = Resultados de pruebas
record-results-lede = Los resultados aparecen aquí en cuanto salen, muchas veces antes de que los vea su médico.
record-visits = Consultas
record-visits-lede = Sus próximas consultas, y lo que se escribió sobre las anteriores.
record-medicines = Medicinas
record-medicines-lede = Lo que le recetaron y lo que usted nos dijo que toma.
record-health = Expediente médico
record-health-short = Salud
record-health-lede = Todo lo que hay en su expediente, por tipo.
record-allergies = Alergias
record-allergies-lede = Lo que no se le debe dar, y cómo reaccionó.
record-conditions = Problemas de salud
record-conditions-lede = Lo que se le trata ahora, y lo que ya pasó.
record-immunizations = Vacunas
record-documents = Documentos
record-documents-lede = Notas, resúmenes y cartas sobre su atención.
record-summary = Resumen de salud
record-summary-lede = Lo más importante en una página, para imprimir o llevar.
record-patients = Pacientes
record-vitals = Signos vitales
record-more-of-the-record = Más de su expediente
record-complete-lists = Listas completas
record-complete-lists-why = Todas las entradas de estos tipos. Incluye lo que las páginas de arriba no muestran: respuestas a preguntas, notas guardadas como informes y entradas hechas por error.

## Caminos
record-all-results = Todos los resultados
record-all-visits = Todas las consultas
record-all-documents = Todos los documentos
record-all-count = Todas ({ $count })
record-all-medicines = Todas las medicinas
record-see-visits = Ver sus consultas
record-see-health = Ver su expediente médico
record-newest = Lo más reciente
record-older = Más antiguo
record-pages = Páginas
record-print = Imprimir
record-who-sees = Quién ve esto
record-download-pdf = Descargar PDF
record-details = Detalles
record-search = Buscar
record-clear-search = Borrar la búsqueda
record-show = Mostrar
record-show-table = Mostrar como tabla

## Fuentes
record-source = De { $from }.
record-updated = Última actualización: { $when }
record-oldest-entry = Fecha más antigua en esta lista: { $date }.
record-older-at-clinic = Es posible que la clínica tenga registros anteriores. Pídalos a la clínica.
record-older-at-clinic-call = Es posible que la clínica tenga registros anteriores. Para pedirlos, llame al { $phone }.
record-sources-heading = De dónde viene esto
record-printed = Impreso el { $when }
record-page-of = Página { $page } de { $pages }

## Listas de resultados
record-search-results = Buscar por el nombre de una prueba
record-results-kinds = Tipos de resultados
record-latest-results = Últimos resultados
record-results-kind-all = Todo
record-results-kind-lab = Laboratorio
record-results-kind-imaging = Imágenes
record-results-kind-pathology = Patología
record-results-kind-vitals = Signos vitales
record-results-kind-other = Otros
record-show-everything = Todo
record-show-new = Solo lo nuevo
record-show-out = Solo fuera del rango
record-looked-back = Hemos buscado hasta el { $date }. Elija “Más antiguo” para seguir buscando.
record-no-results-title = Todavía no hay resultados
record-no-results-why = La clínica no ha publicado ningún resultado en el portal. No quiere decir que una prueba saliera normal. Si espera un resultado, pregunte a la clínica.
record-none-found-title = No se encontró nada
record-none-found-why = Nada de esta lista coincide con lo que pidió. Pruebe con menos palabras o escríbalas de otra forma.
record-none-new-title = No hay resultados nuevos
record-none-new-why = Ya abrió todo lo que llegó en los últimos 90 días.
record-none-out-title = Nada está marcado como fuera del rango
record-none-out-why = Ningún resultado de aquí fue marcado por el laboratorio ni está fuera del rango que dio. Algunos resultados no tienen rango.
record-none-of-kind-title = No hay resultados de este tipo
record-none-of-kind-why = La clínica no ha publicado resultados de este tipo en el portal.
record-result-count = { $count ->
    [one] { $count } resultado
   *[other] { $count } resultados
  }
record-out-count = { $count } fuera del rango
record-all-in-range = Todo dentro del rango
record-new = Nuevo
record-read-new-result = Lea su nuevo resultado: { $name }

## Un resultado
record-your-result = Su resultado
record-usual = Habitual: { $range }
record-usual-head = Rango habitual
record-usual-range = Rango habitual: { $range }
record-no-range = El laboratorio no dio un rango habitual para esta prueba.
record-bar-below = Por debajo: menos de { $end }
record-bar-above = Por encima: más de { $end }
record-bar-spoken = { $value }. Rango habitual: { $range }.
record-flag-unknown = Sin rango
record-flag-in-range = Dentro del rango
record-flag-above = Por encima
record-flag-below = Por debajo
record-flag-outside = No habitual
record-flag-critical = Crítico
record-flag-critical-high = Crítico: muy alto
record-flag-critical-low = Crítico: muy bajo
record-notice-registered = Esta prueba se pidió o ya empezó. Todavía no hay resultado.
record-notice-partial = Una parte de este resultado está lista. Falta otra por llegar.
record-notice-preliminary = Este es un resultado inicial. Puede cambiar cuando el laboratorio termine.
record-notice-corrected = Este resultado se corrigió después de publicarse. El valor anterior está más abajo.
record-notice-appended = Se agregó algo a este resultado después de publicarse.
record-notice-cancelled = Esta prueba se canceló. No hay resultado.
record-notice-entered-in-error = Este resultado se registró por error. No lo tome en cuenta.
record-notice-critical = El laboratorio marcó este resultado como crítico. Si nadie de la clínica ha hablado con usted, llame a la clínica ahora.
record-notice-critical-call = El laboratorio marcó este resultado como crítico. Si nadie de la clínica ha hablado con usted, llame ahora al { $phone }.
record-note-from = Nota de { $who }
record-note-with-result = Nota con este resultado
record-conclusion = Conclusión
record-report-text = Informe
record-over-time = A lo largo del tiempo
record-trend-latest = Se muestran los últimos { $count } resultados. Los anteriores están en la lista de resultados.
record-earlier-values = Valor anterior
record-earlier-value = { $value }, hasta que se cambió el { $date }.
record-about-this-result = Sobre este resultado
record-same-panel = La misma prueba
record-whole-panel = Verla completa
record-members-missing = { $count ->
    [one] Falta { $count } parte de este resultado.
   *[other] Faltan { $count } partes de este resultado.
  }
record-no-value = El laboratorio no envió ningún valor con este resultado. Si espera uno, pregunte a la clínica.
record-taken-on = Tomado el { $date }.
record-released-on = Publicado el { $date }.
record-ordered-by-sentence = Pedido por { $who }.
record-trend-spoken = { $name }: { $count } resultados. El primero, { $first }, el { $from }; el último, { $last }, el { $to }.
record-axis-month = { $month }
record-sampled-data = Una curva registrada que no se puede mostrar aquí

## Nombres de datos y columnas
record-test = Prueba
record-measure = Medida
record-result = Resultado
record-how-it-lies = Cómo se compara
record-date = Fecha
record-date-unknown = Fecha no registrada
record-clinical-name = Nombre clínico
record-status = Situación
record-state = Estado
record-collected = Tomado
record-released = Publicado
record-ordered-by = Pedido por
record-performed-by = Hecho por
record-interpreted-by = Leído por
record-specimen = Muestra
record-body-site = Parte del cuerpo
record-method = Método
record-code = Código
record-kind = Tipo
record-category = Categoría
record-description = Descripción
record-note = Nota
record-notes = Notas y resúmenes
record-reason = Motivo
record-when = Cuándo
record-where = Dónde
record-part = Parte
record-recorded = Registrado
record-recorded-by = Registrado por
record-since-when = Desde cuándo
record-phone = Teléfono
record-email = Correo electrónico
record-language = Idioma
record-contacts = Contactos
record-yes = Sí
record-no = No

## Medicinas
record-medicine = Medicina
record-current-medicines = Lo que toma ahora
record-past-medicines = Medicinas anteriores
record-medicine-list = Lista de medicinas
record-how-to-take = Cómo tomarla
record-no-instructions = No hay instrucciones registradas. Pregunte en la clínica o la farmacia cómo tomarla.
record-taken-for = Para: { $reason }
record-reported = Nos lo dijo usted
record-started = Comenzó
record-stopped = Terminó
record-why-stopped = Por qué se dejó
record-prescribed-by = Recetada por
record-pharmacy = Farmacia
record-refills = Resurtidos
record-refills-allowed = { $count ->
    [0] Ninguno
    [one] { $count } permitido
   *[other] { $count } permitidos
  }
record-supply = Cantidad cada vez
record-no-medicines-title = No hay medicinas registradas
record-no-medicines-why = La clínica no tiene medicinas registradas para usted. Si toma alguna, avise a la clínica para que la lista esté bien.
record-no-current-medicines-title = No hay medicinas actuales
record-no-current-medicines-why = La clínica no tiene registrada ninguna medicina que tome ahora. Las anteriores están más abajo.
record-at-a-time = { $amount } cada vez
record-other-prescriptions = Otras recetas
record-as-needed = cuando lo necesite
record-as-needed-for = cuando lo necesite para { $reason }
record-at-times = a las { $times }
record-for-duration = durante { $duration }
record-every = cada { $span }
record-times-every = { $count } veces cada { $span }
record-times-a-d = { $count ->
    [one] { $count } vez al día
   *[other] { $count } veces al día
  }
record-times-a-wk = { $count ->
    [one] { $count } vez por semana
   *[other] { $count } veces por semana
  }
record-times-a-mo = { $count ->
    [one] { $count } vez al mes
   *[other] { $count } veces al mes
  }
record-unit-min = { $count ->
    [one] { $count } minuto
   *[other] { $count } minutos
  }
record-unit-h = { $count ->
    [one] { $count } hora
   *[other] { $count } horas
  }
record-unit-d = { $count ->
    [one] { $count } día
   *[other] { $count } días
  }
record-unit-wk = { $count ->
    [one] { $count } semana
   *[other] { $count } semanas
  }
record-unit-mo = { $count ->
    [one] { $count } mes
   *[other] { $count } meses
  }
record-unit-a = { $count ->
    [one] { $count } año
   *[other] { $count } años
  }

## Alergias
record-allergy = Alergia
record-current-allergies = Alergias actuales
record-past-allergies = Alergias anteriores
record-no-allergies-recorded = Ninguna registrada
record-no-allergies-title = No hay alergias registradas
record-no-allergies-why = La clínica no tiene alergias registradas para usted. No es lo mismo que no tener ninguna. Si tiene una, avise a la clínica.
record-reaction = Reacción: { $what }
record-reactions = Reacciones
record-no-reaction = No hay reacción registrada.
record-how-serious = Gravedad
record-last-reaction = Última reacción

## Problemas de salud
record-issue = Problema
record-current-conditions = Problemas de salud actuales
record-past-conditions = Problemas de salud anteriores
record-clinically = Nombre clínico: { $name }
record-no-conditions-title = No hay problemas de salud actuales registrados
record-no-conditions-why = La clínica no tiene problemas de salud actuales registrados para usted. Las notas de sus consultas pueden decir más.
record-since = Desde { $date }
record-since-age = Desde los { $age } años
record-until = Hasta { $date }
record-ended-on = Terminó: { $date }

## Vacunas
record-vaccine = Vacuna
record-dose = Dosis
record-doses = Número de dosis
record-dose-number = Dosis { $number }
record-dose-of = { $number } de { $all }
record-last-dose = Última dosis
record-dose-count = { $count ->
    [one] { $count } dosis
   *[other] { $count } dosis, la más reciente primero
  }
record-lot = Lote y fabricante
record-not-given = No aplicada
record-not-given-because = No aplicada: { $reason }
record-subpotent = Esta dosis puede no contar
record-no-immunizations-title = No hay vacunas registradas
record-no-immunizations-why = La clínica no tiene vacunas registradas para usted. Tal vez le pusieron alguna en otro lugar. Traiga su cartilla a su próxima consulta.

## Consultas
record-visit = Consulta
record-visit-with = { $kind } con { $who }
record-coming-visits = Próximas consultas
record-past-visits = Consultas anteriores
record-latest-visit = Última consulta
record-hospital-stay = Hospitalización
record-seen-by = Con { $who }
record-about-minutes = { $count ->
    [one] Alrededor de { $count } minuto
   *[other] Alrededor de { $count } minutos
  }
record-no-coming-title = No hay visitas próximas que mostrar
record-no-coming-why = Aquí aparecen las visitas que usted reservó.
record-no-visits-title = No hay consultas anteriores registradas
record-no-visits-why = La clínica no ha publicado consultas en el portal. Las consultas en otras clínicas no aparecen aquí.
record-visit-has-no-more = No hay nada más registrado de esta consulta: ni notas, ni diagnósticos, ni órdenes.
record-care-team = Equipo médico
record-team-member = Integrante
record-came-from = Llegó de
record-left-to = Salió a
record-left-for = Siguió a
record-diagnoses = Diagnósticos
record-orders = Órdenes
record-procedures = Procedimientos
record-care-plans-and-teams = Planes de atención y equipos

## Documentos
record-document = Documento
record-search-documents = Buscar por tipo de documento
record-documents-kinds = Tipos de documentos
record-documents-notes = Notas clínicas
record-documents-other = Otros documentos
record-no-documents-title = Todavía no hay documentos
record-no-documents-why = La clínica no ha puesto documentos en el portal. Las notas de una consulta están con la consulta.
record-document-empty = El sistema de la clínica describe este documento, pero no envió lo que contiene. Pida una copia a la clínica.
record-about-this-document = Sobre este documento
record-written-by = Escrito por
record-signed-by = Firmado por
record-kept-by = Guardado por
record-of-visit = Fecha de la consulta
record-file = Archivo
record-file-elsewhere = Está en otro sitio de internet
record-file-nowhere = No se envió al portal. Pida una copia a la clínica.

## El resto del expediente
record-entries = { $count ->
    [one] { $count } entrada
   *[other] { $count } entradas
  }
record-none-recorded = Nada registrado
record-search-by-name = Buscar por nombre
record-year = Año
record-every-year = Todos los años
record-none-of-type-title = Nada registrado
record-none-of-type-why = No se ha puesto nada de este tipo en su expediente.
record-in-its-own-words = Tal como se escribió
record-belongs-with = Relacionado con

## Cantidades y tiempos
record-from-to = { $from } a { $to }
record-or-more = { $amount } o más
record-or-less = { $amount } o menos

## Lo que no tiene nombre
record-unnamed-result = Prueba sin nombre
record-unnamed-medicine = Medicina sin nombre
record-unnamed-allergy = Alergia sin nombre
record-unnamed-condition = Problema sin nombre
record-unnamed-vaccine = Vacuna sin nombre
record-unnamed-person = Nombre no registrado

## El lado de la clínica
record-find-patient = Buscar un paciente por nombre, fecha de nacimiento o número de expediente
record-find-patient-hint = Escriba un nombre, una fecha de nacimiento como mes/día/año o un número de expediente.
record-no-patient-title = No se encontró a nadie
record-no-patient-why = Ningún paciente coincide. Revise la ortografía o busque por fecha de nacimiento.
record-more-patients = Solo se muestran los primeros { $count }. Escriba más del nombre.
record-born = Fecha de nacimiento: { $date }
record-goes-by = Usa el nombre { $name }
record-who-born = { $name }, fecha de nacimiento: { $date }
record-record-number = Número de expediente { $number }
record-not-for-your-role = No se muestra a su función: { $parts }.

# Summary and clinic
record-summary-person = Persona
record-summary-see-all = Ver todo: { $what }
record-summary-closed = No es parte de su función
record-summary-not-recorded = No consta
record-summary-not-given = No se indicó
record-summary-years-old = { $count ->
    [one] { $count } año
   *[other] { $count } años
  }
record-summary-months-old = { $count ->
    [one] { $count } mes
   *[other] { $count } meses
  }
record-summary-no-allergies = No consta ninguna alergia. Eso no quiere decir que no tenga ninguna.
record-summary-no-results = No constan resultados de laboratorio.
record-summary-no-vitals = No constan signos vitales.
record-summary-newest-only = Aquí se muestran { $count } pruebas como máximo.
record-summary-no-care-team = No consta un equipo de atención.
record-summary-visits = Consultas del último año
record-summary-with = Con
record-summary-no-visits = No constan consultas en el último año.
record-staff-too-little = Escriba al menos 2 letras del nombre, una fecha de nacimiento o un número de expediente.
record-staff-no-appointments = No hay consultas reservadas.
record-staff-plan = Plan
record-staff-no-coverage = No consta ningún seguro.
record-summary-results = Últimos resultados
record-summary-results-caption = El valor más reciente de cada una
record-summary-no-value = Sin valor
record-summary-medicines-caption = Medicinas actuales
record-summary-vaccines-caption = Por vacuna, la más reciente primero
record-summary-care-team-caption = Personas y sus funciones
record-summary-visits-caption = La más reciente primero
record-staff-appointments-caption = La próxima primero
record-staff-coverage-caption = Planes que constan

## Lo que se planea
record-unnamed-activity = Actividad sin nombre
record-aim-by = { $what }, a más tardar el { $date }

# De qué se avisa a los pacientes.
record-results-topic = Resultados de pruebas
record-results-topic-hint = Cuando hay un resultado nuevo en su expediente.
record-new-result-subject = Hay algo nuevo en su expediente en { $clinic }
record-new-result-text = Hay algo nuevo para usted en su expediente en { $clinic }. Inicie sesión para leerlo:
record-new-result-short = { $clinic }: hay algo nuevo para usted en su expediente. Inicie sesión para leerlo:
record-tell-of-results-job = Búsqueda de resultados nuevos para avisar
