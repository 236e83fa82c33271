import type { AlertKind, WaveKind } from '../../domain/alerts/alert.ts';
import type { Outcome } from '../../domain/alerts/alert-report.ts';
import type { AlertState } from '../../domain/alerts/alert-state.ts';
import type { EscalationProgress } from '../../domain/alerts/escalation.ts';

export const reportLanguages = ['en', 'fr'] as const;
export type ReportLanguage = (typeof reportLanguages)[number];

interface Words {
  readonly report: string;
  readonly kind: Readonly<Record<AlertKind, string>>;
  readonly alertState: Readonly<Record<AlertState, string>>;
  readonly outcome: Readonly<Record<Outcome, string>>;
  readonly wave: Readonly<Record<WaveKind, string>>;
  readonly timings: string;
  readonly created: string;
  readonly approved: string;
  readonly launched: string;
  readonly finished: string;
  readonly firstSubmit: string;
  readonly firstDelivered: string;
  readonly shareReached: (percent: number) => string;
  readonly never: string;
  readonly people: string;
  readonly total: string;
  readonly toReach: string;
  readonly reached: string;
  readonly curve: string;
  readonly byLanguage: string;
  readonly noLanguage: string;
  readonly byGroup: string;
  readonly byRoute: string;
  readonly byWave: string;
  readonly messages: string;
  readonly parts: string;
  readonly delivered: string;
  readonly possibleDuplicates: string;
  readonly short: string;
  readonly receipt: string;
  readonly answers: string;
  readonly escalation: Readonly<Record<EscalationProgress['state'], string>>;
  readonly silent: string;
  readonly notReached: string;
  readonly reason: string;
  readonly number: string;
  readonly name: string;
  readonly route: string;
  readonly state: string;
  readonly more: (people: number, path: string) => string;
  readonly purged: string;
  readonly log: string;
  readonly at: string;
  readonly who: string;
  readonly what: string;
  readonly detail: string;
  readonly counted: string;
}

export const reportWords: Readonly<Record<ReportLanguage, Words>> = {
  en: {
    report: 'After-action report',
    kind: { live: 'live', exercise: 'exercise' },
    alertState: {
      draft: 'draft',
      pendingApproval: 'waiting for approval',
      returned: 'returned',
      approved: 'approved',
      scheduled: 'scheduled',
      sending: 'sending',
      paused: 'paused',
      completed: 'completed',
      stopped: 'stopped',
      rejected: 'rejected',
      expired: 'expired',
    },
    outcome: {
      reached: 'reached',
      queued: 'queued',
      sending: 'sending',
      sent: 'sent, receipt awaited',
      delivered: 'delivered',
      undelivered: 'undelivered',
      failed: 'failed',
      expired: 'expired',
      unconfirmed: 'unconfirmed',
      uncertain: 'uncertain',
      suppressed: 'suppressed',
      cancelled: 'cancelled',
    },
    wave: {
      first: 'first',
      update: 'update',
      cancel: 'cancellation',
      resend: 'sent again',
      escalation: 'further people asked',
      fulfilled: 'enough have answered',
    },
    timings: 'Timings (UTC)',
    created: 'Written (T0)',
    approved: 'Approved',
    launched: 'Launched',
    finished: 'Finished',
    firstSubmit: 'First message to a route',
    firstDelivered: 'First person reached',
    shareReached: (percent) => `${percent} % reached`,
    never: 'not yet, or never',
    people: 'People',
    total: 'In the audience',
    toReach: 'To reach (without the suppressed)',
    reached: 'Reached',
    curve: 'People reached since the launch',
    byLanguage: 'By language',
    noLanguage: 'none',
    byGroup: 'By list (as counted), segment and area (as at the launch)',
    byRoute: 'By route',
    byWave: 'By wave',
    messages: 'Messages',
    parts: 'Parts',
    delivered: 'Delivered',
    possibleDuplicates: 'Possible duplicates',
    short: 'With the short text',
    receipt: 'Receipt after (average)',
    answers: 'Answers',
    escalation: {
      waiting: 'still waiting',
      fulfilled: 'enough have answered',
      exhausted: 'too few have answered',
      ended: 'ended before',
    },
    silent: 'no answer',
    notReached: 'Not reached',
    reason: 'Reason',
    number: 'Number',
    name: 'Name',
    route: 'Route',
    state: 'State',
    more: (people, path) => `${people} more are in ${path}`,
    purged: 'The messages have been deleted; these are the figures that were kept.',
    log: 'Who did what',
    at: 'When',
    who: 'Who',
    what: 'What',
    detail: 'Detail',
    counted: 'Counted at',
  },
  fr: {
    report: 'Retour d’expérience',
    kind: { live: 'réelle', exercise: 'exercice' },
    alertState: {
      draft: 'brouillon',
      pendingApproval: 'en attente d’approbation',
      returned: 'renvoyée',
      approved: 'approuvée',
      scheduled: 'programmée',
      sending: 'en cours d’envoi',
      paused: 'en pause',
      completed: 'terminée',
      stopped: 'arrêtée',
      rejected: 'rejetée',
      expired: 'expirée',
    },
    outcome: {
      reached: 'joints',
      queued: 'en file',
      sending: 'en cours d’envoi',
      sent: 'envoyé, accusé attendu',
      delivered: 'remis',
      undelivered: 'non remis',
      failed: 'refusé',
      expired: 'expiré',
      unconfirmed: 'non confirmé',
      uncertain: 'incertain',
      suppressed: 'écarté',
      cancelled: 'annulé',
    },
    wave: {
      first: 'premier envoi',
      update: 'mise à jour',
      cancel: 'annulation',
      resend: 'renvoi',
      escalation: 'renfort demandé',
      fulfilled: 'assez de réponses',
    },
    timings: 'Chronologie (UTC)',
    created: 'Rédigée (T0)',
    approved: 'Approuvée',
    launched: 'Lancée',
    finished: 'Terminée',
    firstSubmit: 'Premier message remis à une voie',
    firstDelivered: 'Première personne jointe',
    shareReached: (percent) => `${percent} % joints`,
    never: 'pas encore, ou jamais',
    people: 'Personnes',
    total: 'Dans l’audience',
    toReach: 'À joindre (sans les écartés)',
    reached: 'Jointes',
    curve: 'Personnes jointes depuis le lancement',
    byLanguage: 'Par langue',
    noLanguage: 'aucune',
    byGroup: 'Par liste (au décompte), segment et zone (au lancement)',
    byRoute: 'Par voie',
    byWave: 'Par vague',
    messages: 'Messages',
    parts: 'Segments SMS',
    delivered: 'Remis',
    possibleDuplicates: 'Doublons possibles',
    short: 'Avec le texte court',
    receipt: 'Accusé après (moyenne)',
    answers: 'Réponses',
    escalation: {
      waiting: 'en attente',
      fulfilled: 'assez de réponses',
      exhausted: 'trop peu de réponses',
      ended: 'arrêtée avant',
    },
    silent: 'sans réponse',
    notReached: 'Non joints',
    reason: 'Raison',
    number: 'Numéro',
    name: 'Nom',
    route: 'Voie',
    state: 'État',
    more: (people, path) => `${people} autres sont dans ${path}`,
    purged: 'Les messages ont été supprimés ; ces chiffres ont été conservés.',
    log: 'Qui a fait quoi',
    at: 'Quand',
    who: 'Qui',
    what: 'Quoi',
    detail: 'Détail',
    counted: 'Décompte du',
  },
};

/** The report language that fits an Accept-Language header best (RFC 9110 12.5.4); English if none does. */
export const reportLanguageFor = (header: string | undefined): ReportLanguage => {
  const wanted = (header ?? '').split(',', 50).map((range) => {
    const [tag = '', ...parameters] = range.trim().toLowerCase().split(';');
    const weight = parameters.map((one) => /^\s*q=([01](?:\.\d{0,3})?)\s*$/.exec(one)?.[1]).find(Boolean);
    return { language: tag.split('-', 1)[0], weight: weight === undefined ? 1 : Number(weight) };
  });
  const best = wanted
    .filter(({ weight }) => weight > 0)
    .toSorted((a, b) => b.weight - a.weight)
    .map(({ language }) => reportLanguages.find((ours) => ours === language))
    .find((language) => language !== undefined);
  return best ?? 'en';
};
