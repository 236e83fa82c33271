import { defineWords } from '../../../words/i18n.ts';

/** The roles as people call them, and what each may do. */
export const roleWords = defineWords(
  'roles',
  {
    sender: 'sender',
    viewer: 'viewer',
    operator: 'operator',
    approver: 'approver',
    admin: 'admin',
    senderMay: 'Sends single messages and sees only those.',
    viewerMay: 'Sees alerts, people, messages, the inbox and routes. Changes nothing.',
    operatorMay:
      'Writes and launches alerts, corrects and stops them, answers calls for help, changes people.',
    approverMay:
      'Is the second person who approves what another wrote. Pauses and stops alerts, reads the audit.',
    adminMay:
      'All of that, and users, tokens, webhooks, launch codes, the configuration and what is deleted.',
  },
  {
    sender: 'expéditeur',
    viewer: 'lecteur',
    operator: 'opérateur',
    approver: 'approbateur',
    admin: 'administrateur',
    senderMay: 'Envoie des messages isolés et ne voit que ceux-là.',
    viewerMay: 'Voit les alertes, les personnes, les messages, la réception et les voies. Ne change rien.',
    operatorMay:
      "Rédige et lance les alertes, les corrige et les arrête, répond aux appels à l'aide, modifie les personnes.",
    approverMay:
      "Est la seconde personne, qui approuve ce qu'un autre a rédigé. Suspend et arrête les alertes, lit le journal.",
    adminMay:
      'Tout cela, et les utilisateurs, les jetons, les webhooks, les codes de lancement, la configuration et ce qui est supprimé.',
  },
);
