# Accounts of people who work at the clinic, as administrators see them.
admin-nav = Clinic accounts
admin-nav-short = Accounts
admin-heading = Clinic accounts
admin-lede = Who works with the portal, and what they may do.
admin-invite = Invite someone
admin-lists = Lists of accounts
admin-list-active = Can sign in
admin-list-disabled = Switched off
admin-list-invited = Invited
admin-find = Find by name, username or e-mail
admin-search = Search
admin-clear = Clear the search
admin-any-role = Any role
admin-role = Role
admin-role-hint = It decides what they may see and do.
admin-choose-role = Choose a role
admin-name = Name
admin-username = Username
admin-email = E-mail address
admin-last = Last sign-in
admin-never = Never
admin-made = Account made
admin-second-passkey = Passkey: { $name }
admin-second-codes = { $left ->
    [one] { $left } recovery code is left
   *[other] { $left } recovery codes are left
  }
admin-second-passkeys = { $count ->
    [one] { $count } passkey
   *[other] { $count } passkeys
  }
admin-second-vouched = By the organisation
admin-second-none = None set up yet
admin-off-since = Switched off
admin-state-on = Can sign in
admin-state-off = Switched off
admin-pages = Pages
admin-page-before = Previous page
admin-page-after = Next page
admin-none-found = Nobody found
admin-none-found-why = No account on this list fits. Check the spelling, or look at the other lists.
admin-none-active = Nobody can sign in
admin-none-active-why = Invite the people who work here. Each one gets a link by e-mail.
admin-none-disabled = No account is switched off
admin-none-disabled-why = When you switch an account off, you find it here and can switch it on again.
admin-none-invited = No open invitations
admin-none-invited-why = People who have taken their invitation are on the first list. An invitation that is not taken ends after 7 days.
admin-invited-by = Invited by { $name }
admin-invited-until = Works until { $when }
admin-resend = Send again
admin-resend-whose = Send the invitation again: { $name }
admin-withdraw = Withdraw
admin-withdraw-whose = Withdraw the invitation: { $name }
admin-done-invited = The invitation is on its way by e-mail. It works for 7 days, and only once.
admin-done-withdrawn = The invitation is withdrawn. Its link no longer works.

admin-invite-lede = They get an e-mail with a link, and choose their own username and password.
admin-full-name = Full name
admin-email-hint = Their own address at work. Security codes go there too.
admin-send-invitation = Send the invitation
admin-problem = There is a problem
admin-name-wrong = Type the person's name, with at most 100 characters.
admin-email-wrong = Type the whole e-mail address, such as name@example.com.
admin-role-wrong = Choose what the person does at the clinic.

admin-forbidden-own = This is your own account. Ask another administrator to change it.
admin-forbidden-vouched = This person signs in by the organisation, which also says what their role is. Change it there.
admin-forbidden-last = This is the only administrator who can sign in. Make someone else an administrator first.
admin-role-heading = Change the role
admin-save-role = Save the role
admin-help-heading = They cannot sign in?
admin-help-text = Sign them out everywhere and send them a link to choose a new password.
admin-help = Help them back in
admin-on-heading = Switch this account off
admin-on-text = For people who leave, or when an account may be in the wrong hands. You can switch it on again.
admin-disable = Switch off
admin-off-heading = Switch this account on again
admin-off-text = The person can sign in again with the username and password they had.
admin-enable = Switch on
admin-cancel = Cancel
admin-disable-heading = Switch off the account of { $name }?
admin-disable-step-1 = They are signed out on every device, at once.
admin-disable-step-2 = They cannot sign in or choose a new password.
admin-disable-step-3 = We tell them by e-mail. What they did stays on the record.
admin-disable-button = Switch off this account
admin-reset-heading = Help { $name } back in?
admin-reset-step-1 = They are signed out on every device, at once.
admin-reset-step-2 = We send a link to their e-mail address. With it they choose a new password within 30 minutes.
admin-reset-step-3 = Until then their old password still works. Their authenticator app and recovery codes do not: they set up new ones.
admin-reset-button = Sign out and send the link
admin-done-role = The role of { $name } is changed. We are telling them by e-mail.
admin-done-disabled = The account of { $name } is switched off, and signed out everywhere.
admin-done-enabled = { $name } can sign in again. We are telling them by e-mail.
admin-done-reset = { $name } is signed out everywhere, and a link is on its way to them.

admin-join-heading = Make your clinic account
admin-join-lede = Welcome, { $name }. { $clinic } invited you as: { $role }.
admin-gone-heading = This invitation does not work any more
admin-gone-lede = No account was made.
admin-gone-used = An invitation works for 7 days, and only once.
admin-gone-next = If you have an account, sign in. If not, ask your administrator at the clinic to invite you again.

admin-mail-invitation-subject = Your account for the { $clinic } portal
admin-mail-invitation-text =
    Hello { $name },

    { $inviter } invites you to work with the portal of { $clinic }. Your role: { $role }.

    To choose your username and password, open this link:

    { $link }

    The link works for 7 days and only once. Do not pass it on.
admin-mail-subject = Your { $clinic } account was changed
admin-mail-role = Your role in the portal of { $clinic } is now: { $role }. Your username is still { $username }.
admin-mail-disabled = Your account { $username } in the portal of { $clinic } was switched off. You cannot sign in until an administrator switches it on again.
admin-mail-enabled = Your account { $username } in the portal of { $clinic } was switched on again. You can sign in with the password you had.
admin-mail-reset = An administrator signed out your account { $username } in the portal of { $clinic } on every device. If the account can be used, you get another e-mail with a link to choose a new password.
admin-mail-questions = If you did not expect this, ask an administrator of the portal at the clinic.
