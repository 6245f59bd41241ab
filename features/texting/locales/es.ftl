# Lo que se responde a quien contesta un mensaje de texto.
texting-stopped = { $clinic }: ya no recibirá mensajes de texto nuestros. Los códigos para iniciar sesión llegan a su correo. Envíe START para recibirlos de nuevo.
texting-started = { $clinic }: vuelve a recibir nuestros mensajes de texto. Envíe ALTO para terminar, AYUDA para ayuda.
texting-started-notices = { $clinic }: los avisos llegan ahora a este teléfono por mensaje de texto. La cantidad de mensajes varía. Pueden aplicarse tarifas de mensajes y datos. Envíe ALTO para terminar, AYUDA para ayuda.
texting-help = { $clinic } envía códigos para iniciar sesión y avisos. La cantidad de mensajes varía. Pueden aplicarse tarifas de mensajes y datos. Envíe ALTO para terminar.
texting-unread = { $clinic }: nadie lee las respuestas a este número. En una emergencia, llame al 911.
texting-call = Si necesita ayuda, llame a la clínica.
texting-call-at = Si necesita ayuda, llame al { $phone }.
