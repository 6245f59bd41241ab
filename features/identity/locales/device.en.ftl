# The devices that are signed in, and the mail about a new one.
device-page-heading = Devices
device-page-lede = Where you are signed in right now.
device-page-others-heading = Sign out everywhere else
device-page-others-text = You stay signed in here. All other devices must sign in again.
device-page-sign-out-others = Sign out all other devices
device-page-only-this = You are signed in on this device only.
device-page-done-one = That device is signed out.
device-page-done-others = All other devices are signed out.
device-page-unknown-heading = Do you see a device that is not yours?
device-page-unknown-text = Sign it out. Then change your password, because someone else may know it.
device-page-unknown-text-phone = Sign it out. Then change your password, because someone else may know it. If you need help, call { $phone }.
device-page-new-password = Choose a new password
device-here = This device
device-signed-in = Signed in: { $when }
device-last-used = Last used: { $when }
device-in-use = In use now
device-trust = Trust this device for 30 days
device-trust-heading = Trusted devices
device-trust-text = On these devices you sign in with your password only, for 30 days. We still ask for a code before you change anything that matters.
device-trust-since = Trusted since: { $when }
device-trust-revoke = Stop trusting
device-trust-revoke-one = Stop trusting: { $device }
device-trust-done-revoked = That device is no longer trusted.
device-sign-out = Sign out: { $device }

device-mail-subject = New sign-in to your { $clinic } account
device-mail-text =
    Someone signed in to your { $clinic } account from a device we have not seen before.

    Device: { $device }
    When: { $when }

    If this was you, you do not need to do anything.

    If it was not you, sign that device out here:

    { $link }

    Then change your password, or call the clinic. We will never ask you for your password or a code by phone or mail.

# After a session has ended by itself, above the form that signs in again.
device-ended = You were signed out for your safety.
device-ended-text = This happens after some time without activity, or when you sign out this device from another one. Sign in to go back to where you were.
