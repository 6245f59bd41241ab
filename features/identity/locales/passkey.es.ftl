# Llaves de acceso.
passkey-heading = Llaves de acceso
passkey-lede = Con una llave de acceso inicia sesión con su huella, su cara o el PIN de su teléfono o computadora. No necesita contraseña ni código.
passkey-off = Inicie sesión con su huella, su cara o el PIN de su dispositivo.
passkey-count = { $count ->
    [one] Tiene { $count } llave de acceso.
   *[other] Tiene { $count } llaves de acceso.
  }
passkey-none = Todavía no tiene llaves de acceso.
passkey-one = Llave de acceso
passkey-made = Añadida: { $when }
passkey-used = Último uso: { $when }
passkey-never-used = Todavía no se ha usado
passkey-remove = Quitar
passkey-remove-one = Quitar: { $name }
passkey-add-heading = Añadir una llave de acceso
passkey-name = Nombre de esta llave
passkey-name-hint = Para que más tarde sepa en qué dispositivo está.
passkey-add = Añadir una llave de acceso
passkey-unable = Este navegador no puede usar llaves de acceso aquí. Abra { $address }, permita los scripts o pruebe con otro navegador o dispositivo.
passkey-by-number = Las llaves de acceso y las claves de cuatro cifras no funcionan en { $address }, porque esta dirección es un número. Necesitan una que tenga nombre. Pídala a la clínica.
passkey-not-added = La llave de acceso no se añadió. Pruebe otra vez.
passkey-use = Usar una llave de acceso
passkey-failed = La llave de acceso no funcionó. Pruebe otra vez o inicie sesión de otra forma.
passkey-lede-use = Use su huella, su cara o el PIN de su dispositivo.
