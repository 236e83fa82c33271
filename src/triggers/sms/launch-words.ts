import { toFrench } from '../../domain/text/french/translate.ts';
import { quote } from '../../domain/text/quote.ts';
import { transliterate } from '../../domain/text/transliterate.ts';
import { readCode } from './launch-code.ts';

/** One way to read a launch SMS: the command, a scenario, a code, and values for the open places of the scenario. */
export interface LaunchText {
  readonly scenario: string;
  /** The code as it was typed. */
  readonly code: string;
  readonly rest: string;
}

/** The largest number of ways to read a text: each costs a derivation. */
const MOST_READINGS = 3;

/**
 * Reads `LAUNCH 7 7K2M-9QXT`, `lancer crue vallee 7K2M 9QXT` or `LANCER crue 7K2M-9QXT quartier nord`: one of `words`,
 * the name or number of a scenario, a code, and values. A word of a name or of a value may look like a code, so there
 * are several readings, the likeliest first. Undefined if the text doesn't begin with such a word; 'incomplete' if the
 * rest is missing.
 */
export const readLaunch = (
  text: string,
  words: readonly string[],
): readonly LaunchText[] | 'incomplete' | undefined => {
  const typed = text.slice(0, MOST_UNITS).trim().split(/\s+/);
  const [call = '', ...rest] = typed;
  if (!words.some((word) => word.toLowerCase() === call.toLowerCase())) return undefined;
  if (rest.length < 2) return 'incomplete';
  return placesOfCode(rest).map(({ at, taken }) => ({
    scenario: rest.slice(0, at).join(' '),
    code: rest
      .slice(at, at + taken)
      .map(bare)
      .join(''),
    rest: rest.slice(at + taken).join(' '),
  }));
};

/** The text without what can be its code. */
export const withoutLaunchCode = (text: string): string => {
  const [call = '', ...rest] = text.slice(0, MOST_UNITS).trim().split(/\s+/);
  if (rest.length < 2) return `${call} …`;
  const hidden = new Set(
    placesOfCode(rest).flatMap(({ at, taken }) => Array.from({ length: taken }, (_, index) => at + index)),
  );
  const shown = rest.map((word, index) => (hidden.has(index) ? '…' : word));
  return [call, ...shown.filter((word, index) => word !== '…' || shown[index - 1] !== '…')].join(' ');
};

interface Place {
  readonly at: number;
  /** Number of words of the code: people type it in two halves too. */
  readonly taken: number;
}

const bare = (word: string): string => word.replace(/[.,;:!]+$/, '');

const placesOfCode = (words: readonly string[]): readonly Place[] => {
  const places: (Place & { readonly rank: number })[] = [];
  for (const [at, written] of words.entries()) {
    if (at === 0) continue;
    const word = bare(written);
    const halves =
      word.length === 4 && words[at - 1]?.length === 4 && at > 1 ? `${words[at - 1]}${word}` : '';
    if (/^[^-]{4}-[^-]{4}$/.test(word) && readCode(word) !== undefined)
      places.push({ at, taken: 1, rank: 0 });
    else if (readCode(word) !== undefined) places.push({ at, taken: 1, rank: /\d/.test(word) ? 1 : 3 });
    if (readCode(halves) !== undefined)
      places.push({ at: at - 1, taken: 2, rank: /\d/.test(halves) ? 2 : 4 });
  }
  // What is no code at all stands where a code is expected: at the end.
  if (places.length === 0) return [{ at: words.length - 1, taken: 1 }];
  return places.toSorted((a, b) => a.rank - b.rank).slice(0, MOST_READINGS);
};

/** No more of a text is read. */
export const MOST_UNITS = 320;

export type LaunchAnswer =
  | { readonly kind: 'launched'; readonly name: string; readonly alert: number }
  | { readonly kind: 'waiting'; readonly name: string; readonly alert: number }
  /** The alert waits for a second person, whose approval launches it. */
  | { readonly kind: 'awaiting'; readonly name: string; readonly alert: number }
  /** The alert waits, since `repeats` went out a short time ago with the same. */
  | { readonly kind: 'repeats'; readonly name: string; readonly alert: number; readonly repeats: number }
  | { readonly kind: 'incomplete' | 'wrongCode' | 'locked' | 'usedCode' | 'held' | 'disabled' }
  | { readonly kind: 'unknownScenario' | 'unapproved' | 'lapsed' | 'outside'; readonly name: string }
  /** `said`: the open places without a value; what the scenario has no place for; why a value can't stand. */
  | {
      readonly kind: 'missing' | 'tooMuch' | 'unfit';
      readonly name: string;
      readonly said: string;
    };

const NAME = 30;
const SAID = 50;

/** The reply SMS. It fits in one GSM 7-bit part unless a name is long. */
export const launchReply = (answer: LaunchAnswer, language: 'fr' | 'en'): string =>
  language === 'fr' ? french(answer) : english(answer);

const english = (answer: LaunchAnswer): string => {
  switch (answer.kind) {
    case 'launched':
      return `Launched: ${answer.name}. Alert ${answer.alert}.`;
    case 'waiting':
      return `NOT launched: ${answer.name} waits as alert ${answer.alert}. Call an operator. The code is used.`;
    case 'awaiting':
      return `NOT launched yet: ${answer.name}, alert ${answer.alert}, waits for the OK of a second person, which launches it. The code is used.`;
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
    case 'disabled':
      return 'NOT launched: the user of this phone is disabled. Call an operator. The code is not used.';
    case 'unknownScenario':
      return `NOT launched: there is no scenario "${answer.name}". The code is not used.`;
    case 'missing':
      return `NOT launched: ${quote(answer.name, NAME)} needs ${quote(answer.said, SAID)}. Write it after the code, which is not used.`;
    case 'tooMuch':
      return `NOT launched: ${quote(answer.name, NAME)} has no place for "${quote(answer.said, SAID)}". The code is not used.`;
    case 'unfit':
      return `NOT launched: ${quote(answer.name, NAME)}: ${quote(answer.said, SAID)}. The code is not used.`;
    case 'unapproved':
      return `NOT launched: the scenario ${answer.name} is not approved. The code is not used.`;
    case 'outside':
      return `NOT launched: the approval of ${quote(answer.name, NAME)} doesn't cover this value. Call an operator. The code is not used.`;
    case 'lapsed':
      return `NOT launched: the recipients of ${answer.name} changed since its approval. Call an operator. The code is not used.`;
  }
};

/** A fault of a value in letters that every phone shows. */
const inFrench = (why: string): string => transliterate(toFrench(why) ?? why).text;

const french = (answer: LaunchAnswer): string => {
  switch (answer.kind) {
    case 'launched':
      return `Lancé : ${answer.name}. Alerte ${answer.alert}.`;
    case 'waiting':
      return `NON lancé : ${answer.name} attend, alerte ${answer.alert}. Appelez un opérateur. Le code est utilisé.`;
    case 'awaiting':
      return `PAS encore lancé : ${answer.name}, alerte ${answer.alert}, attend l'accord d'une deuxième personne, qui la lance. Le code est utilisé.`;
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
    case 'disabled':
      return "NON lancé : l'utilisateur de ce téléphone est désactivé. Appelez un opérateur. Le code n'a pas servi.";
    case 'unknownScenario':
      return `NON lancé : il n'y a pas de scénario "${answer.name}". Le code n'a pas servi.`;
    case 'missing':
      return `NON lancé : pour ${quote(answer.name, NAME)} il manque ${quote(answer.said, SAID)}. Ajoutez après le code, qui n'a pas servi.`;
    case 'tooMuch':
      return `NON lancé : ${quote(answer.name, NAME)} n'a pas de place pour "${quote(answer.said, SAID)}". Le code n'a pas servi.`;
    case 'unfit':
      return `NON lancé : ${quote(answer.name, NAME)} : ${quote(inFrench(answer.said), SAID)}. Le code n'a pas servi.`;
    case 'unapproved':
      return `NON lancé : le scénario ${answer.name} n'est pas approuvé. Le code n'a pas servi.`;
    case 'outside':
      return `NON lancé : l'accord donné à ${quote(answer.name, NAME)} ne couvre pas cette valeur. Appelez un opérateur. Le code n'a pas servi.`;
    case 'lapsed':
      return `NON lancé : les destinataires de ${answer.name} ont changé depuis l'accord. Appelez un opérateur. Le code n'a pas servi.`;
  }
};
