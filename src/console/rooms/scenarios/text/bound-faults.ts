import { outsideOf } from '../../../../domain/templates/bounds.ts';
import { whyNotFit } from '../../../../domain/templates/fill.ts';
import { parsePattern } from '../../../../domain/templates/value-pattern.ts';
import type { Bound } from '../../../api/alerts/scenarios.ts';
import { unbroken } from '../../../words/french-spacing.ts';

const MOST_CHOICES = 100;
const MOST_LENGTH = 100;

/** What is wrong with a bound, in the words of the domain; undefined: nothing. */
export const faultOfBound = (bound: Bound): string | undefined => {
  if ('oneOf' in bound) {
    if (bound.oneOf.length === 0) return 'has no choices';
    if (bound.oneOf.length > MOST_CHOICES) return `has more than ${MOST_CHOICES} choices`;
    return bound.oneOf
      .map((one) => (one.length > MOST_LENGTH ? `is longer than ${MOST_LENGTH} characters` : whyNotFit(one)))
      .find(Boolean);
  }
  const { pattern, maxLength } = bound;
  if (!(Number.isInteger(maxLength) && maxLength >= 1 && maxLength <= MOST_LENGTH))
    return `is no length from 1 to ${MOST_LENGTH}`;
  const parsed = parsePattern(pattern);
  return typeof parsed === 'string' ? parsed : undefined;
};

/** Whether a launch could say this without a second person; the reason if not. */
export const whyOutside = (bound: Bound | undefined, value: string): string | undefined =>
  outsideOf(bound === undefined ? {} : { value: bound }, { value }, { otherwise: 'plain' })[0]?.why;

const FRENCH: readonly (readonly [RegExp, string])[] = [
  [/^has no choices$/, "n'a aucun choix"],
  [/^has more than (\d+) choices$/, 'a plus de $1 choix'],
  [/^has more than (\d+) pieces$/, 'a plus de $1 éléments'],
  [/^is no length from 1 to (\d+)$/, "n'est pas une longueur de 1 à $1"],
  [/^is longer than the approved (\d+) characters$/, 'dépasse les $1 caractères approuvés'],
  [/^is longer than (\d+) characters$/, 'dépasse $1 caractères'],
  [/^can't be read at "(.*)"$/, 'ne se lit plus à partir de « $1 »'],
  [
    /^has "(.*)", which is no count from 1 to (\d+)$/,
    'contient « $1 », qui n’est pas un nombre de fois de 1 à $2',
  ],
  [/^is empty$/, 'est vide'],
  [/^is none of the approved values$/, "n'est pas une des valeurs approuvées"],
  [/^doesn't match the approved pattern (.*)$/, 'ne suit pas le modèle approuvé $1'],
  [/^holds a line end or a control character$/, 'contient une fin de ligne ou un caractère de commande'],
  [/^holds a brace$/, 'contient une accolade'],
  [/^holds half a surrogate pair$/, 'contient un caractère incomplet'],
  [/^holds a link$/, 'contient un lien'],
  [/^holds a telephone number$/, 'contient un numéro de téléphone'],
  [/^may be a number to call$/, 'pourrait être un numéro à appeler'],
  [/^asks to call$/, "demande d'appeler"],
  [/^holds a sentence$/, 'contient une phrase'],
  [/^tells people to do something$/, 'donne un ordre'],
  [/^holds (.*) at index (\d+)$/, 'contient $1 à la place $2'],
];

/** A reason of the domain in the language of the person. */
export const sayReason = (reason: string, language: 'en' | 'fr'): string => {
  if (language === 'en') return reason;
  const known = FRENCH.find(([pattern]) => pattern.test(reason));
  return known === undefined ? reason : unbroken(reason.replace(known[0], known[1]));
};
