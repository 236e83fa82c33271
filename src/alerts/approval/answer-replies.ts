import type { Hold } from '../../domain/access/hold.ts';
import type { WaitSubject } from '../../domain/alerts/approval.ts';
import type { Language } from './approval-texts.ts';
import { fitted, named } from './written.ts';

/** Why an answer to a page did nothing. */
export type NotDone =
  | 'unclear'
  | 'wrongCode'
  | 'usedCode'
  | 'expiredCode'
  /** The code is too old, and another one was sent to the phone. */
  | 'renewedCode'
  | 'settledCode'
  | 'locked'
  /** The recipients are others, and the officer gets another code. */
  | 'changed'
  /** The recipients are others, and the officer gets no other code. */
  | 'changedNoCode'
  | 'ownAlert'
  | 'mayNot'
  | 'noDelegate'
  | 'refused';

/** What became of an answer to a page. */
export type Answered =
  | {
      readonly kind: 'approved';
      readonly alert: number;
      /**
       * `soon`: its launch has begun, and nobody knows yet whether it is refused. `byHand`: a program or a phone is its
       * author, which launches nothing any more.
       */
      readonly goesOut: 'launched' | 'scheduled' | 'soon' | 'byAuthor' | 'byHand';
    }
  /** `reason` is in the language of the officer. */
  | { readonly kind: 'notLaunched'; readonly alert: number; readonly reason: string }
  | { readonly kind: 'sent' | 'rejected'; readonly what: Correction; readonly alert: number }
  | { readonly kind: 'returned'; readonly alert: number }
  | { readonly kind: 'delegated'; readonly alert: number; readonly to: string }
  /** `by` set the phone or a role of the officer, who so is no second person until then, by the clocks of the place. */
  | {
      readonly kind: 'held';
      readonly what: Hold['what'];
      readonly of?: string | undefined;
      readonly by: string;
      readonly until: string;
    }
  | { readonly kind: NotDone };

type Correction = Exclude<WaitSubject, 'alert'>;

/** The reply to the officer. It fits in one GSM 7-bit part, and holds no code. */
export const answerReply = (answered: Answered, language: Language): string =>
  language === 'fr' ? french(answered) : english(answered);

const ENGLISH = {
  launched: 'It is launched now.',
  scheduled: 'It goes out at its time.',
  soon: 'Its launch is under way.',
  byAuthor: 'It is NOT launched yet: its author has to.',
  byHand: 'It is NOT launched yet: somebody has to, in the console.',
} as const;
const FRENCH = {
  launched: 'Elle part maintenant.',
  scheduled: "Elle part à l'heure prévue.",
  soon: 'Son lancement est en cours.',
  byAuthor: "PAS encore lancée : c'est à son auteur.",
  byHand: 'PAS encore lancée : à lancer dans la console.',
} as const;

const english = (answered: Answered): string => {
  switch (answered.kind) {
    case 'approved':
      return `Approved: alert ${answered.alert}. ${ENGLISH[answered.goesOut]}`;
    case 'notLaunched':
      return fitted(
        answered.reason,
        (reason) => `Approved: alert ${answered.alert}, but NOT launched: ${reason}. Use the console.`,
      );
    case 'sent':
      return `Approved: the ${answered.what} of alert ${answered.alert} goes out now.`;
    case 'rejected':
      return `Rejected: the ${answered.what} of alert ${answered.alert} is not sent.`;
    case 'returned':
      return `Returned to its author: alert ${answered.alert}.`;
    case 'delegated':
      return `Passed on to ${named(answered.to)}: alert ${answered.alert}.`;
    case 'unclear':
      return 'NOT approved: your answer is not clear. Reply OK and the code alone, or NO, the code and the reason.';
    case 'wrongCode':
      return 'NOT approved: this code is wrong for your phone.';
    case 'usedCode':
      return 'Nothing done: this code was used before.';
    case 'expiredCode':
      return 'NOT approved: this code is more than 10 minutes old. Use a newer one, or the console.';
    case 'renewedCode':
      return 'NOT approved: this code is more than 10 minutes old. You get a new one now.';
    case 'settledCode':
      return 'Nothing done: what this code was for is settled, or was changed.';
    case 'locked':
      return 'NOT approved: too many wrong codes, this one is void. Use the console or wait for a new code.';
    case 'changed':
      return 'NOT approved: the recipients have changed since. You get a new code now.';
    case 'changedNoCode':
      return 'NOT approved: the recipients have changed since. Use a newer code, or the console.';
    case 'ownAlert':
      return 'NOT approved: you are an author of this alert. Somebody else must approve it.';
    case 'held': {
      const { by, what, of, until } = answered;
      const who = of === undefined ? `${named(by)} set your ${what}` : `you set the ${what} of ${named(of)}`;
      return `NOT approved: ${who}. You can approve this from ${until} on; until then somebody else must.`;
    }
    case 'mayNot':
      return 'NOT approved: you may not approve.';
    case 'noDelegate':
      return 'NOT passed on: nobody of this name may approve it by SMS. Your code still works.';
    case 'refused':
      return 'NOT done. Use the console.';
  }
};

const french = (answered: Answered): string => {
  switch (answered.kind) {
    case 'approved':
      return `Approuvé : alerte ${answered.alert}. ${FRENCH[answered.goesOut]}`;
    case 'notLaunched':
      return fitted(
        answered.reason,
        (reason) => `Approuvé : alerte ${answered.alert}, mais NON lancée : ${reason}. Prenez la console.`,
      );
    case 'sent':
      return answered.what === 'update'
        ? `Approuvé : la mise à jour de l'alerte ${answered.alert} part.`
        : `Approuvé : l'annulation de l'alerte ${answered.alert} part.`;
    case 'rejected':
      return answered.what === 'update'
        ? `Refusé : la mise à jour de l'alerte ${answered.alert} ne part pas.`
        : `Refusé : l'annulation de l'alerte ${answered.alert} ne part pas.`;
    case 'returned':
      return `Renvoyée à son auteur : alerte ${answered.alert}.`;
    case 'delegated':
      return `Transmise à ${named(answered.to)} : alerte ${answered.alert}.`;
    case 'unclear':
      return 'NON approuvé : réponse pas claire. Répondez OK et le code seul, ou NON, le code et la raison.';
    case 'wrongCode':
      return 'NON approuvé : ce code est faux pour votre téléphone.';
    case 'usedCode':
      return 'Rien de fait : ce code a déjà servi.';
    case 'expiredCode':
      return 'NON approuvé : ce code a plus de 10 minutes. Prenez un code plus récent, ou la console.';
    case 'renewedCode':
      return 'NON approuvé : ce code a plus de 10 minutes. Vous en recevez un autre maintenant.';
    case 'settledCode':
      return "Rien de fait : l'affaire de ce code est réglée, ou a changé.";
    case 'locked':
      return 'NON approuvé : trop de codes faux, celui-ci ne sert plus. Prenez la console ou attendez un autre code.';
    case 'changed':
      return 'NON approuvé : les destinataires ont changé depuis. Vous recevez un autre code maintenant.';
    case 'changedNoCode':
      return 'NON approuvé : les destinataires ont changé depuis. Prenez un code plus récent, ou la console.';
    case 'ownAlert':
      return "NON approuvé : l'alerte est aussi de vous. Une autre personne doit approuver.";
    case 'held': {
      const { by, what, of, until } = answered;
      const own = {
        phone: 'ce téléphone',
        password: 'ce mot de passe',
        identity: 'ce compte',
        role: 'ces droits',
      }[what];
      const who =
        of === undefined
          ? `${named(by)} vous a donné ${own}`
          : `vous avez changé ${what === 'identity' ? 'le compte' : 'le mot de passe'} de ${named(of)}`;
      return `NON approuvé : ${who}. Vous le pourrez dès ${until} ; avant, une autre personne doit approuver.`;
    }
    case 'mayNot':
      return "NON approuvé : vous n'avez pas le droit d'approuver.";
    case 'noDelegate':
      return 'NON transmis : personne de ce nom ne peut approuver par SMS. Votre code sert encore.';
    case 'refused':
      return 'NON fait. Prenez la console.';
  }
};
