/** French words for the steps of an alert, as its refusals name them. */
const STEPS: Readonly<Record<string, string>> = {
  edit: 'modifier',
  submit: 'soumettre',
  approve: 'approuver',
  return: 'renvoyer à l’auteur',
  reject: 'rejeter',
  discard: 'abandonner',
  launch: 'lancer',
  pause: 'mettre en pause',
  resume: 'reprendre',
  stop: 'arrêter',
  complete: 'terminer',
  update: 'mettre à jour',
  resend: 'envoyer encore',
  'update or resend': 'mettre à jour ou envoyer encore',
  cancel: 'annuler',
  'reject the waiting text': 'rejeter le texte en attente',
  shorten: 'raccourcir',
  'next step of the escalation': 'étape suivante de l’escalade',
  end: 'mettre fin',
  'offer its end': 'proposer la fin',
  expire: 'laisser expirer',
  test: 'essayer',
};

/** French words for the states of an alert, as its refusals name them; the last ones are of older logs. */
const STATES: Readonly<Record<string, string>> = {
  'a draft': 'un brouillon',
  'waiting for its approval': 'en attente d’approbation',
  'returned to its author': 'renvoyée à son auteur',
  approved: 'approuvée',
  scheduled: 'programmée',
  'going out': 'en cours d’envoi',
  paused: 'en pause',
  completed: 'terminée',
  stopped: 'arrêtée',
  rejected: 'rejetée',
  expired: 'expirée',
  draft: 'un brouillon',
  pendingApproval: 'en attente d’approbation',
  returned: 'renvoyée à son auteur',
  sending: 'en cours d’envoi',
};

export const alertStepWords = (step: string): string => STEPS[step] ?? step;

export const alertStateWords = (state: string): string => STATES[state] ?? state;
