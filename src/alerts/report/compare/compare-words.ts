import type { ReportLanguage } from '../words/language.ts';

/** The words that the comparison has besides those of the report. */
interface CompareWords {
  readonly title: string;
  readonly alert: string;
  readonly kind: string;
  readonly countedAt: string;
  readonly createdToApproved: string;
  readonly submittedToApproved: string;
  readonly approvedToLaunched: string;
  /** Before the columns of times since the launch: the first person, then shares of people. */
  readonly first: string;
  readonly since: (share: string) => string;
  readonly spansNote: string;
  readonly countedNote: string;
  readonly cost: string;
  readonly unpriced: string;
  readonly proof: string;
}

export const compareWords: Readonly<Record<ReportLanguage, CompareWords>> = {
  en: {
    title: 'Alerts compared',
    alert: 'Alert',
    kind: 'Kind',
    countedAt: 'Counted',
    createdToApproved: 'Written → approved',
    submittedToApproved: 'Submitted → approved',
    approvedToLaunched: 'Approved → launched',
    first: 'Launch → first person',
    since: (share) => `→ ${share}`,
    spansNote: 'Hours, minutes and seconds. Empty: the step was not taken, or the share was never reached.',
    countedNote:
      'The figures are those of the time in “Counted”: receipts that came later are in the report of the alert.',
    cost: 'Cost',
    unpriced: 'Parts without a price',
    proof:
      'The SHA-256 of this page is in the header Repr-Digest of its answer, and in the audit log of the gateway with ' +
      'the name of the person who exported it.',
  },
  fr: {
    title: 'Comparaison d’alertes',
    alert: 'Alerte',
    kind: 'Nature',
    countedAt: 'Comptée',
    createdToApproved: 'Rédigée → approuvée',
    submittedToApproved: 'Soumise → approuvée',
    approvedToLaunched: 'Approuvée → lancée',
    first: 'Lancement → première personne',
    since: (share) => `→ ${share}`,
    spansNote: 'Heures, minutes et secondes. Vide : étape absente, ou part jamais atteinte.',
    countedNote:
      'Les chiffres sont ceux de l’heure « Comptée » : les accusés arrivés ensuite sont dans le rapport de l’alerte.',
    cost: 'Coût',
    unpriced: 'Segments sans prix',
    proof:
      'Le SHA-256 de cette page est dans l’en-tête Repr-Digest de sa réponse, et dans le journal d’audit de la ' +
      'passerelle avec le nom de la personne qui l’a exportée.',
  },
};
