import { defineWords } from '../words/i18n.ts';

export const cryWords = defineWords(
  'cries',
  {
    sound: 'Sound at a new call',
    newCall_one: '{{n}} new call for help',
    newCall_other: '{{n}} new calls for help',
  },
  {
    sound: 'Son à chaque nouvel appel',
    newCall_one: "{{n}} nouvel appel à l'aide",
    newCall_other: "{{n}} nouveaux appels à l'aide",
  },
);
