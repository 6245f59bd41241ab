# Getting back in: a lost password, a lost username.
recovery-link = Forgot your password or username?
recovery-heading = Trouble signing in?
recovery-lede = What did you forget? We will help you by e-mail.
recovery-lost-password = I forgot my password
recovery-lost-password-hint = We send you a link to choose a new one.
recovery-lost-username = I forgot my username
recovery-lost-username-hint = We send it to your e-mail address.
recovery-back = Back to sign-in
recovery-call = If you cannot read your e-mail, call the clinic. They will help you.
recovery-call-at = If you cannot read your e-mail, call the clinic at { $phone }. They will help you.
recovery-call-staff = If you cannot read your e-mail, ask whoever looks after the portal at the clinic.

recovery-password-heading = Forgot your password?
recovery-password-lede = Tell us your username. We will send a link to the e-mail address of your account.
recovery-password-field = Username
recovery-password-hint = The name you sign in with.
recovery-password-wrong = Type your username.
recovery-password-button = Send me a link
recovery-username-heading = Forgot your username?
recovery-username-lede = Tell us the e-mail address of your account. We will send your username there.
recovery-username-field = E-mail address
recovery-username-hint = For example, name@example.com
recovery-username-wrong = Type your whole e-mail address, such as name@example.com.
recovery-username-button = Send me my username

recovery-password-lede-or-phone = Tell us your username. We will send a link to the e-mail address or the phone of your account.
recovery-by = How should we send the link?
recovery-by-email = By e-mail
recovery-by-sms = By text message, if you get codes that way
recovery-username-lede-or-phone = Tell us the e-mail address of your account, or the phone number that your codes go to. We will send your username there.
recovery-username-field-or-phone = E-mail address or mobile phone number
recovery-username-hint-or-phone = For example, name@example.com or 541-555-0142
recovery-username-wrong-or-phone = Type your whole e-mail address, such as name@example.com, or your phone number with its area code, such as 541-555-0142.
recovery-sent-heading-or-phone = Look in your e-mail or on your phone
recovery-sent-password-lede-or-phone = If there is an account with that username, we are sending it a link.
recovery-sent-username-lede-or-phone = If there is an account with that e-mail address or phone number, we are sending its username there.
recovery-sent-password-next-or-phone = Open the link in the e-mail or text message. It works for 30 minutes, and only once.
recovery-sent-username-next-or-phone = Sign in with the username in the e-mail or text message.
recovery-text-link = { $clinic }: choose a new password within { $minutes } minutes: { $link } If you did not ask for this, do nothing.
recovery-text-username = { $clinic }: you sign in with { $usernames }. If you did not ask for this, do nothing.
recovery-text-told = { $clinic }: your password was changed. If this was not you, choose a new one right away.

recovery-sent-heading = Look in your e-mail
recovery-sent-password-lede = If there is an account with that username, we are sending a link to its e-mail address.
recovery-sent-username-lede = If there is an account with that e-mail address, we are sending its username there.
recovery-sent-password-next = Open the link in the e-mail. It works for 30 minutes, and only once.
recovery-sent-username-next = Sign in with the username in the e-mail.
recovery-sent-spam = It can take a few minutes. Look in your spam folder too.
recovery-sent-again = Nothing after 5 minutes? Check what you typed, and ask again.
recovery-ask-again = Ask again

recovery-new-heading = Choose your new password
recovery-new-lede = For the username { $username }.
recovery-new-password = New password
recovery-new-button = Save my new password
recovery-new-after = After this, you sign in with the new password on every phone and computer.
recovery-gone-heading = This link does not work any more
recovery-gone-lede = Your password has not been changed by it. You can ask for a new link.
recovery-gone-used = A link works for 30 minutes, and only once.
recovery-gone-newest = If you got more than one e-mail, try the newest one.
recovery-gone-button = Ask for a new link
recovery-done-heading = Your password is changed
recovery-done-lede = You can sign in now.
recovery-done-out = Every phone and computer that was signed in is signed out.
recovery-done-told = We are sending you an e-mail that says so. If you did not do this, it tells you who to call.
recovery-done-next = Sign in with your username and the new password. We will ask for your security code, as always.

recovery-mail-link-subject = Choose a new password for { $clinic }
recovery-mail-link-text =
    Somebody, we hope you, asked for a new password for { $username } at { $clinic }.

    To choose it, open this link:

    { $link }

    The link works for { $minutes } minutes and only once. Do not pass it on.

    If it was not you, do nothing. Your password stays as it is.
recovery-mail-username-subject = Your username for { $clinic }
recovery-mail-username-text =
    Somebody, we hope you, asked for the username of this e-mail address at { $clinic }.

    { $count ->
        [one] This is your username, and where you sign in:
       *[other] These are your usernames, and where you sign in:
    }
recovery-mail-username-next =
    Did you forget your password too? Ask for a new one here:

    { $link }

    If it was not you who asked, you need not do anything.
recovery-mail-told-subject = Your { $clinic } password was changed
recovery-mail-told-text =
    The password of your account at { $clinic } was changed ({ $at }). Every phone and computer was signed out.

    If it was you, you need not do anything.
recovery-mail-told-not-you =
    If it was not you, choose a new password right away, and change the password of your e-mail too:

    { $link }
