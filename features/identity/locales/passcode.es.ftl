# Claves: cuatro cifras en un dispositivo.
passcode-heading = Clave de cuatro cifras
passcode-lede = Con una clave inicia sesión en este dispositivo con cuatro cifras. Aquí no necesita contraseña ni código.
passcode-off = Inicie sesión con cuatro cifras en un dispositivo que sea suyo.
passcode-count = { $count ->
    [one] Tiene una clave en { $count } dispositivo.
   *[other] Tiene una clave en { $count } dispositivos.
  }
passcode-none = Todavía no tiene una clave.
passcode-made = Creada: { $when }
passcode-used = Último uso: { $when }
passcode-never-used = Todavía no se ha usado
passcode-remove = Quitar
passcode-remove-one = Quitar la clave en { $name }
passcode-add-heading = Crear una clave en este dispositivo
passcode-unable = Las claves no funcionan en este navegador. Abra { $address }, permita los scripts o pruebe con otro navegador o dispositivo.
passcode-field = Clave
passcode-repeat = Clave otra vez
passcode-hint = Cuatro cifras. Hágalo solo en un dispositivo que sea suyo y que tenga bloqueo de pantalla.
passcode-add = Crear la clave
passcode-four = Escriba cuatro cifras.
passcode-easy = Esta es fácil de adivinar. Elija otras cuatro cifras: ni una serie como 1234, ni de su fecha de nacimiento.
passcode-differs = No es igual a la de arriba. Escriba las mismas cuatro cifras.
passcode-failed = La clave no se creó. Pruebe otra vez.
passcode-done-added = Su clave está lista. Úsela aquí la próxima vez que inicie sesión.
passcode-done-removed = Se quitó la clave. En ese dispositivo, inicie sesión como siempre.
passcode-use-heading = Use su clave
passcode-use = Entrar con la clave
passcode-wrong = { $left ->
    [one] La clave no es correcta. Le queda { $left } intento en este dispositivo.
   *[other] La clave no es correcta. Le quedan { $left } intentos en este dispositivo.
  }
passcode-gone = En este dispositivo ya no hay una clave. Inicie sesión como siempre. Después puede crear una nueva.
passcode-again = No se pudo comprobar la clave. Pruebe otra vez o inicie sesión como siempre.
