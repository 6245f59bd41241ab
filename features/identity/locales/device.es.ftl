# Los dispositivos con sesión abierta y el correo sobre uno nuevo.
device-page-heading = Dispositivos
device-page-lede = Dónde tiene la sesión abierta en este momento.
device-page-others-heading = Cerrar la sesión en todos los demás
device-page-others-text = Aquí la sesión sigue abierta. En todos los demás dispositivos habrá que iniciar sesión de nuevo.
device-page-sign-out-others = Cerrar la sesión en los demás dispositivos
device-page-only-this = Tiene la sesión abierta solo en este dispositivo.
device-page-done-one = Se cerró la sesión en ese dispositivo.
device-page-done-others = Se cerró la sesión en todos los demás dispositivos.
device-page-unknown-heading = ¿Ve un dispositivo que no es suyo?
device-page-unknown-text = Cierre la sesión en él. Después cambie su contraseña, porque puede que otra persona la conozca.
device-page-unknown-text-phone = Cierre la sesión en él. Después cambie su contraseña, porque puede que otra persona la conozca. Si necesita ayuda, llame al { $phone }.
device-page-new-password = Elegir una contraseña nueva
device-here = Este dispositivo
device-signed-in = Inicio de sesión: { $when }
device-last-used = Último uso: { $when }
device-in-use = En uso ahora
device-trust = Confiar en este dispositivo durante 30 días
device-trust-heading = Dispositivos de confianza
device-trust-text = En estos dispositivos inicia sesión solo con su contraseña durante 30 días. Antes de cambiar algo importante, igual le pedimos un código.
device-trust-since = De confianza desde: { $when }
device-trust-revoke = Dejar de confiar
device-trust-revoke-one = Dejar de confiar: { $device }
device-trust-done-revoked = Ese dispositivo ya no es de confianza.
device-sign-out = Cerrar sesión: { $device }

device-mail-subject = Nuevo inicio de sesión en su cuenta de { $clinic }
device-mail-text =
    Alguien inició sesión en su cuenta de { $clinic } desde un dispositivo que no habíamos visto antes.

    Dispositivo: { $device }
    Fecha y hora: { $when }

    Si fue usted, no tiene que hacer nada.

    Si no fue usted, cierre la sesión de ese dispositivo aquí:

    { $link }

    Después cambie su contraseña o llame a la clínica. Nunca le pediremos su contraseña ni un código por teléfono ni por correo.

# Cuando una sesión terminó por sí sola, encima del formulario para volver a entrar.
device-ended = Cerramos su sesión por su seguridad.
device-ended-text = Esto ocurre después de un tiempo sin actividad, o cuando usted cierra la sesión de este dispositivo desde otro. Inicie sesión para volver a donde estaba.
