import { defineWords } from '../../../words/i18n.ts';

export const personWords = defineWords(
  'person-data',
  {
    privacy: 'Data of this person',
    privacyHint: 'For a request for access or erasure. Both are noted in the audit log.',
    exportAll: 'Export all that is stored',
    erase: 'Erase the person',
    eraseTitle: 'Erase all that shows who this is?',
    eraseVerb: 'Erase {{who}} for good',
    eraseHint:
      'The contact and its lists are deleted. Messages to and from the number stay as figures, without number and text. An opt-out stays by its number. Nothing brings it back.',
    eraseConfirm: 'Write the number to confirm',
    erased: 'The person is erased: {{messages}} messages to it, {{inbox}} from it.',
    mentions: 'These still name the number: remove it there, or the next launch writes to it again.',
    mention: '{{kind}} {{id}}',
  },
  {
    privacy: 'Données de cette personne',
    privacyHint: "Pour une demande d'accès ou d'effacement. Les deux sont notés au journal d'audit.",
    exportAll: 'Exporter tout ce qui est conservé',
    erase: 'Effacer la personne',
    eraseTitle: "Effacer tout ce qui montre de qui il s'agit ?",
    eraseVerb: 'Effacer {{who}} définitivement',
    eraseHint:
      'Le contact et ses listes sont supprimés. Les messages à ce numéro et de ce numéro restent comme chiffres, sans numéro ni texte. Une désinscription reste, par le numéro seul. Rien ne permet de revenir en arrière.',
    eraseConfirm: 'Écrivez le numéro pour confirmer',
    erased: 'La personne est effacée : {{messages}} messages reçus, {{inbox}} envoyés par elle.',
    mentions: 'Ceux-ci citent encore le numéro : retirez-le là, sinon le prochain envoi lui écrira.',
    mention: '{{kind}} {{id}}',
  },
);
