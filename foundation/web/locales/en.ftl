# The frame around every page, and the pages of failures.
web-skip = Skip to the page
web-description = See your test results, medicines and visits.
web-navigation = Main
web-all-pages = All pages
web-account = Account menu
web-sign-out = Sign out
web-read-in = Read this page in
web-home = Home
web-access-log = Who has seen my record
web-acting-for = Viewing { $name }’s record
web-acting-seen-by = Your record, as { $name } sees it
web-acting-back = Back to my record
web-acting-seen-back = Stop the preview
web-my-record = My record
web-record-of = { $name }’s record
web-all-records = All records
web-sharing = Share my record
web-devices = Devices
web-notifications = Notifications
web-profile = Personal information
web-security = Sign-in and security
web-menu = Menu
web-new-count = { $count ->
    [one] { $count } new
   *[other] { $count } new
  }
web-new-count-more = more than { $count } new
web-to-home = Go to Home
web-to-start = Go to the start page
web-to-sign-in = Sign in
web-call-us = If you need help now, call the clinic at { $phone }. In an emergency, call 911.
web-reference = If you ask for help, give this number: { $id }

web-not-found-heading = This page is not here
web-not-found-text = The address may be mistyped, or the page may belong to another account. Nothing in your record has changed.
web-no-chart-heading = No health record is linked to your account
web-no-chart-text = You are signed in, but this account has no record of its own. The clinic can link one for you.
web-invalid-heading = Please check the form
web-invalid-text = Something in the form needs another look.
web-forged-heading = This form was open too long
web-forged-text = For your safety nothing was sent. Go back, reload the page, and try again.
web-too-many-heading = Too many tries
web-too-many-text = Please wait a few minutes, then try again.
web-busy-heading = We are very busy right now
web-busy-text = Nothing was lost, and nothing was changed. Please try again in a few seconds.
web-maintenance-heading = The portal is closed for a short time
web-maintenance-text = We are working on it. Your record is safe. Please try again in a few minutes.
web-broken-heading = Something went wrong on our side
web-broken-text = Nothing was changed. We have been told. Please try again, and if it happens again, call us.

web-limit-heading = Are you still there?
web-limit-text = We will sign you out soon to keep your health record private. Do you want to stay signed in?
web-limit-last-heading = You will be signed out soon
web-limit-last-text = You have been signed in for a long time. For your safety you need to sign in again. Finish what you are doing now.
web-limit-left = Time left
web-limit-stay = Stay signed in
web-draft-kept = We kept what you typed. It is not saved yet: check it, and save it.
web-limit-back = Back to the page
web-limit-failed = We could not reach the portal. Check your connection and try again.

# What somebody does at the clinic.
web-role-clinician = Clinician
web-role-nurse = Nurse
web-role-front-desk = Front desk
web-role-billing = Billing
web-role-records = Health records
web-role-pharmacist = Pharmacist
web-role-administrator = Administrator

# The last line of what is sent.
web-notice-call = If anything is not right, call the clinic.
web-notice-call-at = If anything is not right, call the clinic at { $phone }.
web-search = Search
web-search-clear = Clear the search
web-code-heading = Enter your security code
web-code-hint = 6 digits
web-code-wrong = { $left ->
    [one] That code is not right. You have one try left.
   *[other] That code is not right. You have { $left } tries left.
  }
web-code = Security code
web-code-again-heading = No code?
web-code-again = Send a new code
web-problem = There is a problem

# What a browser is called.
web-browser-name = { $browser } on { $system }
web-browser-name-system = A browser on { $system }
web-browser-name-unknown = A device we do not recognize
