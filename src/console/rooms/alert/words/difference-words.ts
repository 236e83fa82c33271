import { defineWords } from '../../../words/i18n.ts';

/** Words of what has changed since it was seen. */
export const differenceWords = defineWords(
  'alert-difference-words',
  {
    changed: 'It has changed since you saw it',
    changedHint: 'Nothing was approved. Look at the difference, then decide anew.',
    changedNone: 'What is not shown here has changed: read it with care once more.',
    change_people: 'People who get it',
    change_audience: 'In the audience',
    change_suppressed: 'Not written to',
    change_parts: 'SMS in all',
    change_text: 'Text in {{language}}',
    change_routes: 'Routes',
    change_blockers: 'What keeps it from going out',
    changedWhat: 'What',
    was: 'You saw',
    isNow: 'Now',
  },
  {
    changed: "Elle a changé depuis que vous l'avez vue",
    changedHint: "Rien n'a été approuvé. Regardez la différence, puis décidez à nouveau.",
    changedNone: "Ce qui a changé n'est pas montré ici : relisez-la avec soin.",
    change_people: 'Personnes qui la reçoivent',
    change_audience: "Dans l'audience",
    change_suppressed: 'Non contactées',
    change_parts: 'SMS en tout',
    change_text: 'Texte en {{language}}',
    change_routes: 'Voies',
    change_blockers: 'Ce qui la retient',
    changedWhat: 'Quoi',
    was: 'Vous avez vu',
    isNow: 'Maintenant',
  },
);
