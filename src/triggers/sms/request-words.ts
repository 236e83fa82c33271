import { toFrench } from '../../domain/text/french/translate.ts';
import { quote } from '../../domain/text/quote.ts';
import { transliterate } from '../../domain/text/transliterate.ts';

export type RequestAnswer =
  /** `by`: the time of day until which an approver may answer. */
  | { readonly kind: 'received'; readonly name: string; readonly alert: number; readonly by: string }
  | { readonly kind: 'waiting'; readonly name: string; readonly alert: number }
  | { readonly kind: 'unknownScenario'; readonly names: readonly string[] }
  | { readonly kind: 'missing'; readonly name: string; readonly names: readonly string[] }
  | { readonly kind: 'tooMuch'; readonly name: string; readonly rest: string }
  | { readonly kind: 'unfit'; readonly name: string; readonly why: string }
  | { readonly kind: 'held' | 'tooMany' };

const NAME = 40;
const LIST = 60;

const short = (text: string, most: number): string => quote(transliterate(text).text, most);

/** The reply to a request. It fits in one GSM 7-bit part. */
export const requestReply = (answer: RequestAnswer, language: 'fr' | 'en'): string =>
  language === 'fr' ? french(answer) : english(answer);

const english = (answer: RequestAnswer): string => {
  switch (answer.kind) {
    case 'received':
      return `Received: ${short(answer.name, NAME)}, alert ${answer.alert}. It is NOT sent yet: approval is awaited until ${answer.by}.`;
    case 'waiting':
      return `Received: ${short(answer.name, NAME)}, alert ${answer.alert}. It is NOT sent: call an operator.`;
    case 'unknownScenario':
      return answer.names.length === 0
        ? 'NOT received: there is no scenario.'
        : `NOT received: no such scenario. There are: ${short(answer.names.join(', '), LIST)}`;
    case 'missing':
      return `NOT received: ${short(answer.name, NAME)} needs ${short(answer.names.join('; '), LIST)}. Write it after the name.`;
    case 'tooMuch':
      return `NOT received: ${short(answer.name, NAME)} has no place for "${short(answer.rest, NAME)}".`;
    case 'unfit':
      return `NOT received: ${short(answer.name, NAME)}: ${short(answer.why, LIST)}`;
    case 'held':
      return 'NOT received: the same was asked a short time ago, or too much at once. Call an operator.';
    case 'tooMany':
      return 'NOT received: too many requests from this phone. Call an operator.';
  }
};

const french = (answer: RequestAnswer): string => {
  switch (answer.kind) {
    case 'received':
      return `Noté : ${short(answer.name, NAME)}, alerte ${answer.alert}. PAS encore partie : accord attendu jusqu'à ${answer.by}.`;
    case 'waiting':
      return `Noté : ${short(answer.name, NAME)}, alerte ${answer.alert}. PAS partie : appelez un opérateur.`;
    case 'unknownScenario':
      return answer.names.length === 0
        ? "NON noté : il n'y a pas de scénario."
        : `NON noté : scénario inconnu. Il y a : ${short(answer.names.join(', '), LIST)}`;
    case 'missing':
      return `NON noté : pour ${short(answer.name, NAME)} il manque ${short(answer.names.join(' ; '), LIST)}. Ajoutez après le nom.`;
    case 'tooMuch':
      return `NON noté : ${short(answer.name, NAME)} n'a pas de place pour "${short(answer.rest, NAME)}".`;
    case 'unfit':
      return `NON noté : ${short(answer.name, NAME)} : ${short(toFrench(answer.why) ?? answer.why, LIST)}`;
    case 'held':
      return 'NON noté : cette demande est déjà venue, ou il y en a trop à la fois. Appelez un opérateur.';
    case 'tooMany':
      return 'NON noté : trop de demandes de ce téléphone. Appelez un opérateur.';
  }
};
