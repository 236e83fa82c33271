import type { Language } from './approval-texts.ts';

/** Why an answer to a page did nothing. */
export type NotDone =
  | 'unclear'
  | 'wrongCode'
  | 'usedCode'
  | 'expiredCode'
  | 'settledCode'
  | 'locked'
  | 'changed'
  | 'ownAlert'
  | 'held'
  | 'mayNot'
  | 'noDelegate'
  | 'refused';

/** What became of an answer to a page. */
export type Answered =
  | { readonly kind: 'approved'; readonly alert: number; readonly goesOut: 'now' | 'later' }
  | { readonly kind: 'updateSent' | 'returned'; readonly alert: number }
  | { readonly kind: 'delegated'; readonly alert: number; readonly to: string }
  | { readonly kind: NotDone };

/** The reply to the officer. It fits in one GSM 7-bit part, and holds no code. */
export const answerReply = (answered: Answered, language: Language): string =>
  language === 'fr' ? french(answered) : english(answered);

const english = (answered: Answered): string => {
  switch (answered.kind) {
    case 'approved':
      return answered.goesOut === 'now'
        ? `Approved: alert ${answered.alert}. It is launched now.`
        : `Approved: alert ${answered.alert}. Its author launches it.`;
    case 'updateSent':
      return `Approved: the update of alert ${answered.alert} is sent.`;
    case 'returned':
      return `Returned to its author: alert ${answered.alert}.`;
    case 'delegated':
      return `Passed on to ${answered.to}: alert ${answered.alert}.`;
    case 'unclear':
      return 'NOT approved: your answer is not clear. Reply OK and the code alone, or NO, the code and the reason.';
    case 'wrongCode':
      return 'NOT approved: this code is wrong for your phone.';
    case 'usedCode':
      return 'Nothing done: this code was used before.';
    case 'expiredCode':
      return 'NOT approved: this code is more than 10 minutes old. Use a newer one, or the console.';
    case 'settledCode':
      return 'Nothing done: what this code was for is settled, or was changed.';
    case 'locked':
      return 'NOT approved: too many wrong codes, this one is void. Use the console or wait for a new code.';
    case 'changed':
      return 'NOT approved: the recipients have changed since. You get a new code, or use the console.';
    case 'ownAlert':
      return 'NOT approved: you are an author of this alert. Somebody else must approve it.';
    case 'held':
      return 'NOT approved: an author of this set your phone or role less than 24 hours ago. Somebody else must approve it.';
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
      return answered.goesOut === 'now'
        ? `Approuvé : alerte ${answered.alert}. Elle part maintenant.`
        : `Approuvé : alerte ${answered.alert}. Son auteur la lance.`;
    case 'updateSent':
      return `Approuvé : la mise à jour de l'alerte ${answered.alert} part.`;
    case 'returned':
      return `Renvoyée à son auteur : alerte ${answered.alert}.`;
    case 'delegated':
      return `Transmise à ${answered.to} : alerte ${answered.alert}.`;
    case 'unclear':
      return 'NON approuvé : réponse pas claire. Répondez OK et le code seul, ou NON, le code et la raison.';
    case 'wrongCode':
      return 'NON approuvé : ce code est faux pour votre téléphone.';
    case 'usedCode':
      return 'Rien de fait : ce code a déjà servi.';
    case 'expiredCode':
      return 'NON approuvé : ce code a plus de 10 minutes. Prenez un code plus récent, ou la console.';
    case 'settledCode':
      return "Rien de fait : l'affaire de ce code est réglée, ou a changé.";
    case 'locked':
      return 'NON approuvé : trop de codes faux, celui-ci ne sert plus. Prenez la console ou attendez un autre code.';
    case 'changed':
      return 'NON approuvé : les destinataires ont changé depuis. Vous recevez un autre code, ou la console.';
    case 'ownAlert':
      return "NON approuvé : l'alerte est aussi de vous. Une autre personne doit approuver.";
    case 'held':
      return 'NON approuvé : un auteur a mis votre téléphone ou vos droits depuis moins de 24 h. Une autre personne doit approuver.';
    case 'mayNot':
      return "NON approuvé : vous n'avez pas le droit d'approuver.";
    case 'noDelegate':
      return 'NON transmis : personne de ce nom ne peut approuver par SMS. Votre code sert encore.';
    case 'refused':
      return 'NON fait. Prenez la console.';
  }
};
