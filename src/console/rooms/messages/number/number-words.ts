import { defineWords } from '../../../words/i18n.ts';

/** What is known of one phone number. */
export const numberWords = defineWords(
  'messages-number',
  {
    question: 'Was {{who}} warned?',
    ofAlert: '“{{title}}”, {{when}}',
    noAlert: 'No alert went out in the last 30 days.',
    notAmong: 'Not addressed: this number was not among the people of this alert.',
    notAmongYet: 'Not among the people of this alert so far. The alert still goes out.',
    noneStored:
      'No message to this number is stored for this alert: it was not among its people, or the message was deleted by age.',
    notKnownAll: 'Not known here: there are more messages than are shown. Look at the alert itself.',
    contact: 'In the contacts as “{{name}}”.',
    contactNoName: 'In the contacts, without a name.',
    noContact: 'Not in the contacts. Alerts to lists, segments and areas cannot reach this number.',
    optedOutAll: 'Opted out of everything {{when}}: {{evidence}}',
    optedOutList: 'Opted out of list {{list}} {{when}}: {{evidence}}',
    refusedList: 'Refused to be written to by list {{list}} ({{source}}).',
    notOptedOut: 'Has not opted out.',
    heldOptOut:
      'Opted out by SMS {{when}}, in a flood of such messages that waits for a decision: until then only critical messages go out.',
    heldNotKnown:
      'So many opt-outs wait for a decision that it is not known here whether one is of this number.',
    dead_one: 'Nothing gets through to it: {{n}} message in a row did not arrive. Last reason: {{reason}}',
    dead_other: 'Nothing gets through to it: {{n}} messages in a row did not arrive. Last reason: {{reason}}',
    whyTitle: 'What may explain it',
    messagesTitle: 'Messages to this number',
    noMessages: 'No message to this number is stored.',
    inboxTitle: 'What this number wrote to us',
    noInbox: 'Nothing came from this number.',
    inboxElsewhere: 'What this number wrote cannot be read here. Look in the room Inbox.',
    openMessage: 'See how',
    write: 'Write to this number',
  },
  {
    question: 'Le {{who}} a-t-il été prévenu ?',
    ofAlert: '« {{title}} », {{when}}',
    noAlert: "Aucune alerte n'est partie ces 30 derniers jours.",
    notAmong: "Pas destinataire : ce numéro n'était pas parmi les personnes de cette alerte.",
    notAmongYet: "Pas parmi les personnes de cette alerte jusqu'ici. L'alerte part encore.",
    noneStored:
      "Aucun message à ce numéro n'est gardé pour cette alerte : il n'était pas parmi ses personnes, ou le message a été supprimé avec l'âge.",
    notKnownAll: "Inconnu ici : il y a plus de messages qu'affichés. Regardez l'alerte elle-même.",
    contact: 'Dans les contacts sous le nom « {{name}} ».',
    contactNoName: 'Dans les contacts, sans nom.',
    noContact: "Absent des contacts. Les alertes à des listes, segments et zones ne peuvent pas l'atteindre.",
    optedOutAll: 'Désinscrit de tout {{when}} : {{evidence}}',
    optedOutList: 'Désinscrit de la liste {{list}} {{when}} : {{evidence}}',
    refusedList: 'A refusé de recevoir les messages de la liste {{list}} ({{source}}).',
    notOptedOut: "Ne s'est pas désinscrit.",
    heldOptOut:
      "Désinscrit par SMS {{when}}, dans un afflux de tels messages qui attend une décision : d'ici là, seuls les messages critiques partent.",
    heldNotKnown:
      "Tant de désinscriptions attendent une décision qu'on ne sait pas ici si l'une est de ce numéro.",
    dead_one: "Rien ne passe : {{n}} message de suite n'est pas arrivé. Dernière raison : {{reason}}",
    dead_other: 'Rien ne passe : {{n}} messages de suite ne sont pas arrivés. Dernière raison : {{reason}}',
    whyTitle: 'Ce qui peut expliquer',
    messagesTitle: 'Messages à ce numéro',
    noMessages: "Aucun message à ce numéro n'est gardé.",
    inboxTitle: 'Ce que ce numéro nous a écrit',
    noInbox: "Rien n'est venu de ce numéro.",
    inboxElsewhere: 'Ce que ce numéro a écrit ne peut pas être lu ici. Voyez la rubrique Réception.',
    openMessage: 'Voir comment',
    write: 'Écrire à ce numéro',
  },
);
