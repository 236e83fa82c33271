import type { WaitSubject } from '../../domain/alerts/approval.ts';
import type { Officer } from '../../domain/alerts/approvers.ts';
import { fitted, named } from './written.ts';

export type Language = Officer['language'];

/** Tells an officer who was paged that nothing is asked any more. @param hadCode whether the page had a code */
export const settledText = (language: Language, alert: number, hadCode: boolean): string =>
  language === 'fr'
    ? `TOCSIN : alerte ${alert}, c'est réglé. ${hadCode ? 'Votre code ne sert plus.' : "Il n'y a plus rien à approuver."}`
    : `TOCSIN: alert ${alert} is settled. ${hadCode ? 'Your code is void.' : 'There is nothing to approve any more.'}`;

/** Tells that a scheduled alert did not go out. @param reason in the language of the reader */
export const notAtItsTimeText = (language: Language, alert: number, reason: string): string =>
  fitted(reason, (why) =>
    language === 'fr'
      ? `TOCSIN : alerte ${alert} NON partie à l'heure prévue, renvoyée à son auteur : ${why}`
      : `TOCSIN: alert ${alert} did NOT go out at its time, and is back with its author: ${why}`,
  );

/** `reason` is in the language of the reader. */
export type AuthorNews =
  /** `launchedBy`: who has to launch it now: the reader, or an operator, since the reader has only a phone. */
  | { readonly kind: 'approved'; readonly by: string; readonly launchedBy: 'reader' | 'operator' }
  /** `at` is a time in the language of the reader. */
  | { readonly kind: 'scheduled'; readonly by: string; readonly at: string }
  | { readonly kind: 'launched'; readonly by: string; readonly people: number }
  | { readonly kind: 'sent'; readonly what: Correction; readonly by: string }
  | { readonly kind: 'notLaunched'; readonly by: string; readonly reason: string }
  | { readonly kind: 'returned'; readonly by: string; readonly reason: string }
  | { readonly kind: 'rejected'; readonly what: WaitSubject; readonly by: string; readonly reason: string }
  | { readonly kind: 'overdue'; readonly call: string | undefined }
  | { readonly kind: 'ended' };

type Correction = Exclude<WaitSubject, 'alert'>;

/** Tells the author, or the phone that asked for the alert, what became of it. */
export const authorText = (language: Language, alert: number, news: AuthorNews): string =>
  language === 'fr' ? french(alert, news) : english(alert, news);

const FRENCH = { alert: '', update: ' : mise à jour', cancel: ' : annulation' } as const;
const ENGLISH = { alert: '', update: ': the update', cancel: ': the cancel' } as const;

const french = (alert: number, news: AuthorNews): string => {
  const head = `TOCSIN : alerte ${alert}`;
  switch (news.kind) {
    case 'approved':
      return `${head} approuvée par ${named(news.by)}. ${news.launchedBy === 'reader' ? 'Lancez-la.' : "Elle n'est PAS partie : appelez un opérateur."}`;
    case 'scheduled':
      return `${head} approuvée par ${named(news.by)}. Elle doit partir le ${news.at}.`;
    case 'launched':
      return `${head} approuvée par ${named(news.by)} et lancée à ${news.people} pers.`;
    case 'sent':
      return `${head}${FRENCH[news.what]} approuvée par ${named(news.by)}. Elle part maintenant.`;
    case 'notLaunched':
      return fitted(
        news.reason,
        (reason) => `${head} approuvée par ${named(news.by)}, mais NON lancée : ${reason}`,
      );
    case 'returned':
      return fitted(news.reason, (reason) => `${head} renvoyée par ${named(news.by)} : ${reason}`);
    case 'rejected':
      return fitted(
        news.reason,
        (reason) => `${head}${FRENCH[news.what]} refusée par ${named(news.by)} : ${reason}`,
      );
    case 'overdue':
      return `${head} : personne n'a approuvé à temps. ${news.call === undefined ? 'Appelez un responsable.' : `Appelez ${named(news.call)}.`}`;
    case 'ended':
      return `${head} : n'attend plus d'accord, et n'est pas partie.`;
  }
};

const english = (alert: number, news: AuthorNews): string => {
  const head = `TOCSIN: alert ${alert}`;
  switch (news.kind) {
    case 'approved':
      return `${head} was approved by ${named(news.by)}. ${news.launchedBy === 'reader' ? 'Launch it.' : 'It did NOT go out: call an operator.'}`;
    case 'scheduled':
      return `${head} was approved by ${named(news.by)}. It is to go out at ${news.at}.`;
    case 'launched':
      return `${head} was approved by ${named(news.by)} and launched to ${news.people} people.`;
    case 'sent':
      return `${head}${ENGLISH[news.what]} was approved by ${named(news.by)}. It goes out now.`;
    case 'notLaunched':
      return fitted(
        news.reason,
        (reason) => `${head} was approved by ${named(news.by)}, but NOT launched: ${reason}`,
      );
    case 'returned':
      return fitted(news.reason, (reason) => `${head} was returned by ${named(news.by)}: ${reason}`);
    case 'rejected':
      return fitted(
        news.reason,
        (reason) => `${head}${ENGLISH[news.what]} was rejected by ${named(news.by)}: ${reason}`,
      );
    case 'overdue':
      return `${head}: nobody has approved in time. ${news.call === undefined ? 'Call an approver.' : `Call ${named(news.call)}.`}`;
    case 'ended':
      return `${head} waits for no approval any more, and did not go out.`;
  }
};
