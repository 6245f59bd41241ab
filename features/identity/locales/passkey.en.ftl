# Passkeys.
passkey-heading = Passkeys
passkey-lede = A passkey lets you sign in with your fingerprint, your face, or the PIN of your phone or computer. You need no password and no code.
passkey-off = Sign in with your fingerprint, your face or your device's PIN.
passkey-count = { $count ->
    [one] You have { $count } passkey.
   *[other] You have { $count } passkeys.
  }
passkey-none = You have no passkeys yet.
passkey-one = Passkey
passkey-made = Added: { $when }
passkey-used = Last used: { $when }
passkey-never-used = Not used yet
passkey-remove = Remove
passkey-remove-one = Remove: { $name }
passkey-add-heading = Add a passkey
passkey-name = Name of this passkey
passkey-name-hint = So that you know later which device it is on.
passkey-add = Add a passkey
passkey-unable = This browser cannot use passkeys here. Open { $address }, allow scripts, or try another browser or device.
passkey-by-number = Passkeys and passcodes do not work at { $address }, because this address is a number. They need one with a name. Ask the clinic for it.
passkey-not-added = The passkey was not added. Please try again.
passkey-use = Use a passkey
passkey-failed = The passkey did not work. Try again, or sign in another way.
passkey-lede-use = Use your fingerprint, your face, or the PIN of your device.
