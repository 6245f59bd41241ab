# El buzón de la demostración.
demo-mailbox-heading = Correo de la demostración
demo-mailbox-lede = Aquí llega lo que saldría por correo, lo más nuevo primero.
demo-mailbox-empty = Todavía no se ha enviado nada. Inicie sesión y su código de seguridad estará aquí.
demo-sms = Mensaje de texto
demo-call = Llamada
demo-mail-about = Para { $to }, { $at }
