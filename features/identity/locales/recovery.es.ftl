# Volver a entrar: una contraseña o un nombre de usuario olvidados.
recovery-link = ¿Olvidó su contraseña o nombre de usuario?
recovery-heading = ¿No puede iniciar sesión?
recovery-lede = ¿Qué olvidó? Le ayudaremos por correo electrónico.
recovery-lost-password = Olvidé mi contraseña
recovery-lost-password-hint = Le enviamos un enlace para elegir otra.
recovery-lost-username = Olvidé mi nombre de usuario
recovery-lost-username-hint = Lo enviamos a su correo electrónico.
recovery-back = Volver a iniciar sesión
recovery-call = Si no puede leer su correo, llame a la clínica. Allí le ayudarán.
recovery-call-at = Si no puede leer su correo, llame a la clínica al { $phone }. Allí le ayudarán.
recovery-call-staff = Si no puede leer su correo, pregunte a quien administra el portal en la clínica.

recovery-password-heading = ¿Olvidó su contraseña?
recovery-password-lede = Díganos su nombre de usuario. Enviaremos un enlace al correo electrónico de su cuenta.
recovery-password-field = Nombre de usuario
recovery-password-hint = El nombre con el que inicia sesión.
recovery-password-wrong = Escriba su nombre de usuario.
recovery-password-button = Envíenme un enlace
recovery-username-heading = ¿Olvidó su nombre de usuario?
recovery-username-lede = Díganos el correo electrónico de su cuenta. Le enviaremos allí su nombre de usuario.
recovery-username-field = Correo electrónico
recovery-username-hint = Por ejemplo, nombre@example.com
recovery-username-wrong = Escriba su correo electrónico completo, como nombre@example.com.
recovery-username-button = Envíenme mi nombre de usuario

recovery-password-lede-or-phone = Díganos su nombre de usuario. Enviaremos un enlace al correo o al teléfono de su cuenta.
recovery-by = ¿Cómo le enviamos el enlace?
recovery-by-email = Por correo electrónico
recovery-by-sms = Por mensaje de texto, si recibe así sus códigos
recovery-username-lede-or-phone = Díganos el correo de su cuenta o el número de teléfono al que llegan sus códigos. Le enviaremos allí su nombre de usuario.
recovery-username-field-or-phone = Correo electrónico o número de teléfono móvil
recovery-username-hint-or-phone = Por ejemplo, nombre@example.com o 541-555-0142
recovery-username-wrong-or-phone = Escriba su correo completo, como nombre@example.com, o su número de teléfono con el código de área, como 541-555-0142.
recovery-sent-heading-or-phone = Revise su correo o su teléfono
recovery-sent-password-lede-or-phone = Si hay una cuenta con ese nombre de usuario, le estamos enviando un enlace.
recovery-sent-username-lede-or-phone = Si hay una cuenta con ese correo o número de teléfono, le estamos enviando allí su nombre de usuario.
recovery-sent-password-next-or-phone = Abra el enlace del correo o del mensaje de texto. Sirve durante 30 minutos y una sola vez.
recovery-sent-username-next-or-phone = Inicie sesión con el nombre de usuario del correo o del mensaje de texto.
recovery-text-link = { $clinic }: elija una contraseña nueva en los próximos { $minutes } minutos: { $link } Si no la pidió usted, no haga nada.
recovery-text-username = { $clinic }: usted inicia sesión como { $usernames }. Si no lo pidió usted, no haga nada.
recovery-text-told = { $clinic }: su contraseña ha cambiado. Si no fue usted, elija una nueva enseguida.

recovery-sent-heading = Mire su correo electrónico
recovery-sent-password-lede = Si hay una cuenta con ese nombre de usuario, estamos enviando un enlace a su correo electrónico.
recovery-sent-username-lede = Si hay una cuenta con ese correo electrónico, estamos enviando allí el nombre de usuario.
recovery-sent-password-next = Abra el enlace del correo. Sirve durante 30 minutos y una sola vez.
recovery-sent-username-next = Inicie sesión con el nombre de usuario que está en el correo.
recovery-sent-spam = Puede tardar unos minutos. Mire también en el correo no deseado.
recovery-sent-again = ¿No llega nada en 5 minutos? Revise lo que escribió y pídalo de nuevo.
recovery-ask-again = Pedirlo de nuevo

recovery-new-heading = Elija su nueva contraseña
recovery-new-lede = Para el nombre de usuario { $username }.
recovery-new-password = Contraseña nueva
recovery-new-button = Guardar mi contraseña nueva
recovery-new-after = Después, iniciará sesión con la contraseña nueva en todos sus teléfonos y computadoras.
recovery-gone-heading = Este enlace ya no sirve
recovery-gone-lede = No ha cambiado su contraseña. Puede pedir otro enlace.
recovery-gone-used = Un enlace sirve durante 30 minutos y una sola vez.
recovery-gone-newest = Si recibió más de un correo, pruebe con el más reciente.
recovery-gone-button = Pedir otro enlace
recovery-done-heading = Su contraseña ha cambiado
recovery-done-lede = Ya puede iniciar sesión.
recovery-done-out = Se cerró la sesión en todos los teléfonos y computadoras.
recovery-done-told = Le enviamos un correo que lo dice. Si no fue usted, allí verá a quién llamar.
recovery-done-next = Inicie sesión con su nombre de usuario y la contraseña nueva. Le pediremos su código de seguridad, como siempre.

recovery-mail-link-subject = Elija otra contraseña para { $clinic }
recovery-mail-link-text =
    Alguien, esperamos que usted, pidió otra contraseña para { $username } en { $clinic }.

    Para elegirla, abra este enlace:

    { $link }

    El enlace sirve durante { $minutes } minutos y una sola vez. No lo comparta.

    Si no fue usted, no haga nada. Su contraseña no cambia.
recovery-mail-username-subject = Su nombre de usuario de { $clinic }
recovery-mail-username-text =
    Alguien, esperamos que usted, pidió el nombre de usuario de este correo electrónico en { $clinic }.

    { $count ->
        [one] Este es su nombre de usuario y dónde inicia sesión:
       *[other] Estos son sus nombres de usuario y dónde inicia sesión:
    }
recovery-mail-username-next =
    ¿También olvidó su contraseña? Pida otra aquí:

    { $link }

    Si no fue usted quien lo pidió, no tiene que hacer nada.
recovery-mail-told-subject = Su contraseña de { $clinic } ha cambiado
recovery-mail-told-text =
    La contraseña de su cuenta en { $clinic } cambió ({ $at }). Se cerró la sesión en todos los teléfonos y computadoras.

    Si fue usted, no tiene que hacer nada.
recovery-mail-told-not-you =
    Si no fue usted, elija otra contraseña de inmediato, y cambie también la de su correo electrónico:

    { $link }
