# The terms of use. Whoever changes them changes VERSION in src/sign_up/terms.rs.
terms-heading = Terms of use
# Which text counts. A translation says by whom it was reviewed and when, or that nobody has yet.
terms-review = Where a translation differs, the English text counts.
terms-version = These terms hold from { $date }.
terms-what = What the portal is
terms-what-text = With this portal, { $clinic } shows you your health record and lets you do things with the clinic online. It is free. You do not need it to be treated: the clinic also helps you in person and by phone.
terms-emergency = Not for emergencies
terms-emergency-text = Nobody watches the portal day and night. In an emergency, call 911. If you think of harming yourself, call or text 988.
terms-account = Your account is yours alone
terms-account-text = Do not share your username, password or codes. If someone else should see your record, ask { $clinic } about family access. Sign out on devices that others use. If you think that someone knows your password, change it and call the clinic.
terms-records = What you see, and who sees it
terms-records-text = Results may appear before a clinician has talked with you about them. The portal may not show everything that { $clinic } has; you can ask for the rest. The people who care for you see what you write here. Everyone who opens your record leaves a trace in it.
terms-mail = Messages we send you
terms-mail-text = We send codes and notices to the contacts that you gave us. They say that there is something new, but not what it is. Tell { $clinic } when your contacts change.
terms-end = Ending the account
terms-end-text = You can ask { $clinic } at any time to close your account. Your health record stays with the clinic. The clinic may close an account that is misused. If these terms change, we tell you when you sign in.
