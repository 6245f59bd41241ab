# Lo que espera para salir, y lo que no pudo: para la administración.
queue-nav = Cola de envíos
queue-heading = Cola de envíos
queue-lede = Lo que el portal envía espera aquí hasta que sale. Por privacidad, aquí no se dice a quién ni qué.
queue-given-up = No se pudo enviar
queue-none = Todo se envió
queue-none-why = No se abandonó nada. Lo que falla se intenta de nuevo por sí solo, durante gran parte del día.
queue-waiting = En espera
queue-waiting-caption = Lo que espera, por tipo
queue-nothing-waits = No hay nada en espera.
queue-what = Qué
queue-count = Cuántos
queue-failing = Fallaron antes
queue-next = Próximo intento
queue-now = ahora
queue-count-last = { $count ->
    [one] { $count }, el { $when }
   *[other] { $count }, el último el { $when }
  }
queue-said = Lo que se informó: { $error }
queue-reason-tried = Se intentó una y otra vez durante gran parte del día. Corrija lo que se informa y luego intente de nuevo.
queue-reason-refused = Fue rechazado, y tal como está se rechazaría otra vez. Corrija lo que se informa o descártelo.
queue-reason-unknown = El portal se detuvo durante el envío. Puede haber llegado: si intenta de nuevo, alguien puede recibirlo dos veces.
queue-reason-nobody = Esta versión del portal no conoce este tipo de trabajo. Actualice el portal y luego intente de nuevo.
queue-again = Intentar de nuevo
queue-again-which = Intentar de nuevo: { $name }
queue-drop = Descartar
queue-drop-which = Descartar: { $name }
queue-drop-how-many = { $count ->
    [one] { $count } no se enviará.
   *[other] { $count } no se enviarán.
  }
queue-drop-for-good = Esto no se puede deshacer. El registro de auditoría guarda que usted lo hizo.
queue-keep = Conservarlos
queue-done-again = Se intentan de nuevo ahora.
queue-done-dropped = Se descartaron.
