# The demo's mailbox.
demo-mailbox-heading = Mail of the demo
demo-mailbox-lede = What would leave by mail lands here, the newest first.
demo-mailbox-empty = Nothing has been sent yet. Sign in, and your security code will be here.
demo-mail-about = To { $to }, { $at }
