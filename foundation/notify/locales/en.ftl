# What every notice says, whatever it is of.
notify-choose = You choose what we tell you about, and how: { $link }
notify-digest-subject = News from { $clinic }
notify-digest-text = This is what is new for you at { $clinic } since yesterday. Sign in to read it.

# What waits in the queue.
notify-mail-job = Notices by e-mail
notify-text-job = Notices by text message
notify-push-job = Notices in browsers
notify-digest-job = Daily mails

# Read out by a call.
notify-call-code = This is { $clinic }. Your code is: { $code }. Do not tell it to anyone.
