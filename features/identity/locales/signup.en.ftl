# Signing up.
signup-heading = Make your account
signup-lede = See your health record at { $clinic }. This takes about three minutes.
signup-code = Activation code
signup-code-hint = 12 letters and figures, such as K7QM-2PXV-9RTD. It is on the paper or in the mail that we gave you.
signup-wrong = This code and date of birth do not go together, or the code is too old. Check both and try again.
signup-call = If it does not work, call the clinic.
signup-call-at = If it does not work, call the clinic at { $phone }.
signup-over = This sign-up ran out of time or tries, or its code has been used. You can start again.
signup-account-heading = Choose how you sign in
signup-account-lede = This is the account of { $name }.
signup-fact-email = E-mail
signup-fact-proven = We know that mail reaches you there.
signup-fact-phone = Phone
signup-fact-on-file = As the clinic has it. Tell the clinic if it has changed.
signup-email = Your e-mail address
signup-email-hint = An address that only you read. We send a code there now, and each time you sign in.
signup-email-wrong = Type your whole e-mail address, such as name@example.com.
signup-show-terms = Read the terms of use
signup-accept = I have read the terms of use and accept them.
signup-terms-wrong = To make an account, accept the terms of use.
signup-verify-heading = Enter the code we sent you
signup-verify-code = Code from the e-mail
signup-verify-lede = We sent a code to { $email }. It works for 30 minutes.
signup-verify-none = It can take a few minutes. Look in your spam folder too, and check the address.
signup-verify-back = Use another address
signup-asked-lede = We are looking for your record. If we are sure which one it is, we send a code to the e-mail address that { $clinic } has for you.
signup-asked-none = It can take a few minutes. Look in your spam folder too.
signup-asked-next = If no code comes, we could not be sure that it is you, or we have no e-mail address for you. The people at the clinic look at your request and get in touch with you.
signup-asked-leave = Leave this page

signup-mail-code-subject = Your code to sign up with { $clinic }
signup-mail-code-text =
    { $code } is your code to make an account with { $clinic }.

    It works for { $minutes } minutes and only once. We will never ask you for it by phone or mail.

    If you are not making an account, do nothing: without this code nobody can. Tell the clinic if it happens again.
signup-mail-told-subject = There is a new account for { $clinic }
signup-mail-told-text =
    A portal account was made for a patient of { $clinic } who has this e-mail address on file.

    If that was you, or you expected it, you need not do anything. If not, call the clinic right away: they can close it.

# At the clinic.
signup-portal = Patient portal
signup-portal-has = Has a portal account.
signup-portal-none = No portal account yet.
signup-portal-code-out = An activation code was made on { $date }. A new one takes its place.
signup-portal-mail-out = A link was mailed on { $date }. A new code takes its place.
signup-portal-open = Make an activation code
signup-portal-lede = An activation code lets { $name } make an account. It works for 28 days, once, with the date of birth.
signup-portal-back = Back to the chart
signup-hand-heading = Hand the code over
signup-hand-text = Shown on this screen and printed. Give it to the patient only, after checking who it is.
signup-hand-button = Make a code
signup-mail-heading = Mail a link
signup-mail-text = Goes to the e-mail address on file, { $email }.
signup-mail-button = Mail the link
signup-mailed = A link is on its way to { $email }.
signup-not-has-account = This patient has an account already. If signing in does not work, the sign-in page helps with a lost username or password.
signup-not-no-email = The chart holds no e-mail address. Add one, or hand the code over.
signup-not-no-birth-date = The chart holds no whole date of birth, and signing up asks for it. Add it first.
signup-not-teen = This patient is under 18, and the contacts on file are usually the parents'. Hand the code to the patient in person.
signup-not-child = Children under 12 have no account. Their parents see the record from their own accounts.
signup-not-over = This chart is closed.
signup-slip-heading = Your activation code
signup-slip-for = For { $name }
signup-slip-code = Activation code
signup-slip-step-open = On a phone or computer, open { $address }
signup-slip-step-type = Type the code and your date of birth.
signup-slip-step-choose = Choose a username and a password.
signup-slip-until = The code works until { $date }, and only once. Do not pass it on.
signup-slip-kept = It is shown only now. If it is lost, make a new one.
signup-slip-print = Print
