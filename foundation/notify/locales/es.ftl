# Lo que dice todo aviso, sea de lo que sea.
notify-choose = Usted elige de qué le avisamos y cómo: { $link }
notify-digest-subject = Novedades de { $clinic }
notify-digest-text = Esto es lo nuevo para usted en { $clinic } desde ayer. Inicie sesión para leerlo.

# Lo que espera en la cola.
notify-mail-job = Avisos por correo electrónico
notify-text-job = Avisos por mensaje de texto
notify-push-job = Avisos en navegadores
notify-digest-job = Correos diarios

# Lo que lee una llamada.
notify-call-code = Le llama { $clinic }. Su código es: { $code }. No se lo diga a nadie.
