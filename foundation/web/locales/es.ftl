# El marco de todas las páginas, y las páginas de fallos.
web-skip = Ir al contenido
web-description = Vea sus resultados, medicinas y consultas.
web-navigation = Principal
web-all-pages = Todas las páginas
web-account = Menú de la cuenta
web-sign-out = Cerrar sesión
web-read-in = Leer esta página en
web-home = Inicio
web-access-log = Quién ha visto mi expediente
web-acting-for = Está viendo el expediente de { $name }
web-acting-seen-by = Su expediente, como lo ve { $name }
web-acting-back = Volver a mi expediente
web-acting-seen-back = Terminar la vista previa
web-my-record = Mi expediente
web-record-of = Expediente de { $name }
web-all-records = Todos los expedientes
web-sharing = Compartir mi expediente
web-devices = Dispositivos
web-notifications = Notificaciones
web-profile = Datos personales
web-security = Inicio de sesión y seguridad
web-menu = Menú
web-new-count = { $count ->
    [one] { $count } nuevo
   *[other] { $count } nuevos
  }
web-new-count-more = más de { $count } nuevos
web-to-home = Ir a Inicio
web-to-start = Ir a la página de inicio
web-to-sign-in = Iniciar sesión
web-call-us = Si necesita ayuda ahora, llame a la clínica al { $phone }. En una emergencia, llame al 911.
web-reference = Si pide ayuda, dé este número: { $id }

web-not-found-heading = Esta página no está aquí
web-not-found-text = Puede que la dirección esté mal escrita o que la página sea de otra cuenta. Nada ha cambiado en su expediente.
web-no-chart-heading = Su cuenta no tiene un expediente médico vinculado
web-no-chart-text = Ha iniciado sesión, pero esta cuenta no tiene un expediente propio. La clínica puede vincularlo.
web-invalid-heading = Revise el formulario
web-invalid-text = Hay algo en el formulario que debe revisar.
web-forged-heading = Este formulario estuvo abierto demasiado tiempo
web-forged-text = Por su seguridad no se envió nada. Regrese, vuelva a cargar la página e inténtelo de nuevo.
web-too-many-heading = Demasiados intentos
web-too-many-text = Espere unos minutos y vuelva a intentarlo.
web-busy-heading = En este momento hay mucha actividad
web-busy-text = No se perdió ni se cambió nada. Inténtelo de nuevo en unos segundos.
web-maintenance-heading = El portal está cerrado por poco tiempo
web-maintenance-text = Estamos trabajando en ello. Su expediente está seguro. Inténtelo de nuevo en unos minutos.
web-broken-heading = Algo falló de nuestro lado
web-broken-text = No se cambió nada. Ya recibimos el aviso. Inténtelo de nuevo y, si vuelve a pasar, llámenos.

web-limit-heading = ¿Sigue ahí?
web-limit-text = Pronto cerraremos su sesión para proteger su expediente médico. ¿Quiere seguir con la sesión abierta?
web-limit-last-heading = Su sesión se cerrará pronto
web-limit-last-text = Su sesión lleva mucho tiempo abierta. Por su seguridad tiene que iniciar sesión de nuevo. Termine ahora lo que está haciendo.
web-limit-left = Tiempo restante
web-limit-stay = Seguir con la sesión abierta
web-draft-kept = Guardamos lo que escribió, pero todavía no se ha enviado: revíselo y guárdelo.
web-limit-back = Volver a la página
web-limit-failed = No pudimos conectar con el portal. Revise su conexión e inténtelo de nuevo.

# Lo que alguien hace en la clínica.
web-role-clinician = Profesional clínico
web-role-nurse = Enfermería
web-role-front-desk = Recepción
web-role-billing = Facturación
web-role-records = Expedientes médicos
web-role-pharmacist = Farmacia
web-role-administrator = Administración

# La última línea de lo que se envía.
web-notice-call = Si algo no está bien, llame a la clínica.
web-notice-call-at = Si algo no está bien, llame a la clínica al { $phone }.
web-search = Buscar
web-search-clear = Borrar la búsqueda
web-code-heading = Escriba su código de seguridad
web-code-hint = 6 dígitos
web-code-wrong = { $left ->
    [one] Ese código no es correcto. Le queda un intento.
   *[other] Ese código no es correcto. Le quedan { $left } intentos.
  }
web-code = Código de seguridad
web-code-again-heading = ¿No llegó el código?
web-code-again = Enviar un código nuevo
web-problem = Hay un problema

# Cómo se llama un navegador.
web-browser-name = { $browser } en { $system }
web-browser-name-system = Un navegador en { $system }
web-browser-name-unknown = Un dispositivo que no reconocemos
