import { defineWords } from '../../words/i18n.ts';

/** The tabs of the room. */
export const inboxWords = defineWords(
  'inbox',
  {
    title: 'Inbox',
    cases: 'Calls for help',
    messages: 'Messages',
    keywords: 'Keywords',
    duty: 'Duty',
    notFound: 'There is no such page',
    notFoundHint: 'Choose one of the tabs above.',
  },
  {
    title: 'Réception',
    cases: "Appels à l'aide",
    messages: 'Messages',
    keywords: 'Mots-clés',
    duty: 'Astreinte',
    notFound: "Cette page n'existe pas",
    notFoundHint: "Choisissez l'un des onglets ci-dessus.",
  },
);
