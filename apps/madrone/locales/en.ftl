# The demo's mailbox.
demo-mailbox-heading = Mail of the demo
demo-mailbox-lede = What would leave by mail or as a text message lands here, the newest first.
demo-mailbox-empty = Nothing has been sent yet. Sign in, and your security code will be here.
demo-sms = Text message
demo-call = Call
demo-mail-about = To { $to }, { $at }
