# What people are written back when they answer a text message.
texting-stopped = { $clinic }: you will get no more text messages from us. Sign-in codes go to your e-mail. Text START to get them again.
texting-started = { $clinic }: you get text messages from us again. Text STOP to end, HELP for help.
texting-started-notices = { $clinic }: notices now come to this phone by text. Message frequency varies. Message and data rates may apply. Text STOP to end, HELP for help.
texting-help = { $clinic } sends sign-in codes and notices. Message frequency varies. Message and data rates may apply. Text STOP to end.
texting-unread = { $clinic }: nobody reads answers to this number. In an emergency call 911.
texting-call = For help, call the clinic.
texting-call-at = For help, call { $phone }.
