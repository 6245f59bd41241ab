# What waits to leave the house, and what could not: for administrators.
queue-nav = Outgoing queue
queue-heading = Outgoing queue
queue-lede = What the portal sends waits here until it has left. For privacy, nothing here says to whom or what.
queue-given-up = Could not be sent
queue-none = Everything was sent
queue-none-why = Nothing was given up. What fails is tried again by itself, for most of a day.
queue-waiting = Waiting
queue-waiting-caption = What waits, by kind
queue-nothing-waits = Nothing is waiting.
queue-what = What
queue-count = How many
queue-failing = Failed before
queue-next = Next try
queue-now = now
queue-count-last = { $count ->
    [one] { $count }, on { $when }
   *[other] { $count }, the last on { $when }
  }
queue-said = What was reported: { $error }
queue-reason-tried = It was tried again and again for most of a day. Put right what is reported, then try again.
queue-reason-refused = It was refused, and would be refused again as it is. Put right what is reported, or drop it.
queue-reason-unknown = The portal stopped while sending. It may have arrived: if you try again, somebody may get it twice.
queue-reason-nobody = This version of the portal does not know this kind of work. Update the portal, then try again.
queue-again = Try again
queue-again-which = Try again: { $name }
queue-drop = Drop
queue-drop-which = Drop: { $name }
queue-drop-how-many = { $count ->
    [one] { $count } will not be sent.
   *[other] { $count } will not be sent.
  }
queue-drop-for-good = This cannot be undone. The audit record keeps that you did it.
queue-keep = Keep them
queue-done-again = They are tried again now.
queue-done-dropped = They were dropped.
