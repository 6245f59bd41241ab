// What people see on what the tests press and fill in, in the language of the test.
const WORDS = {
  username: { en: 'Username', es: 'Nombre de usuario' },
  password: { en: 'Password', es: 'Contraseña' },
  signIn: { en: 'Sign in', es: 'Iniciar sesión' },
  securityCode: { en: 'Security code', es: 'Código de seguridad' },
  continue: { en: 'Continue', es: 'Continuar' },
  birthDate: { en: 'Date of birth', es: 'Fecha de nacimiento' },
  newUsername: { en: 'Choose a username', es: 'Elija un nombre de usuario' },
  newPassword: { en: 'Choose a password', es: 'Elija una contraseña' },
  activationCode: { en: 'Activation code', es: 'Código de activación' },
  ownEmail: { en: 'Your e-mail address', es: 'Su correo electrónico' },
  mailedCode: { en: 'Code from the e-mail', es: 'Código del correo' },
  acceptTerms: { en: 'I have read the terms of use and accept them.', es: 'He leído los términos de uso y los acepto.' },
  makeAccount: { en: 'Make my account', es: 'Crear mi cuenta' },
  forgot: { en: 'Forgot your password or username?', es: '¿Olvidó su contraseña o nombre de usuario?' },
  forgotPassword: { en: 'I forgot my password', es: 'Olvidé mi contraseña' },
  forgotUsername: { en: 'I forgot my username', es: 'Olvidé mi nombre de usuario' },
  emailAddress: { en: 'E-mail address', es: 'Correo electrónico' },
  sendLink: { en: 'Send me a link', es: 'Envíenme un enlace' },
  sendUsername: { en: 'Send me my username', es: 'Envíenme mi nombre de usuario' },
  replacement: { en: 'New password', es: 'Contraseña nueva' },
  savePassword: { en: 'Save my new password', es: 'Guardar mi contraseña nueva' },
  askNewLink: { en: 'Ask for a new link', es: 'Pedir otro enlace' },
  signOut: { en: 'Sign out', es: 'Cerrar sesión' },
  home: { en: 'Home', es: 'Inicio' },
  results: { en: 'Test results', es: 'Resultados' },
  devices: { en: 'Devices', es: 'Dispositivos' },
  thisDevice: { en: 'This device', es: 'Este dispositivo' },
  deviceIsOut: { en: 'That device is signed out.', es: 'Se cerró la sesión en ese dispositivo.' },
  stillThere: { en: 'Are you still there?', es: '¿Sigue ahí?' },
  staySignedIn: { en: 'Stay signed in', es: 'Seguir con la sesión abierta' },
  seconds: { en: 'seconds', es: 'segundos' },
  endedForSafety: { en: 'You were signed out for your safety.', es: 'Cerramos su sesión por su seguridad.' },
  clinicAccounts: { en: 'Clinic accounts', es: 'Cuentas de la clínica' },
  inviteSomeone: { en: 'Invite someone', es: 'Invitar a alguien' },
  fullName: { en: 'Full name', es: 'Nombre completo' },
  role: { en: 'Role', es: 'Función' },
  sendInvitation: { en: 'Send the invitation', es: 'Enviar la invitación' },
  switchOff: { en: 'Switch off', es: 'Desactivar' },
  switchOffAccount: { en: 'Switch off this account', es: 'Desactivar esta cuenta' },
  switchedOff: { en: 'Switched off', es: 'Desactivada' },
  otherLanguage: { en: 'Español', es: 'English' },
} as const;

export type Words = { [name in keyof typeof WORDS]: string };

/** The words for a browser's locale, such as `es-US`. */
export function wordsFor(locale: string | undefined): Words {
  const language = locale?.startsWith('es') ? 'es' : 'en';
  return Object.fromEntries(Object.entries(WORDS).map(([name, word]) => [name, word[language]])) as Words;
}
