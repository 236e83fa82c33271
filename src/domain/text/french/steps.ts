/** French words for details in the log of an alert: why the gateway or a trigger did, or did not do, a step. */
export const stepWords: Readonly<Record<string, string>> = {
  silent: 'aux personnes sans réponse',
  undelivered: 'aux personnes non jointes',
  'OK by SMS': 'OK par SMS',
  'OK by SMS, but the recipients have changed': 'OK par SMS, mais les destinataires ont changé',
  'NO by SMS': 'NON par SMS',
  '(no reason, by SMS)': '(sans raison, par SMS)',
  'nobody could be paged': 'personne n’a pu être appelé',
  'a backup was restored: people may have been written to after it':
    'une sauvegarde a été restaurée : des messages ont pu partir après elle',
  'a backup was restored: the alert may have been launched after it':
    'une sauvegarde a été restaurée : l’alerte a pu être lancée après elle',
  'a backup was restored after the CAP message was sent: it may have gone out before':
    'une sauvegarde a été restaurée après l’envoi du message CAP : il a pu être diffusé avant',
  'the alert is gone': 'l’alerte n’existe plus',
  'it was launched otherwise': 'elle a été lancée autrement',
  'nobody approves what is their own': 'nul n’approuve ce qu’il a écrit lui-même',
  'the hash of what was seen is missing': 'l’empreinte de ce qui a été vu manque',
  'it is too late: messages of that time would not be valid any more':
    'il est trop tard : des messages de cette heure ne seraient plus valables',
  'what would go out is not what was seen': 'ce qui partirait n’est pas ce qui a été vu',
  'there is time for a second person to approve what goes out later':
    'une deuxième personne a le temps d’approuver ce qui part plus tard',
  'an alert to people who opted out always needs a second person':
    'une alerte à des personnes désinscrites demande toujours une deuxième personne',
  'a route that has messages of the alert can not send now':
    'une voie qui a des messages de l’alerte ne peut pas envoyer maintenant',
  'a second person must approve this alert first':
    'une deuxième personne doit d’abord approuver cette alerte',
  'a list, segment or area of its audience was changed since it was approved: it needs a new approval':
    'une liste, un segment ou une zone a changé depuis l’approbation : il faut une nouvelle approbation',
  'launch: the alert is scheduled, and goes out by itself at its time':
    'l’alerte est programmée, et partira d’elle-même à son heure',
  'a list, segment or area of its audience was changed since it was scheduled':
    'une liste, un segment ou une zone a changé depuis la programmation',
  'others change the alert at the same time': 'd’autres changent l’alerte en même temps',
  'nothing can be done to it any more': 'plus rien ne peut y être fait',
  'the cancel waits for the approval of a second person':
    'l’annulation attend l’approbation d’une deuxième personne',
  'the update waits for the approval of a second person':
    'la mise à jour attend l’approbation d’une deuxième personne',
  'somebody else has taken steps with the alert: it is for people to decide what becomes of it':
    'quelqu’un d’autre est intervenu sur l’alerte : c’est à une personne de décider de la suite',
  'no update of the alert waits for approval': 'aucune mise à jour n’attend d’approbation',
  'the update that waits is not the one that was seen':
    'la mise à jour en attente n’est pas celle qui a été vue',
  'it is so old that its recipients are deleted: make another alert':
    'elle est si ancienne que ses destinataires sont supprimés : faites une autre alerte',
  'the alert never went out: make another alert': 'l’alerte n’est jamais partie : faites une autre alerte',
  'the alert was ended: make another alert': 'l’alerte a pris fin : faites une autre alerte',
  'the alert was cancelled: make another alert': 'l’alerte a été annulée : faites une autre alerte',
  'what the alert warns of is over: it is not said again':
    'ce dont l’alerte avertit est passé : elle n’est plus répétée',
  'a later CAP message replaces it': 'un message CAP plus récent la remplace',
  'an operator has to apply it': 'un opérateur doit l’appliquer',
  'there is nothing left to say': 'il ne reste rien à dire',
  'it has expired': 'elle est périmée',
  'it has no info: there is nothing to say': 'il n’a pas de bloc info : il n’y a rien à dire',
  'it has no geometry that is known here: choose who is to get it':
    'il n’a pas de zone connue ici : choisissez qui la reçoit',
  'its status is Test: recipients are to disregard it':
    'son état est Test : les destinataires doivent l’ignorer',
  'no rule is for it': 'aucune règle ne le concerne',
  'the policy lets no alert go to people who have opted out':
    'la politique ne permet aucune alerte à des personnes désinscrites',
  'is nobody': 'ne désigne personne',
  'is past': 'est passé',
  'is past: what the alert warns of is over, unless the update says until when it goes on':
    'est passé : ce dont l’alerte avertit est terminé, sauf si la mise à jour dit jusqu’à quand cela dure',
  'there is no text in any language': 'il n’y a de texte dans aucune langue',
  'is no language, such as fr or en': 'n’est pas une langue, comme fr ou en',
  'is there twice': 'est là deux fois',
  'is empty': 'est vide',
  'the user who approved this alert has been disabled since, or may approve no more: it needs a new approval':
    'l’utilisateur qui l’a approuvée a été désactivé depuis, ou ne peut plus approuver : il faut une nouvelle approbation',
  'the user who approved the scenario has been disabled since, or may approve no more: it needs a new approval':
    'l’utilisateur qui a approuvé le scénario a été désactivé depuis, ou ne peut plus approuver : il faut une nouvelle approbation',
  'nobody else is left to be asked': 'il ne reste personne à demander',
  'its validity is over': 'sa validité est passée',
  'enough people have answered': 'assez de personnes ont répondu',
  'the alert is paused': 'l’alerte est en pause',
  'only slow routes are left': 'il ne reste que des voies lentes',
  'an operator decided so': 'un opérateur en a décidé ainsi',
  'the alert is over': 'l’alerte est terminée',
  'the policy lets nobody break the glass: a second person has to approve':
    'la politique ne permet à personne d’envoyer seul : une deuxième personne doit approuver',
  'a cancel of the alert waits for a second person: approve it or reject it first':
    'une annulation attend une deuxième personne : approuvez-la ou rejetez-la d’abord',
  'a cancel of the alert waits for a second person':
    'une annulation de l’alerte attend une deuxième personne',
  'shorten: the configuration forbids it (alerts.shortWhenDegraded: never)':
    'le texte court est interdit par la configuration (alerts.shortWhenDegraded: never)',
  'shorten: no text that goes out has a short variant': 'aucun texte qui part n’a de variante courte',
  'no route can send now': 'aucune voie ne peut envoyer maintenant',
  'holds half a surrogate pair': 'contient une moitié de caractère',
  'holds a line end or a control character': 'contient une fin de ligne ou un caractère de commande',
  'holds a brace': 'contient une accolade',
};

/** Names of what the log speaks of. */
const NAMES: Readonly<Record<string, string>> = {
  list: 'liste',
  segment: 'segment',
  area: 'zone',
  audience: 'audience',
  routes: 'voies',
  content: 'texte',
  cancelContent: 'texte d’annulation',
  endContent: 'texte de fin',
  expiresAt: 'fin du danger',
  overrideOptOut: 'désinscrits inclus',
  scenario: 'scénario',
  update: 'mise à jour',
  cancel: 'annulation',
  withdraw: 'retrait',
  headline: 'titre',
  description: 'description',
  instruction: 'consigne',
  'left out': 'laissé de côté',
  shortened: 'raccourci',
  rewritten: 'réécrit',
};

/** Groups such as `list 7, area 2`. */
export const groupWords = (groups: string): string =>
  groups.replace(/\b(list|segment|area)\b(?= \d)/g, (word) => NAMES[word] ?? word);

export const nameWords = (name: string): string => NAMES[name] ?? name;
