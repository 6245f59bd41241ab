# Los términos de uso. Quien los cambie cambia VERSION en src/sign_up/terms.rs.
terms-heading = Términos de uso
# Cuál es el texto que vale. Una traducción revisada dice por quién y cuándo.
terms-review = Ningún traductor ha revisado todavía este texto en español. Donde sea distinto, vale el texto en inglés.
terms-version = Estos términos valen desde el { $date }.
terms-what = Qué es el portal
terms-what-text = Con este portal, { $clinic } le muestra su expediente médico y le permite hacer trámites con la clínica por internet. Es gratis. No lo necesita para recibir atención: la clínica también le ayuda en persona y por teléfono.
terms-emergency = No es para emergencias
terms-emergency-text = Nadie vigila el portal día y noche. En una emergencia, llame al 911. Si piensa en hacerse daño, llame o envíe un mensaje de texto al 988.
terms-account = Su cuenta es solo suya
terms-account-text = No comparta su nombre de usuario, su contraseña ni sus códigos. Si otra persona debe ver su expediente, pregunte a { $clinic } por el acceso para familiares. Cierre la sesión en los aparatos que usan otras personas. Si cree que alguien conoce su contraseña, cámbiela y llame a la clínica.
terms-records = Qué ve usted y quién lo ve
terms-records-text = Los resultados pueden aparecer antes de que un profesional hable con usted sobre ellos. Puede que el portal no muestre todo lo que tiene { $clinic }; usted puede pedir lo demás. Las personas que lo atienden ven lo que usted escribe aquí. Toda persona que abre su expediente deja constancia en él.
terms-mail = Mensajes que le enviamos
terms-mail-text = Enviamos códigos y avisos a los contactos que usted nos dio. Dicen que hay algo nuevo, pero no qué es. Avise a { $clinic } cuando cambien sus contactos.
terms-end = Cerrar la cuenta
terms-end-text = Puede pedir en cualquier momento a { $clinic } que cierre su cuenta. Su expediente médico se queda en la clínica. La clínica puede cerrar una cuenta que se use mal. Si estos términos cambian, se lo diremos cuando inicie sesión.
