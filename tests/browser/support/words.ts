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
  makeAccount: { en: 'Make my account', es: 'Crear mi cuenta' },
  signOut: { en: 'Sign out', es: 'Cerrar sesión' },
  home: { en: 'Home', es: 'Inicio' },
  results: { en: 'Test results', es: 'Resultados' },
  otherLanguage: { en: 'Español', es: 'English' },
} as const;

export type Words = { [name in keyof typeof WORDS]: string };

/** The words for a browser's locale, such as `es-US`. */
export function wordsFor(locale: string | undefined): Words {
  const language = locale?.startsWith('es') ? 'es' : 'en';
  return Object.fromEntries(Object.entries(WORDS).map(([name, word]) => [name, word[language]])) as Words;
}
