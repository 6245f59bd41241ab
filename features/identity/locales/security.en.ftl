# An account's password and second steps, and the mails about them.
security-heading = Sign-in and security
security-lede = Your password, and the second step that shows it is you.
security-second-heading = Second step
security-first-heading = Password and devices
security-on = On
security-set-up = Set up
security-last-used = Last used
security-never-used = Not used yet

security-advice = Set up one more second step
security-advice-text = You have only one. If you lose it, you cannot sign in.
security-must = Set up a passkey or an authenticator app first
security-must-text = A code by e-mail is not enough for people who work at the clinic. Set one of them up now. After that, all pages open.

security-done-app = Your authenticator app is set up. Use it the next time you sign in.
security-done-app-removed = Your authenticator app is removed.
security-done-passkey = Your passkey is added. Use it the next time you sign in.
security-done-passkey-removed = The passkey is removed. You can now delete it on your device too.
security-done-phone = Codes now come to your phone.
security-done-phone-removed = The number is removed. Codes go to your e-mail.
security-done-last-one = This is the only second step you have. Set up another one before you remove it.
security-done-password = Your password is changed. All other devices are signed out.

security-app = Authenticator app
security-app-on = You sign in with a code from your phone.
security-app-off = An app on your phone shows you a code. It works without a signal.
security-app-new-phone = Set up another phone
security-app-remove-heading = Do you no longer use the app?
security-app-remove-text = After you remove it, its codes no longer work here.
security-app-remove = Remove the app
security-app-set-up = Set up an authenticator app
security-app-lede = You need an app such as Google Authenticator, Microsoft Authenticator or 2FAS. All of them are free.
security-app-step-1 = Open the app on your phone, and choose to add an account.
security-app-step-2 = Point the phone's camera at the square.
security-app-step-3 = Type the code that the app shows.
security-app-square = A square to scan with your authenticator app
security-app-open = Open the app on this phone
security-app-typed = Can you not scan it? Type this key into the app instead:
security-app-code-hint = The 6 digits that the app shows now
security-app-button = Finish
security-app-wrong = That code is not right. Wait for the next code in the app and type that one. Check that your phone's clock is right.

security-email = Code by e-mail
security-email-on = Codes go to { $email }.
security-email-off = Not used for people who work at the clinic.

security-codes = Recovery codes
security-codes-off = Ten codes on paper, for when you lose your phone.
security-codes-left = { $left ->
    [one] { $left } code is left.
   *[other] { $left } codes are left.
  }
security-codes-new = Your new recovery codes
security-codes-lede = Each code works once, in place of your second step. Use one when you have lost your phone or cannot read your e-mail.
security-codes-none = You have no recovery codes yet.
security-codes-state = { $left ->
    [0] You have used all your codes. They were made on { $when }.
    [one] You have { $left } code left. Your codes were made on { $when }.
   *[other] You have { $left } codes left. They were made on { $when }.
  }
security-codes-make = Make ten codes
security-codes-again = Make ten new codes
security-codes-again-text = When you make new codes, the old ones no longer work.
security-codes-label = Recovery codes for { $clinic }
security-codes-once = This page is the only time we show them. Print it, or write them down.
security-codes-keep = Keep them where you keep important papers, and not in your e-mail.
security-codes-print = Print

security-password = Password
security-password-line = Choose a new one
security-password-heading = Change your password
security-password-lede = All other devices will be signed out.
security-password-current = Password you have now
security-password-current-wrong = This is not the password you have now. Check it and try again.
security-password-forgot = I do not remember my password

security-confirm-heading = Show that it is you
security-confirm-lede = The next page can change how you sign in.
security-confirm-leave = Cancel
security-confirm-wrong = That code is not right. Check it, or ask for another one.

security-mail-subject = About your { $clinic } sign-in
security-mail-app-added = An authenticator app was set up for your { $clinic } account.
security-mail-app-removed = The authenticator app was removed from your { $clinic } account.
security-mail-passkey-added = A passkey was added to your { $clinic } account.
security-mail-passkey-removed = A passkey was removed from your { $clinic } account.
security-mail-phone-added = A phone number for codes by text message was set up for your { $clinic } account.
security-mail-phone-removed = The phone number for codes by text message was removed from your { $clinic } account.
security-mail-passkey-cloned = Someone tried to sign in to your { $clinic } account with a passkey that seems to be a copy of yours. They did not get in. Remove that passkey, and add a new one.
security-mail-passcode-added = A passcode of four digits was set up for your { $clinic } account on one device.
security-mail-passcode-removed = A passcode was removed from your { $clinic } account.
security-mail-passcode-gone = A wrong passcode was entered five times on a device of yours. That passcode no longer works. Sign in to { $clinic } in the usual way, and set up a new passcode if you want one.
security-mail-codes-made = Ten new recovery codes were made for your { $clinic } account. Older ones no longer work.
security-mail-code-used = A recovery code was used for your { $clinic } account.
security-mail-password = The password of your { $clinic } account was changed.
security-mail-in-person = Someone at { $clinic } checked your photo ID and gave you a code to choose a new password. Every phone and computer was signed out.
security-mail-wrong-codes = Someone typed the right password for your { $clinic } account, but then five wrong codes. They did not get in.
security-mail-when = When: { $when }
security-mail-not-you =
    If this was you, you do not need to do anything. If it was not you, change your password here, and sign out all other devices:

    { $link }
