# La contraseña y los segundos pasos de una cuenta, y los correos sobre ellos.
security-heading = Inicio de sesión y seguridad
security-lede = Su contraseña y el segundo paso que muestra que es usted.
security-second-heading = Segundo paso
security-first-heading = Contraseña y dispositivos
security-on = Activo
security-set-up = Configurada
security-last-used = Último uso
security-never-used = Todavía no se ha usado

security-advice = Añada otro segundo paso
security-advice-text = Solo tiene uno. Si lo pierde, no podrá iniciar sesión.
security-must = Primero configure una llave de acceso o una aplicación de autenticación
security-must-text = Un código por correo no basta para quienes trabajan en la clínica. Configure una de las dos ahora. Después se abrirán todas las páginas.

security-done-app = Su aplicación de autenticación está lista. Úsela la próxima vez que inicie sesión.
security-done-app-removed = Se quitó su aplicación de autenticación.
security-done-passkey = Se añadió su llave de acceso. Úsela la próxima vez que inicie sesión.
security-done-passkey-removed = Se quitó la llave de acceso. Ahora también puede borrarla en su dispositivo.
security-done-phone = Los códigos llegan ahora a su teléfono.
security-done-phone-removed = Se quitó el número. Los códigos llegan a su correo.
security-done-last-one = Este es el único segundo paso que tiene. Configure otro antes de quitarlo.
security-done-password = Su contraseña ha cambiado. Se cerró la sesión en todos los demás dispositivos.

security-app = Aplicación de autenticación
security-app-on = Inicia sesión con un código de su teléfono.
security-app-off = Una aplicación en su teléfono le muestra un código. Funciona sin señal.
security-app-new-phone = Configurar otro teléfono
security-app-remove-heading = ¿Ya no usa la aplicación?
security-app-remove-text = Cuando la quite, sus códigos dejarán de funcionar aquí.
security-app-remove = Quitar la aplicación
security-app-set-up = Configurar una aplicación de autenticación
security-app-lede = Necesita una aplicación como Google Authenticator, Microsoft Authenticator o 2FAS. Todas son gratuitas.
security-app-step-1 = Abra la aplicación en su teléfono y elija añadir una cuenta.
security-app-step-2 = Apunte la cámara del teléfono al cuadro.
security-app-step-3 = Escriba el código que muestra la aplicación.
security-app-square = Un cuadro para escanear con su aplicación de autenticación
security-app-open = Abrir la aplicación en este teléfono
security-app-typed = ¿No puede escanearlo? Escriba esta clave en la aplicación:
security-app-code-hint = Los 6 dígitos que la aplicación muestra ahora
security-app-button = Terminar
security-app-wrong = Ese código no es correcto. Espere al siguiente código de la aplicación y escríbalo. Compruebe que el reloj de su teléfono esté en hora.

security-email = Código por correo
security-email-on = Los códigos se envían a { $email }.
security-email-off = No se usa para quienes trabajan en la clínica.

security-codes = Códigos de recuperación
security-codes-off = Diez códigos en papel, por si pierde su teléfono.
security-codes-left = { $left ->
    [one] Queda { $left } código.
   *[other] Quedan { $left } códigos.
  }
security-codes-new = Sus códigos de recuperación nuevos
security-codes-lede = Cada código sirve una vez, en lugar de su segundo paso. Use uno si ha perdido su teléfono o no puede leer su correo.
security-codes-none = Todavía no tiene códigos de recuperación.
security-codes-state = { $left ->
    [0] Ha usado todos sus códigos. Se crearon el { $when }.
    [one] Le queda { $left } código. Sus códigos se crearon el { $when }.
   *[other] Le quedan { $left } códigos. Se crearon el { $when }.
  }
security-codes-make = Crear diez códigos
security-codes-again = Crear diez códigos nuevos
security-codes-again-text = Cuando cree códigos nuevos, los anteriores dejarán de servir.
security-codes-label = Códigos de recuperación de { $clinic }
security-codes-once = Solo los mostramos esta vez. Imprima esta página o anótelos.
security-codes-keep = Guárdelos con sus papeles importantes, no en su correo.
security-codes-print = Imprimir

security-password = Contraseña
security-password-line = Elegir una nueva
security-password-heading = Cambiar su contraseña
security-password-lede = Se cerrará la sesión en todos los demás dispositivos.
security-password-current = Contraseña que tiene ahora
security-password-current-wrong = Esta no es la contraseña que tiene ahora. Compruébela y pruebe otra vez.
security-password-forgot = No recuerdo mi contraseña

security-confirm-heading = Muestre que es usted
security-confirm-lede = En la página siguiente se puede cambiar cómo inicia sesión.
security-confirm-leave = Cancelar
security-confirm-wrong = Ese código no es correcto. Compruébelo o pida otro.

security-mail-subject = Sobre su inicio de sesión en { $clinic }
security-mail-app-added = Se configuró una aplicación de autenticación en su cuenta de { $clinic }.
security-mail-app-removed = Se quitó la aplicación de autenticación de su cuenta de { $clinic }.
security-mail-passkey-added = Se añadió una llave de acceso a su cuenta de { $clinic }.
security-mail-passkey-removed = Se quitó una llave de acceso de su cuenta de { $clinic }.
security-mail-phone-added = Se configuró un número de teléfono para recibir códigos por mensaje de texto en su cuenta de { $clinic }.
security-mail-phone-removed = Se quitó de su cuenta de { $clinic } el número de teléfono para recibir códigos por mensaje de texto.
security-mail-passkey-cloned = Alguien intentó iniciar sesión en su cuenta de { $clinic } con una llave de acceso que parece una copia de la suya. No pudo entrar. Quite esa llave y añada otra.
security-mail-passcode-added = Se creó una clave de cuatro cifras para su cuenta de { $clinic } en un dispositivo.
security-mail-passcode-removed = Se quitó una clave de cuatro cifras de su cuenta de { $clinic }.
security-mail-passcode-gone = En un dispositivo suyo se escribió cinco veces una clave incorrecta. Esa clave ya no funciona. Inicie sesión en { $clinic } como siempre y, si quiere, cree una nueva.
security-mail-codes-made = Se crearon diez códigos de recuperación nuevos para su cuenta de { $clinic }. Los anteriores ya no sirven.
security-mail-code-used = Se usó un código de recuperación en su cuenta de { $clinic }.
security-mail-password = Se cambió la contraseña de su cuenta de { $clinic }.
security-mail-in-person = Alguien de { $clinic } revisó su identificación con foto y le dio un código para elegir una contraseña nueva. Se cerró la sesión en todos los teléfonos y computadoras.
security-mail-wrong-codes = Alguien escribió la contraseña correcta de su cuenta de { $clinic }, pero después cinco códigos equivocados. No pudo entrar.
security-mail-when = Fecha y hora: { $when }
security-mail-not-you =
    Si fue usted, no tiene que hacer nada. Si no fue usted, cambie su contraseña aquí y cierre la sesión en todos los demás dispositivos:

    { $link }
