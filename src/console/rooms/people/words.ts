import { defineWords } from '../../words/i18n.ts';

export const peopleWords = defineWords(
  'people',
  {
    title: 'People',
    tabs: 'Parts of this room',
    contacts: 'Contacts',
    import: 'Import',
    lists: 'Lists',
    segments: 'Segments',
    areas: 'Areas',
    optOuts: 'Opt-outs',
    dead: 'Dead numbers',
    reach: 'Reach',
  },
  {
    title: 'Personnes',
    tabs: 'Parties de cette rubrique',
    contacts: 'Contacts',
    import: 'Import',
    lists: 'Listes',
    segments: 'Segments',
    areas: 'Zones',
    optOuts: 'Désinscriptions',
    dead: 'Numéros hors service',
    reach: 'Couverture',
  },
);
