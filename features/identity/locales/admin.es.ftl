# Las cuentas del personal de la clínica, como las ve la administración.
admin-nav = Cuentas de la clínica
admin-nav-short = Cuentas
admin-heading = Cuentas de la clínica
admin-lede = Quién trabaja con el portal y qué puede hacer.
admin-invite = Invitar a alguien
admin-lists = Listas de cuentas
admin-list-active = Pueden entrar
admin-list-disabled = Desactivadas
admin-list-invited = Invitaciones
admin-find = Busque por nombre, usuario o correo
admin-search = Buscar
admin-clear = Borrar la búsqueda
admin-any-role = Cualquier función
admin-role = Función
admin-role-hint = Decide lo que la persona puede ver y hacer.
admin-choose-role = Elija una función
admin-name = Nombre
admin-username = Nombre de usuario
admin-email = Correo electrónico
admin-last = Última entrada
admin-never = Nunca
admin-made = Cuenta creada
admin-second-passkey = Llave de acceso: { $name }
admin-second-codes = { $left ->
    [one] Queda { $left } código de recuperación
   *[other] Quedan { $left } códigos de recuperación
  }
admin-second-passkeys = { $count ->
    [one] { $count } llave de acceso
   *[other] { $count } llaves de acceso
  }
admin-second-vouched = Por medio de la organización
admin-second-none = Todavía no hay ninguno
admin-off-since = Desactivada desde
admin-state-on = Puede entrar
admin-state-off = Desactivada
admin-pages = Páginas
admin-page-before = Página anterior
admin-page-after = Página siguiente
admin-none-found = No se encontró a nadie
admin-none-found-why = Ninguna cuenta de esta lista coincide. Revise cómo está escrito o mire las otras listas.
admin-none-active = Nadie puede entrar
admin-none-active-why = Invite a las personas que trabajan aquí. Cada una recibe un enlace por correo electrónico.
admin-none-disabled = No hay cuentas desactivadas
admin-none-disabled-why = Cuando desactiva una cuenta, la encuentra aquí y puede activarla otra vez.
admin-none-invited = No hay invitaciones abiertas
admin-none-invited-why = Quienes ya aceptaron están en la primera lista. Una invitación que nadie acepta vence a los 7 días.
admin-invited-by = Invitación de { $name }
admin-invited-until = Sirve hasta el { $when }
admin-resend = Enviar otra vez
admin-resend-whose = Enviar otra vez la invitación: { $name }
admin-withdraw = Retirar
admin-withdraw-whose = Retirar la invitación: { $name }
admin-done-invited = La invitación va en camino por correo electrónico. Sirve por 7 días y una sola vez.
admin-done-withdrawn = La invitación se retiró. Su enlace ya no sirve.

admin-invite-lede = La persona recibe un correo con un enlace y elige su propio nombre de usuario y contraseña.
admin-full-name = Nombre completo
admin-email-hint = Su dirección personal del trabajo. Allí llegan también los códigos de seguridad.
admin-send-invitation = Enviar la invitación
admin-problem = Hay un problema
admin-name-wrong = Escriba el nombre de la persona, con 100 caracteres como máximo.
admin-email-wrong = Escriba el correo completo, por ejemplo nombre@example.com.
admin-role-wrong = Elija lo que la persona hace en la clínica.

admin-forbidden-own = Esta es su propia cuenta. Pida a otra persona de la administración que la cambie.
admin-forbidden-vouched = Esta persona entra por medio de la organización, que también decide su función. Cámbiela allí.
admin-forbidden-last = Es la única cuenta de administración que puede entrar. Primero dé esa función a otra persona.
admin-role-heading = Cambiar la función
admin-save-role = Guardar la función
admin-help-heading = ¿No puede entrar?
admin-help-text = Cierre su sesión en todas partes y envíele un enlace para elegir una contraseña nueva.
admin-help = Ayudarle a entrar
admin-on-heading = Desactivar esta cuenta
admin-on-text = Para quien deja la clínica, o si la cuenta puede estar en malas manos. Puede activarla otra vez.
admin-disable = Desactivar
admin-off-heading = Activar esta cuenta otra vez
admin-off-text = La persona puede entrar con el nombre de usuario y la contraseña que tenía.
admin-enable = Activar
admin-cancel = Cancelar
admin-disable-heading = ¿Desactivar la cuenta de { $name }?
admin-disable-step-1 = Se cierra su sesión en todos los dispositivos, de inmediato.
admin-disable-step-2 = No puede entrar ni elegir una contraseña nueva.
admin-disable-step-3 = Le avisamos por correo electrónico. Lo que hizo queda en el registro.
admin-disable-button = Desactivar esta cuenta
admin-reset-heading = ¿Ayudar a { $name } a entrar?
admin-reset-step-1 = Se cierra su sesión en todos los dispositivos, de inmediato.
admin-reset-step-2 = Enviamos un enlace a su correo electrónico. Con él elige una contraseña nueva en 30 minutos.
admin-reset-step-3 = Hasta entonces su contraseña anterior sigue sirviendo. Su aplicación de autenticación y sus códigos de recuperación no: configura otros nuevos.
admin-reset-button = Cerrar sesiones y enviar el enlace
admin-done-role = La función de { $name } se cambió. Le avisamos por correo electrónico.
admin-done-disabled = La cuenta de { $name } está desactivada, y su sesión se cerró en todas partes.
admin-done-enabled = { $name } puede entrar otra vez. Le avisamos por correo electrónico.
admin-done-reset = La sesión de { $name } se cerró en todas partes, y un enlace va en camino.

admin-join-heading = Cree su cuenta de la clínica
admin-join-lede = Le damos la bienvenida, { $name }. { $clinic } le invitó con esta función: { $role }.
admin-gone-heading = Esta invitación ya no sirve
admin-gone-lede = No se creó ninguna cuenta.
admin-gone-used = Una invitación sirve por 7 días y una sola vez.
admin-gone-next = Si ya tiene una cuenta, inicie sesión. Si no, pida otra invitación a la administración del portal en la clínica.

admin-mail-invitation-subject = Su cuenta del portal de { $clinic }
admin-mail-invitation-text =
    Hola, { $name }:

    { $inviter } le invita a trabajar con el portal de { $clinic }. Su función: { $role }.

    Para elegir su nombre de usuario y contraseña, abra este enlace:

    { $link }

    El enlace sirve por 7 días y una sola vez. No lo comparta.
admin-mail-subject = Su cuenta de { $clinic } cambió
admin-mail-role = Su función en el portal de { $clinic } es ahora: { $role }. Su nombre de usuario sigue siendo { $username }.
admin-mail-disabled = Su cuenta { $username } en el portal de { $clinic } se desactivó. No puede entrar hasta que la administración la active otra vez.
admin-mail-enabled = Su cuenta { $username } en el portal de { $clinic } se activó otra vez. Puede entrar con la contraseña que tenía.
admin-mail-reset = La administración cerró las sesiones de su cuenta { $username } en el portal de { $clinic } en todos los dispositivos. Si la cuenta se puede usar, recibirá otro correo con un enlace para elegir una contraseña nueva.
admin-mail-questions = Si no esperaba este aviso, pregunte a la administración del portal en la clínica.
