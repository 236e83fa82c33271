/** The request in a launch SMS: its first word is the command and its last is the code. */
export interface LaunchText {
  readonly scenario: string;
  /** The code as it was typed. */
  readonly code: string;
}

/**
 * Reads `LAUNCH 7 7K2M-9QXT` or `lancer crue vallee 7K2M 9QXT`: one of `words`, the name or number of a scenario, and
 * a code. Undefined if the text doesn't begin with such a word; 'incomplete' if the rest is missing.
 */
export const readLaunch = (text: string, words: readonly string[]): LaunchText | 'incomplete' | undefined => {
  const typed = text.slice(0, MOST_UNITS).trim().split(/\s+/);
  const [call = '', ...rest] = typed;
  if (!words.some((word) => word.toLowerCase() === call.toLowerCase())) return undefined;
  const last = rest.at(-1) ?? '';
  // A code may be typed in two halves; but the name of a scenario may also end in a word of four letters.
  const halves = last.length === 4 && rest.at(-2)?.length === 4 && rest.length > 2;
  const taken = halves ? 2 : 1;
  const scenario = rest.slice(0, -taken).join(' ');
  if (scenario === '') return 'incomplete';
  return { scenario, code: rest.slice(-taken).join('') };
};

const MOST_UNITS = 320;

export type LaunchAnswer =
  | { readonly kind: 'launched'; readonly name: string; readonly alert: number }
  | { readonly kind: 'waiting'; readonly name: string; readonly alert: number }
  /** The alert waits, since `repeats` went out a short time ago with the same. */
  | { readonly kind: 'repeats'; readonly name: string; readonly alert: number; readonly repeats: number }
  | { readonly kind: 'incomplete' | 'wrongCode' | 'locked' | 'usedCode' | 'held' }
  | { readonly kind: 'unknownScenario' | 'unapproved' | 'lapsed'; readonly name: string };

/** The reply SMS. It fits in one GSM 7-bit part unless a name is long. */
export const launchReply = (answer: LaunchAnswer, language: 'fr' | 'en'): string =>
  language === 'fr' ? french(answer) : english(answer);

const english = (answer: LaunchAnswer): string => {
  switch (answer.kind) {
    case 'launched':
      return `Launched: ${answer.name}. Alert ${answer.alert}.`;
    case 'waiting':
      return `NOT launched: ${answer.name} waits as alert ${answer.alert}. Call an operator. The code is used.`;
    case 'repeats':
      return `NOT launched: ${answer.name} just went out as alert ${answer.repeats}. To repeat it, call an operator: alert ${answer.alert} waits.`;
    case 'incomplete':
      return 'NOT launched. Write: LAUNCH, the scenario, a code.';
    case 'wrongCode':
      return 'NOT launched: the code is wrong.';
    case 'locked':
      return 'NOT launched: too many wrong codes, this phone is locked for now. Call an operator.';
    case 'usedCode':
      return 'NOT launched: this code was used before. Take the next one.';
    case 'held':
      return 'NOT launched: too many alerts in a short time. Call an operator. The code is not used.';
    case 'unknownScenario':
      return `NOT launched: there is no scenario "${answer.name}". The code is not used.`;
    case 'unapproved':
      return `NOT launched: the scenario ${answer.name} is not approved. The code is not used.`;
    case 'lapsed':
      return `NOT launched: the recipients of ${answer.name} changed since its approval. Call an operator. The code is not used.`;
  }
};

const french = (answer: LaunchAnswer): string => {
  switch (answer.kind) {
    case 'launched':
      return `Lancé : ${answer.name}. Alerte ${answer.alert}.`;
    case 'waiting':
      return `NON lancé : ${answer.name} attend, alerte ${answer.alert}. Appelez un opérateur. Le code est utilisé.`;
    case 'repeats':
      return `NON lancé : ${answer.name} vient de partir, alerte ${answer.repeats}. Pour répéter, appelez un opérateur : l'alerte ${answer.alert} attend.`;
    case 'incomplete':
      return 'NON lancé. Écrivez : LANCER, le scénario, un code.';
    case 'wrongCode':
      return 'NON lancé : le code est faux.';
    case 'locked':
      return 'NON lancé : trop de codes faux, ce téléphone est bloqué pour le moment. Appelez un opérateur.';
    case 'usedCode':
      return 'NON lancé : ce code a déjà servi. Prenez le suivant.';
    case 'held':
      return "NON lancé : trop d'alertes en peu de temps. Appelez un opérateur. Le code n'a pas servi.";
    case 'unknownScenario':
      return `NON lancé : il n'y a pas de scénario "${answer.name}". Le code n'a pas servi.`;
    case 'unapproved':
      return `NON lancé : le scénario ${answer.name} n'est pas approuvé. Le code n'a pas servi.`;
    case 'lapsed':
      return `NON lancé : les destinataires de ${answer.name} ont changé depuis l'accord. Appelez un opérateur. Le code n'a pas servi.`;
  }
};
