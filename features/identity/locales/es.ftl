# Iniciar sesión y crear una cuenta.
identity-sign-in-heading = Iniciar sesión
identity-sign-in-lede = Vea sus resultados, medicinas y consultas.
identity-clinic-sign-in-heading = Acceso del personal
identity-clinic-sign-in-lede = Para las personas que trabajan en la clínica.
identity-username = Nombre de usuario
identity-password = Contraseña
identity-show = Mostrar
identity-hide = Ocultar
identity-sign-in = Iniciar sesión
identity-wrong = El nombre de usuario o la contraseña no son correctos. Revise los dos e inténtelo de nuevo.
identity-signed-out = Ha cerrado la sesión.
identity-welcome = Su cuenta está lista. Inicie sesión con su nuevo nombre de usuario y contraseña.
identity-expired = Se acabó el tiempo o los intentos. Empiece de nuevo.
identity-new-here = ¿Es nuevo aquí?
identity-to-sign-up = Cree su cuenta
identity-emergency = Este portal no es para emergencias. Si necesita ayuda de inmediato, llame al 911.

identity-code-lede = Enviamos un código a { $email }. Sirve durante 10 minutos.
identity-app-lede = Abra su aplicación de autenticación y escriba el código que muestra para esta clínica.
identity-text-code = { $clinic }: { $code } es su código. No se lo diga a nadie. Nunca se lo pediremos.
identity-text-lede = Podemos enviar un código por mensaje de texto al { $number }.
identity-text-lede-sent = Enviamos un código por mensaje de texto al { $number }. Sirve durante 10 minutos.
identity-text-resend = Puede tardar un minuto. Compruebe que su teléfono tenga señal.
identity-call-lede = Podemos llamar al { $number } y leerle un código.
identity-call-lede-sent = Estamos llamando al { $number } para leerle un código. Sirve durante 10 minutos.
identity-call-resend = La llamada puede tardar un minuto. Deje libre la línea.
identity-email-lede = Podemos enviar un código a { $email }.
identity-send-code = Envíenme un código
identity-recovery-code-lede = Escriba uno de los diez códigos que imprimió o anotó. Cada código sirve una vez.
identity-recovery-code = Código de recuperación
identity-recovery-code-hint = 10 letras y números, como abcde-23456
identity-recovery-code-wrong = { $left ->
    [one] Ese código no es correcto o ya se usó. Le queda un intento.
   *[other] Ese código no es correcto o ya se usó. Le quedan { $left } intentos.
  }
identity-other-ways = Usar otra forma
identity-by-app = Usar mi aplicación de autenticación
identity-by-sms = Envíenme un código por mensaje de texto
identity-by-call = Llámenme con un código
identity-by-email = Envíenme un código por correo
identity-by-recovery = Usar un código de recuperación
identity-continue = Continuar
identity-resend-text = Puede tardar un minuto. Mire también en el correo no deseado.
identity-start-over = Empezar de nuevo

identity-birth-date = Fecha de nacimiento
identity-birth-date-hint = Para saber que es usted.
identity-new-username = Elija un nombre de usuario
identity-new-username-hint = De 3 a 40 letras o dígitos; puede usar puntos y guiones.
identity-new-password = Elija una contraseña
identity-new-password-hint = Al menos 8 caracteres. Tres o cuatro palabras sin relación entre sí son una buena opción.
identity-make-account = Crear mi cuenta
identity-have-account = ¿Ya tiene una cuenta?
identity-username-wrong = Elija un nombre de 3 a 40 letras o dígitos. Puede usar puntos, guiones y guiones bajos, pero no espacios.
identity-username-taken = Ese nombre de usuario ya existe. Elija otro.
identity-password-short = La contraseña es muy corta. Use al menos 8 caracteres.
identity-password-long = La contraseña es muy larga. Use 128 caracteres como máximo.
identity-password-guessable = Esa contraseña es fácil de adivinar. Agregue una o dos palabras más.
identity-password-breached = Esa contraseña está en una lista de contraseñas robadas, así que otras personas pueden probarla. Elija otra.

identity-mail-code-subject = Su código de seguridad de { $clinic }
identity-mail-code-text =
    { $code } es su código de seguridad de { $clinic }.

    Sirve durante { $minutes } minutos y una sola vez. Nunca se lo pediremos por teléfono ni por correo.

    Si usted no intentó iniciar sesión, puede que alguien conozca su contraseña. Cámbiela o llame a la clínica.
identity-mail-invitation-subject = { $clinic } lo invita a su portal para pacientes
identity-mail-invitation-text =
    { $clinic } lo invita a ver su expediente médico en línea.

    Para crear su cuenta, abra este enlace y confirme su fecha de nacimiento:

    { $link }

    El enlace sirve durante 28 días y una sola vez. No lo comparta.

identity-security-topic = Seguridad de su cuenta
identity-security-topic-hint = Dispositivos nuevos, contraseñas cambiadas y cosas así. Siempre llegan por correo, para que nadie pueda usar su cuenta sin que usted lo sepa.

# Lo que espera en la cola.
identity-look-for-chart-job = Solicitudes de registro
identity-send-code-job = Códigos para entrar
identity-send-invitation-job = Invitaciones de pacientes
identity-send-staff-invitation-job = Invitaciones del personal
identity-tell-staff-job = Avisos al personal sobre sus cuentas
identity-send-new-device-job = Avisos de dispositivos nuevos
identity-send-sign-up-code-job = Códigos de registro
identity-tell-sign-up-job = Avisos de cuentas nuevas
identity-send-phone-code-job = Códigos que comprueban un teléfono
identity-send-recovery-job = Correos para volver a entrar
identity-tell-recovery-job = Avisos de contraseñas nuevas
identity-tell-security-job = Avisos de cambios de seguridad
identity-text-job = Mensajes de texto sobre cuentas
