import type { AlarmKind } from '../../domain/operation/alarm.ts';

/** Each text in both languages. SMS are made of them, so each has only characters of the GSM 7-bit alphabet. */
export interface BothLanguages {
  readonly fr: string;
  readonly en: string;
}

interface AlarmTexts {
  /** What is wrong with one; {name} is what it is about. */
  readonly what: BothLanguages;
  /** What is wrong with {count} of them. */
  readonly many: BothLanguages;
  readonly todo: BothLanguages;
}

export const alarmTexts: Readonly<Record<AlarmKind, AlarmTexts>> = {
  noWayOut: {
    what: { fr: 'aucune voie ne peut envoyer, rien ne part', en: 'no route can send, nothing goes out' },
    many: { fr: 'aucune voie ne peut envoyer', en: 'no route can send' },
    todo: {
      fr: 'Alertez par un autre moyen, voyez les voies et le réseau.',
      en: 'Alarm people by another way, look at the routes and the network.',
    },
  },
  diskReserve: {
    what: { fr: 'disque plein, plus aucun message accepté', en: 'disk full, no new message is accepted' },
    many: { fr: 'disque plein', en: 'disk full' },
    todo: {
      fr: 'Faites de la place (df -h), sans toucher à la base.',
      en: 'Make room (df -h); leave the files of the store alone.',
    },
  },
  databaseFailing: {
    what: {
      fr: "la base n'est plus écrite, plus aucun message accepté",
      en: 'the database cannot be written, no message is accepted',
    },
    many: { fr: "la base n'est plus écrite", en: 'the database cannot be written' },
    todo: {
      fr: 'Voyez le disque et ses droits (doctor, dmesg).',
      en: 'Look at the disk and its permissions (doctor, dmesg).',
    },
  },
  caseUnpaged: {
    what: {
      fr: "appel à l'aide, et personne n'a pu recevoir le SMS",
      en: 'call for help, and nobody could be paged',
    },
    many: { fr: "appels à l'aide sans personne", en: 'calls for help without anybody' },
    todo: {
      fr: 'Lisez les appels maintenant (GET /v1/cases).',
      en: 'Read the calls for help now (GET /v1/cases).',
    },
  },
  backlogLate: {
    what: { fr: 'des messages {name} partiront trop tard', en: '{name} messages will leave too late' },
    many: { fr: 'des messages partiront trop tard', en: 'messages will leave too late' },
    todo: {
      fr: 'Mettez en pause ce qui peut attendre, voyez les voies.',
      en: 'Pause an alert that can wait, look at the routes.',
    },
  },
  routeDown: {
    what: { fr: 'voie {name} en panne', en: 'route {name} is down' },
    many: { fr: '{count} voies en panne', en: '{count} routes down' },
    todo: {
      fr: 'Opérateur : appelez-le. Modem : voyez prise, courant, SIM.',
      en: 'Carrier: call it. Modem: look at plug, power, SIM.',
    },
  },
  routeSick: {
    what: {
      fr: "voie {name} écartée, elle refuse ce que d'autres portent",
      en: 'route {name} set aside, it refuses what others carry',
    },
    many: { fr: '{count} voies écartées', en: '{count} routes set aside' },
    todo: {
      fr: 'Voyez le crédit et les limites de la SIM.',
      en: 'Look at the credit and the limits of the SIM.',
    },
  },
  receiptsMissing: {
    what: {
      fr: 'voie {name} : aucun accusé depuis 15 min',
      en: 'route {name} takes messages, no receipt for 15 min',
    },
    many: { fr: '{count} voies sans accusés', en: '{count} routes without receipts' },
    todo: {
      fr: 'Essayez vers votre téléphone ; sinon désactivez-la.',
      en: 'Send to your own phone; if it fails, disable the route.',
    },
  },
  clockDoubtful: {
    what: { fr: "l'horloge de la machine est douteuse", en: 'the clock of the machine is in doubt' },
    many: { fr: 'horloge douteuse', en: 'clock in doubt' },
    todo: {
      fr: "Réglez-la (timedatectl), puis confirmez l'heure.",
      en: 'Set it right (timedatectl), then confirm the time.',
    },
  },
  certificateExpires: {
    what: { fr: 'certificat {name} expiré ou presque', en: 'certificate {name} has expired or will soon' },
    many: { fr: '{count} certificats presque expirés', en: '{count} certificates expire' },
    todo: { fr: 'Mettez le nouveau en place.', en: 'Put the new one in place.' },
  },
  optOutsHeld: {
    what: {
      fr: 'des STOP en trop grand nombre attendent un avis',
      en: 'too many STOPs came, and wait for review',
    },
    many: { fr: 'des STOP attendent', en: 'STOPs wait for review' },
    todo: {
      fr: 'Lisez-les : vrais, ou falsifiés ? (GET /v1/opt-outs/held)',
      en: 'Read them: real or forged? (GET /v1/opt-outs/held)',
    },
  },
  restarted: {
    what: { fr: 'Tocsin a redémarré après une coupure', en: 'Tocsin has restarted after it was cut off' },
    many: { fr: 'redémarrage après coupure', en: 'restart after a crash' },
    todo: {
      fr: 'Voyez le journal et les messages incertains.',
      en: 'Look at the log and at uncertain messages.',
    },
  },
  configRefused: {
    what: {
      fr: 'la nouvelle configuration a des erreurs',
      en: 'the new configuration has errors',
    },
    many: { fr: 'configuration refusée', en: 'configuration refused' },
    todo: {
      fr: "L'ancienne vaut toujours : voyez check, corrigez.",
      en: 'The old one still holds: run check, and correct it.',
    },
  },
  routeDoubtful: {
    what: {
      fr: 'voie {name} douteuse (essai, solde)',
      en: 'route {name} in doubt (heartbeat, balance)',
    },
    many: { fr: '{count} voies douteuses', en: '{count} routes in doubt' },
    todo: { fr: 'Voyez pourquoi (GET /v1/routes), essayez-la.', en: 'See why (GET /v1/routes), and try it.' },
  },
  drillFailed: {
    what: { fr: "l'exercice {name} a échoué", en: 'the drill {name} has failed' },
    many: { fr: '{count} exercices ont échoué', en: '{count} drills have failed' },
    todo: {
      fr: 'Voyez quelle voie, réparez, refaites-le.',
      en: 'See which route, put it right, run it again.',
    },
  },
  diskLow: {
    what: { fr: 'le disque se remplit', en: 'the disk is filling up' },
    many: { fr: 'le disque se remplit', en: 'disk filling up' },
    todo: { fr: 'Faites de la place (df -h).', en: 'Make room (df -h).' },
  },
  backupOld: {
    what: { fr: 'pas de sauvegarde récente', en: 'there is no recent backup' },
    many: { fr: 'pas de sauvegarde récente', en: 'no recent backup' },
    todo: { fr: 'Lancez backup, copiez-la ailleurs.', en: 'Run backup, and copy it to another machine.' },
  },
  wrongTokens: {
    what: { fr: 'trop de jetons faux sur API', en: 'too many wrong tokens at the API' },
    many: { fr: 'jetons faux', en: 'wrong tokens' },
    todo: {
      fr: 'Un programme mal réglé, ou une attaque : voyez le journal.',
      en: 'A program set up wrongly, or an attack: see the log.',
    },
  },
  wrongPasswords: {
    what: { fr: 'trop de mots de passe faux', en: 'too many wrong passwords' },
    many: { fr: 'mots de passe faux', en: 'wrong passwords' },
    todo: {
      fr: 'Voyez quel compte (GET /v1/audit), demandez-lui.',
      en: 'See whose account (GET /v1/audit), and ask.',
    },
  },
  refusedCalls: {
    what: { fr: 'un jeton tente ce qui ne lui est pas permis', en: 'a token tries what its role forbids' },
    many: { fr: 'appels refusés', en: 'refused calls' },
    todo: {
      fr: 'Voyez lequel (GET /v1/audit) ; volé : retirez-le.',
      en: 'See which (GET /v1/audit); stolen: withdraw it.',
    },
  },
  intakeOverLimit: {
    what: { fr: 'trop de messages entrants ({name})', en: 'more comes in than the limit {name}' },
    many: { fr: '{count} limites dépassées', en: '{count} limits exceeded' },
    todo: { fr: 'Voyez qui envoie (docs/limits.md).', en: 'See who sends (docs/limits.md).' },
  },
  feedUnread: {
    what: { fr: 'flux CAP illisible : {name}', en: 'CAP feed cannot be read: {name}' },
    many: { fr: '{count} flux CAP illisibles', en: '{count} CAP feeds unread' },
    todo: {
      fr: 'Ses alertes ne lancent plus rien : voyez le réseau.',
      en: 'Its warnings launch nothing: look at the network.',
    },
  },
};
