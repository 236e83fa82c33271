/** French words for what the gateway itself says of a message. */
export const gatewayWords: Readonly<Record<string, string>> = {
  'the route failed': 'la voie a échoué',
  'not taken': 'non pris',
  'not delivered': 'non remis',
  expired: 'expiré',
  withdrawn: 'retiré',
  'withdrawn, since its token was revoked': 'retiré, car son jeton a été révoqué',
  accepted: 'accepté',
  'answered late': 'réponse tardive',
  'the gateway ended before the answer came': 'la passerelle s’est arrêtée avant la réponse',
  'its text cannot be cut into parts: a fault of the gateway':
    'son texte ne peut pas être découpé en segments : une faute de la passerelle',
  'receipts came for its recipient, but no answer told which of its parts they are for':
    'des accusés sont venus pour son destinataire, mais aucune réponse n’a dit pour quels segments',
  'no receipt came in time': 'aucun accusé n’est venu à temps',
  'one attempt could not be delivered, and another may have arrived':
    'un essai n’a pas pu être remis, et un autre a pu arriver',
  'handed over, and no answer ever came': 'transmis, et aucune réponse n’est jamais venue',
  'its validity ended before any route took it': 'sa validité a pris fin avant qu’une voie ne le prenne',
  'it was unsent in a backup that was restored: it may have been sent after the backup':
    'il n’était pas parti dans une sauvegarde restaurée : il a pu partir après la sauvegarde',
  'released after a backup was restored': 'libéré après la restauration d’une sauvegarde',
  'its validity ended before it could be sent again': 'sa validité a pris fin avant un nouvel envoi',
  'an earlier attempt may have arrived, whole or in part':
    'un essai précédent a pu arriver, en entier ou en partie',
  'an earlier attempt was accepted': 'un essai précédent a été accepté',
  'no answer came; the receipt is for the only unanswered message to this recipient':
    'aucune réponse n’est venue ; l’accusé est pour le seul message sans réponse à ce destinataire',
  'the answer named another id than the receipt that was taken to be for this message':
    'la réponse a donné un autre identifiant que l’accusé attribué à ce message',
  'an answer named the id of the receipt that was taken for this message: it was for another one':
    'une réponse a donné l’identifiant de l’accusé attribué à ce message : il était pour un autre',
  'a receipt came for each part without an answer: the carrier took them':
    'un accusé est venu pour chaque segment sans réponse : l’opérateur les a pris',
  'no rule of the plan carries this number at this priority':
    'aucune règle du plan n’achemine ce numéro à cette priorité',
  'the validity of the alert ended before it could be sent':
    'la validité de l’alerte a pris fin avant l’envoi',
  'the text is not fit to be sent': 'le texte ne peut pas être envoyé',
  'a newer text took its place': 'un texte plus récent a pris sa place',
  'the alert was stopped': 'l’alerte a été arrêtée',
  'the alert was cancelled': 'l’alerte a été annulée',
  'disabled by an operator': 'désactivée à la main',
  'has opted out': 's’est désinscrit',
  'has not agreed to be written to': 'n’a pas consenti à recevoir des messages',
  'the recipient has opted out': 'le destinataire s’est désinscrit',
  'the recipient has not agreed to be written to': 'le destinataire n’a pas consenti à recevoir des messages',
  'the number has opted out': 'le numéro s’est désinscrit',
};
