import type { Officer } from '../../domain/alerts/approvers.ts';
import { analyse } from '../../domain/text/analyse.ts';
import { quote } from '../../domain/text/quote.ts';
import { transliterate } from '../../domain/text/transliterate.ts';

export type Language = Officer['language'];

const NAMED = 30;
const LONGEST = 60;
const SHORTEST = 8;

// An order to answer, which the text of a person must not give in ours: `Répondez OK 111111`.
const ANSWER_LIKE = /(?<!\p{L})(?:ok|okay|oui|yes|non|no)[^\p{L}\p{N}]*\p{Nd}[\p{Nd}\s.-]{2,}/giu;

/** The text of a person in an alphabet that every phone shows, which can't pass for the words around it. */
const plain = (text: string): string =>
  transliterate(text).text.replaceAll('"', "'").replaceAll(ANSWER_LIKE, '... ');
const named = (name: string): string => quote(plain(name), NAMED);

/** The text with what people wrote cut so far that it fits in one part, if it can. */
const fitted = (written: string, make: (written: string) => string): string => {
  for (let most = LONGEST; most > SHORTEST; most -= 4) {
    const text = make(quote(plain(written), most));
    if (analyse(text).parts === 1) return text;
  }
  return make(quote(plain(written), SHORTEST));
};

const ASKED_LENGTH = 80;

/** Whether a page can show what a phone wrote: else nobody can judge it by SMS. */
export const canShow = (asked: string): boolean =>
  asked.length <= ASKED_LENGTH && transliterate(asked).text.search(ANSWER_LIKE) < 0;

export interface PageText {
  readonly alert: number;
  readonly title: string;
  /** What a phone wrote into the texts of the alert, which the page shows whole, see `canShow`. */
  readonly asked: string | undefined;
  readonly isUpdate: boolean;
  readonly people: number;
  readonly minutes: number;
  /** Undefined: it can't be approved by SMS; `locked`: since too many wrong codes came for it. */
  readonly code: string | undefined;
  readonly locked: boolean;
}

/** The SMS that asks an officer to approve. */
export const pageText = (language: Language, page: PageText): string => {
  const { alert, title, asked, isUpdate, people, minutes, code, locked } = page;
  return fitted(title, (named) => {
    const short = asked === undefined ? named : `${named} : ${quote(plain(asked), 2 * ASKED_LENGTH)}`;
    if (language === 'fr') {
      const what = isUpdate ? `mise à jour de l'alerte ${alert}` : `alerte ${alert}`;
      const how =
        code === undefined
          ? `${locked ? 'Réponse par SMS bloquée : a' : 'A'}pprouvez dans la console.`
          : `Répondez OK ${code}, ou NON ${code} et la raison.`;
      return `TOCSIN à approuver : ${what} "${short}", ${people} pers., reste ${minutes} min. ${how}`;
    }
    const what = isUpdate ? `update of alert ${alert}` : `alert ${alert}`;
    const how =
      code === undefined
        ? `${locked ? 'Answers by SMS are locked: a' : 'A'}pprove it in the console.`
        : `Reply OK ${code}, or NO ${code} and the reason.`;
    return `TOCSIN to approve: ${what} "${short}", ${people} people, ${minutes} min left. ${how}`;
  });
};

/** Tells an officer who was paged that nothing is asked any more. */
export const settledText = (language: Language, alert: number): string =>
  language === 'fr'
    ? `TOCSIN : alerte ${alert}, c'est réglé. Votre code ne sert plus.`
    : `TOCSIN: alert ${alert} is settled. Your code is void.`;

export type AuthorNews =
  | { readonly kind: 'approved'; readonly by: string }
  | { readonly kind: 'launched'; readonly by: string; readonly people: number }
  | { readonly kind: 'updateSent'; readonly by: string }
  | { readonly kind: 'notLaunched'; readonly by: string; readonly reason: string }
  | { readonly kind: 'returned' | 'rejected'; readonly by: string; readonly reason: string }
  | { readonly kind: 'overdue'; readonly call: string | undefined }
  | { readonly kind: 'ended' };

/** Tells the author, or the phone that asked for the alert, what became of it. */
export const authorText = (language: Language, alert: number, news: AuthorNews): string =>
  language === 'fr' ? french(alert, news) : english(alert, news);

const french = (alert: number, news: AuthorNews): string => {
  const head = `TOCSIN : alerte ${alert}`;
  switch (news.kind) {
    case 'approved':
      return `${head} approuvée par ${named(news.by)}. Lancez-la.`;
    case 'launched':
      return `${head} approuvée par ${named(news.by)} et lancée à ${news.people} pers.`;
    case 'updateSent':
      return `${head} : mise à jour approuvée par ${named(news.by)} et envoyée.`;
    case 'notLaunched':
      return fitted(
        news.reason,
        (reason) => `${head} approuvée par ${named(news.by)}, mais NON lancée : ${reason}`,
      );
    case 'returned':
      return fitted(news.reason, (reason) => `${head} renvoyée par ${named(news.by)} : ${reason}`);
    case 'rejected':
      return fitted(news.reason, (reason) => `${head} refusée par ${named(news.by)} : ${reason}`);
    case 'overdue':
      return `${head} : personne n'a approuvé à temps. ${news.call === undefined ? 'Appelez un responsable.' : `Appelez ${quote(plain(news.call), NAMED)}.`}`;
    case 'ended':
      return `${head} : n'attend plus d'accord, et n'est pas partie.`;
  }
};

const english = (alert: number, news: AuthorNews): string => {
  const head = `TOCSIN: alert ${alert}`;
  switch (news.kind) {
    case 'approved':
      return `${head} was approved by ${named(news.by)}. Launch it.`;
    case 'launched':
      return `${head} was approved by ${named(news.by)} and launched to ${news.people} people.`;
    case 'updateSent':
      return `${head}: the update was approved by ${named(news.by)} and sent.`;
    case 'notLaunched':
      return fitted(
        news.reason,
        (reason) => `${head} was approved by ${named(news.by)}, but NOT launched: ${reason}`,
      );
    case 'returned':
      return fitted(news.reason, (reason) => `${head} was returned by ${named(news.by)}: ${reason}`);
    case 'rejected':
      return fitted(news.reason, (reason) => `${head} was rejected by ${named(news.by)}: ${reason}`);
    case 'overdue':
      return `${head}: nobody has approved in time. ${news.call === undefined ? 'Call an approver.' : `Call ${quote(plain(news.call), NAMED)}.`}`;
    case 'ended':
      return `${head} waits for no approval any more, and did not go out.`;
  }
};
