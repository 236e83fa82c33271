import { defineWords } from '../../words/i18n.ts';

/** The pages about alerts. */
export const tabsWords = defineWords(
  'alert-tabs',
  {
    pages: 'Pages of this room',
    list: 'Alerts',
    schedules: 'Schedules',
    scenarios: 'Scenarios',
    templates: 'Templates',
    delegations: 'Who approves for whom',
  },
  {
    pages: 'Pages de cette rubrique',
    list: 'Alertes',
    schedules: 'Programmations',
    scenarios: 'Scénarios',
    templates: 'Modèles',
    delegations: 'Qui approuve pour qui',
  },
);
