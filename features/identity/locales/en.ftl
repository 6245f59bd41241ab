# Signing in and signing up.
identity-sign-in-heading = Sign in
identity-sign-in-lede = See your test results, medicines and visits.
identity-clinic-sign-in-heading = Clinic sign-in
identity-clinic-sign-in-lede = For people who work at the clinic.
identity-username = Username
identity-password = Password
identity-show = Show
identity-hide = Hide
identity-sign-in = Sign in
identity-wrong = The username or the password is not right. Check both and try again.
identity-signed-out = You are signed out.
identity-welcome = Your account is ready. Sign in with your new username and password.
identity-expired = That sign-in ran out of time or tries. Please start again.
identity-new-here = New here?
identity-to-sign-up = Make your account
identity-emergency = This portal is not for emergencies. If you need help right away, call 911.

identity-code-lede = We sent a code to { $email }. It works for 10 minutes.
identity-app-lede = Open your authenticator app, and type the code it shows for this clinic.
identity-text-code = { $clinic }: { $code } is your code. Do not tell it to anyone. We never ask for it.
identity-text-lede = We can text a code to { $number }.
identity-text-lede-sent = We texted a code to { $number }. It works for 10 minutes.
identity-text-resend = It can take a minute. Check that your phone has a signal.
identity-call-lede = We can call { $number } and read a code out.
identity-call-lede-sent = We are calling { $number } to read a code out. It works for 10 minutes.
identity-call-resend = The call can take a minute. Keep the line free.
identity-email-lede = We can send a code to { $email }.
identity-send-code = Send me a code
identity-recovery-code-lede = Type one of the ten codes that you printed or wrote down. Each code works once.
identity-recovery-code = Recovery code
identity-recovery-code-hint = 10 letters and digits, such as abcde-23456
identity-recovery-code-wrong = { $left ->
    [one] That code is not right, or was used before. You have one try left.
   *[other] That code is not right, or was used before. You have { $left } tries left.
  }
identity-other-ways = Use another way
identity-by-app = Use my authenticator app
identity-by-sms = Text me a code
identity-by-call = Call me with a code
identity-by-email = Send me a code by e-mail
identity-by-recovery = Use a recovery code
identity-continue = Continue
identity-resend-text = It can take a minute. Look in your spam folder too.
identity-start-over = Start over

identity-birth-date = Date of birth
identity-birth-date-hint = So that we know it is you.
identity-new-username = Choose a username
identity-new-username-hint = 3 to 40 letters or digits; dots and hyphens are fine.
identity-new-password = Choose a password
identity-new-password-hint = At least 8 characters. Three or four words that do not belong together are good.
identity-make-account = Make my account
identity-have-account = Do you have an account?
identity-username-wrong = Choose a username of 3 to 40 letters or digits. Dots, hyphens and underlines are fine; spaces are not.
identity-username-taken = That username is taken. Choose another one.
identity-password-short = The password is too short. Use at least 8 characters.
identity-password-long = The password is too long. Use at most 128 characters.
identity-password-guessable = That password is easy to guess. Add another word or two.
identity-password-breached = That password was found in a list of stolen passwords, so others may try it. Choose another one.

identity-mail-code-subject = Your { $clinic } security code
identity-mail-code-text =
    { $code } is your security code for { $clinic }.

    It works for { $minutes } minutes and only once. We will never ask you for it by phone or mail.

    If you did not try to sign in, someone may know your password. Change it, or call the clinic.
identity-mail-invitation-subject = { $clinic } invites you to your patient portal
identity-mail-invitation-text =
    { $clinic } invites you to see your health record online.

    To make your account, open this link and confirm your date of birth:

    { $link }

    The link works for 28 days and only once. Do not pass it on.

identity-security-topic = Safety of your account
identity-security-topic-hint = New devices, changed passwords and the like. These always come by e-mail, so that nobody can use your account without you knowing.

# What waits in the queue.
identity-look-for-chart-job = Requests to sign up
identity-send-code-job = Sign-in codes
identity-send-invitation-job = Invitations of patients
identity-send-staff-invitation-job = Invitations of staff
identity-tell-staff-job = Notices to staff about their accounts
identity-send-new-device-job = Notices of new devices
identity-send-sign-up-code-job = Sign-up codes
identity-tell-sign-up-job = Notices of new accounts
identity-send-phone-code-job = Codes that prove a phone number
identity-send-recovery-job = Mails to get back in
identity-tell-recovery-job = Notices of new passwords
identity-tell-security-job = Notices of changed security
identity-text-job = Text messages about accounts
