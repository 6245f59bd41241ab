# Passcodes: four digits on one device.
passcode-heading = Passcode
passcode-lede = With a passcode you sign in with four digits on this device. You need no password and no code here.
passcode-off = Sign in with four digits on a device that is yours.
passcode-count = { $count ->
    [one] You have a passcode on { $count } device.
   *[other] You have a passcode on { $count } devices.
  }
passcode-none = You have no passcode yet.
passcode-made = Set up: { $when }
passcode-used = Last used: { $when }
passcode-never-used = Not used yet
passcode-remove = Remove
passcode-remove-one = Remove the passcode on { $name }
passcode-add-heading = Set up a passcode on this device
passcode-unable = Passcodes do not work in this browser. Open { $address }, allow scripts, or try another browser or device.
passcode-field = Passcode
passcode-repeat = Passcode again
passcode-hint = Four digits. Do this only on a device that is yours, and that you lock.
passcode-add = Set up the passcode
passcode-four = Enter four digits.
passcode-easy = This one is easy to guess. Choose four other digits: not a row such as 1234, and not from your birth date.
passcode-differs = This is not the same as above. Enter the same four digits.
passcode-failed = The passcode was not set up. Please try again.
passcode-done-added = Your passcode is set up. Use it here the next time you sign in.
passcode-done-removed = The passcode is removed. Sign in on that device in the usual way.
passcode-use-heading = Use your passcode
passcode-use = Sign in with the passcode
passcode-wrong = { $left ->
    [one] That passcode is not right. You have { $left } more try on this device.
   *[other] That passcode is not right. You have { $left } more tries on this device.
  }
passcode-gone = There is no passcode on this device any more. Sign in in the usual way. After that you can set up a new one.
passcode-again = The passcode could not be checked. Try again, or sign in in the usual way.
