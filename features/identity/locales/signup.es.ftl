# Crear una cuenta.
signup-heading = Cree su cuenta
signup-lede = Vea su expediente médico de { $clinic }. Toma unos tres minutos.
signup-code = Código de activación
signup-code-hint = 12 letras y números, como K7QM-2PXV-9RTD. Está en el papel o en el correo que le dimos.
signup-wrong = Este código y la fecha de nacimiento no coinciden, o el código es muy antiguo. Revise los dos e inténtelo de nuevo.
signup-call = Si no funciona, llame a la clínica.
signup-call-at = Si no funciona, llame a la clínica al { $phone }.
signup-over = Se acabó el tiempo o los intentos para crear la cuenta, o el código ya se usó. Puede empezar de nuevo.
signup-account-heading = Elija cómo iniciar sesión
signup-account-lede = Esta es la cuenta de { $name }.
signup-fact-email = Correo electrónico
signup-fact-proven = Sabemos que el correo le llega ahí.
signup-fact-phone = Teléfono
signup-fact-on-file = Como lo tiene la clínica. Avise a la clínica si ha cambiado.
signup-email = Su correo electrónico
signup-email-hint = Una dirección que solo usted lee. Le enviamos un código ahí ahora y cada vez que inicie sesión.
signup-email-wrong = Escriba su correo electrónico completo, como nombre@example.com.
signup-show-terms = Leer los términos de uso
signup-accept = He leído los términos de uso y los acepto.
signup-terms-wrong = Para crear una cuenta, acepte los términos de uso.
signup-verify-heading = Escriba el código que le enviamos
signup-verify-code = Código del correo
signup-verify-lede = Enviamos un código a { $email }. Sirve durante 30 minutos.
signup-verify-none = Puede tardar unos minutos. Mire también en el correo no deseado y revise la dirección.
signup-verify-back = Usar otra dirección
signup-asked-lede = Estamos buscando su expediente. Si estamos seguros de cuál es, enviamos un código al correo electrónico que { $clinic } tiene de usted.
signup-asked-none = Puede tardar unos minutos. Mire también en el correo no deseado.
signup-asked-next = Si no llega ningún código, no pudimos estar seguros de que es usted, o no tenemos su correo electrónico. El personal de la clínica revisa su solicitud y se comunica con usted.
signup-asked-leave = Salir de esta página

signup-mail-code-subject = Su código para crear una cuenta en { $clinic }
signup-mail-code-text =
    { $code } es su código para crear una cuenta en { $clinic }.

    Sirve durante { $minutes } minutos y una sola vez. Nunca se lo pediremos por teléfono ni por correo.

    Si usted no está creando una cuenta, no haga nada: sin este código nadie puede hacerlo. Avise a la clínica si vuelve a ocurrir.
signup-mail-told-subject = Hay una cuenta nueva en { $clinic }
signup-mail-told-text =
    Se creó una cuenta del portal para un paciente de { $clinic } que tiene registrada esta dirección de correo.

    Si fue usted, o lo esperaba, no tiene que hacer nada. Si no, llame enseguida a la clínica: ahí pueden cerrarla.

# En la clínica.
signup-portal = Portal para pacientes
signup-portal-has = Tiene una cuenta del portal.
signup-portal-none = Todavía no tiene una cuenta del portal.
signup-portal-code-out = Se creó un código de activación el { $date }. Uno nuevo lo reemplaza.
signup-portal-mail-out = Se envió un enlace por correo el { $date }. Un código nuevo lo reemplaza.
signup-portal-open = Crear un código de activación
signup-portal-lede = Con un código de activación, { $name } puede crear una cuenta. Sirve durante 28 días, una sola vez, junto con la fecha de nacimiento.
signup-portal-back = Volver al expediente
signup-hand-heading = Entregar el código
signup-hand-text = Se muestra en esta pantalla y se imprime. Entréguelo solo al paciente, después de comprobar quién es.
signup-hand-button = Crear un código
signup-mail-heading = Enviar un enlace por correo
signup-mail-text = Se envía al correo electrónico registrado, { $email }.
signup-mail-button = Enviar el enlace
signup-mailed = Se está enviando un enlace a { $email }.
signup-not-has-account = Este paciente ya tiene una cuenta. Si no puede iniciar sesión, la página de inicio de sesión ayuda a recuperar el nombre de usuario o la contraseña.
signup-not-no-email = El expediente no tiene correo electrónico. Agregue uno o entregue el código en persona.
signup-not-no-birth-date = El expediente no tiene la fecha de nacimiento completa, que se pide para crear la cuenta. Agréguela primero.
signup-not-teen = Este paciente es menor de 18 años y los contactos registrados suelen ser de los padres. Entregue el código al paciente en persona.
signup-not-child = Los niños menores de 12 años no tienen cuenta. Sus padres ven el expediente desde sus propias cuentas.
signup-not-over = Este expediente está cerrado.
signup-slip-heading = Su código de activación
signup-slip-for = Para { $name }
signup-slip-code = Código de activación
signup-slip-step-open = En un teléfono o computadora, abra { $address }
signup-slip-step-type = Escriba el código y su fecha de nacimiento.
signup-slip-step-choose = Elija un nombre de usuario y una contraseña.
signup-slip-until = El código sirve hasta el { $date } y una sola vez. No se lo dé a nadie.
signup-slip-kept = Solo se muestra ahora. Si se pierde, cree uno nuevo.
signup-slip-print = Imprimir
