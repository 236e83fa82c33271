import { defineWords } from '../../words/i18n.ts';

/** The states of an alert. */
export const stateWords = defineWords(
  'alert-state',
  {
    draft: 'Draft, not handed in',
    pendingApproval: 'Waiting for approval',
    returned: 'Returned to its author',
    approved: 'Approved, not launched',
    scheduled: 'Scheduled',
    sending: 'Going out',
    paused: 'Paused',
    completed: 'Completed',
    stopped: 'Stopped',
    rejected: 'Rejected',
    expired: 'Expired before it was launched',
    cancelling: 'Being taken back',
    cancelled: 'Taken back',
  },
  {
    draft: 'Brouillon, non soumis',
    pendingApproval: "En attente d'approbation",
    returned: 'Renvoyée à son auteur',
    approved: 'Approuvée, pas encore lancée',
    scheduled: 'Programmée',
    sending: "En cours d'envoi",
    paused: 'En pause',
    completed: 'Terminée',
    stopped: 'Arrêtée',
    rejected: 'Rejetée',
    expired: "Périmée avant d'être lancée",
    cancelling: 'Annulation en cours',
    cancelled: 'Annulée',
  },
);
