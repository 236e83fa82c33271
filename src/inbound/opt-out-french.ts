import { isWhole, isWholeOrReasoned, many, maybe, one, type Pattern } from './grammar.ts';

export const COURTESIES =
  'svp|stp|s il vous plait|s il te plait|s il vous plais|merci|merci d avance|par avance|bonjour|bonsoir|salut|allo|' +
  'madame|monsieur|messieurs|mesdames|cordialement|veuillez|maintenant|immediatement|tout de suite|de suite|desormais|' +
  'je vous prie|bonne journee|bonne soiree|bien a vous|alors|donc|enfin|mais|d accord|ca suffit|' +
  'merci de|merci de bien vouloir|priere de|je vous prie de|je vous demande de|pouvez vous|pourriez vous|peux tu|' +
  'pourrais tu|est ce que vous pouvez|est il possible de|il faut|vous devez|je veux que vous|je souhaite que vous|' +
  'je voudrais que vous|je vous demande d|je vous prie d|merci d|priere d|bien vouloir';

const REASONS = 'car|parce|puisque|comme|sinon|j|je|nous|on|c est|ce n est|vu que|a cause|ou je';

const NOUNS =
  'messages|msg|sms|textos|alertes|notifications|messages d alerte|sms d alerte|envois|spams|spam|pubs|publicites|' +
  'avertissements|communications|mails';
const SINGULAR = 'message|texto|alerte|notification|pub|publicite|envoi|info|infos';
const DETERMINERS =
  'de|des|du|d|les|le|la|l|vos|votre|tes|ces|cette|cet|ce|tous|toutes|tout|toute|mes|mon|ma|aucun|aucune|plus|' +
  'jamais|rien|a|au|aux|sur|par|futurs|autres|genre|type|moi|me|m|nous|en|vous|part|pas|ni|quoi que ce soit|de tels|de telles|encore';
const PLACES =
  'numero|telephone|portable|mobile|tel|liste|listes|liste de diffusion|fichier|fichiers|base|base de donnees|diffusion|' +
  'service|services|abonnement|inscription|repertoire|contacts|systeme|donnees|coordonnees';
const AFTER =
  'du tout|a l avenir|dorenavant|desormais|plus jamais|svp|stp|merci|informations|information|choses|trucs';
const ANY_OBJECT = `${NOUNS}|${SINGULAR}|${DETERMINERS}|${PLACES}|${AFTER}`;
const MINE =
  'mon numero|ce numero|mon nom|mon contact|mes coordonnees|mes donnees|mon telephone|mon portable|notre numero|' +
  'mon numero de telephone';

// Words for phone calls are left out: "ne m'appelez pas" is no opt-out, since a person in hiding may write it.
const WRITE =
  'envoyer|l envoi|ecrire|contacter|deranger|solliciter|adresser|texter|spammer|harceler|alerter|notifier|transmettre|relancer';
const BID =
  'envoyez|envoie|envois|ecrivez|ecris|contactez|contacte|derangez|derange|sollicitez|sollicite|adressez|textez|' +
  'spammez|harcelez|alertez|notifiez|transmettez|relancez|envoyer|ecrire|contacter|deranger|solliciter';
const NO_MORE = 'plus|pas|jamais|rien|aucun';
const STOP = 'arretez|arrete|arreter|cessez|cesse|cesser|stop|stoppez|stopper|stoppe|arretiez|cessiez';
const END =
  'annulez|annuler|supprimez|supprimer|bloquez|bloquer|desactivez|desactiver|resiliez|resilier|terminez|suspendez|fin|' +
  'arret|assez|marre|ras le bol|j en ai marre|j en ai assez';
const LEAVE =
  'desabonner|desinscrire|desabonne|desabonnee|desinscrit|desinscrite|desinscrir|resilier|desabonnement|desinscription|' +
  'radie|radiation';
const OUT =
  'retirer|retire|retiree|supprimer|supprime|supprimee|enleve|enlevee|raye|rayee|efface|effacee|retrait';
const I_WANT =
  'je veux|je souhaite|je voudrais|je demande|je desire|je souhaiterais|j aimerais|j exige|je prefere|je vais|' +
  'je tiens a|nous voulons|nous souhaitons|nous voudrions|nous demandons|on veut|on souhaite|on voudrait|je veut|je voudrai';
const I = 'je|j|nous|on';
const WISH =
  'veux|souhaite|desire|voudrais|souhaiterais|veut|voulons|souhaitons|desirons|accepte|consens|acceptons|voudrai';
const CONTACTED =
  'contacte|contactee|contactes|derange|derangee|deranges|sollicite|sollicitee|alerte|alertee|prevenu|abonne|abonnee|inscrit|inscrite';

/** Clauses that speak of messages, lists or consent: one of them makes the whole text an opt-out. */
const explicit: readonly Pattern[] = [
  [one(I), one('veux|souhaite|veut'), one('plus de vos|plus de ces'), one(NOUNS), many(ANY_OBJECT)],
  [one('fini|finis|termine'), many(DETERMINERS), one(NOUNS), many(ANY_OBJECT)],
  [one(STOP), one('tout|tous les|tout nouvel|tout autre'), one('envoi|envois'), many(ANY_OBJECT)],
  [one(STOP), maybe('de|d|avec'), maybe('me|m|nous'), one(`${WRITE}|m ecrire`), many(ANY_OBJECT)],
  [one('stop'), one(`${NOUNS}|${SINGULAR}`), many(AFTER)],
  [one(STOP), many(DETERMINERS), one(NOUNS), many(ANY_OBJECT)],
  [one('arretez|arrete|arreter|cessez|stop|stoppez'), one('ca|cela')],
  [maybe('ne|n'), one('me|m|nous'), one(BID), one(NO_MORE), many(ANY_OBJECT)],
  [one('ne|n'), maybe('lui|leur'), one(BID), one(NO_MORE), many(DETERMINERS), one(NOUNS), many(ANY_OBJECT)],
  [one('n ecrivez|n ecris|n envoyez rien|n envoyez plus rien'), many(ANY_OBJECT)],
  [
    one(END),
    many('de|des|d|du|les|vos|ces|tous|l|la|mon|mes|cet|votre|avec|tous les|tous ces|toutes les'),
    one(`${NOUNS}|abonnement|inscription`),
    many(ANY_OBJECT),
  ],
  [maybe(I_WANT), one('de ne|ne'), one('plus|pas|jamais'), maybe('me|m|nous'), one(WRITE), many(ANY_OBJECT)],
  [
    maybe(I_WANT),
    one('de ne|ne'),
    one('plus|pas|jamais'),
    one('recevoir|avoir'),
    many(DETERMINERS),
    one(`${NOUNS}|${SINGULAR}`),
    many(ANY_OBJECT),
  ],
  [maybe(I_WANT), one('de ne|ne'), one('plus|pas'), one('etre'), one(CONTACTED), many(ANY_OBJECT)],
  [
    one(I),
    one('ne|n'),
    one(WISH),
    one('plus|pas|jamais'),
    maybe('jamais|du tout'),
    one(
      'recevoir|vos|de vos|ces|de ces|de messages|de sms|d sms|d alertes|avoir de messages|avoir de sms|que vous m ecriviez|que vous m envoyiez|aucun message|aucun sms',
    ),
    many(ANY_OBJECT),
  ],
  [one(I), one('ne|n'), one(WISH), one('plus|pas'), one('etre'), one(CONTACTED), many(ANY_OBJECT)],
  [one('je|on'), one('veux|souhaite|veut'), one('plus|pas'), one('etre'), one(CONTACTED), many(ANY_OBJECT)],
  [one('je|on'), one('veux|souhaite|veut'), one('plus|pas'), one('recevoir'), many(ANY_OBJECT)],
  [maybe('je|on'), one('n en veux plus|n en voulons plus|n en veut plus')],
  [
    one('je refuse|nous refusons|je m oppose a'),
    one('de recevoir|recevoir|la reception'),
    many(DETERMINERS),
    one(NOUNS),
    many(ANY_OBJECT),
  ],
  [
    one('je n ai|j ai|nous n avons|on n a'),
    one('plus|pas'),
    one('besoin|envie'),
    one('de|d'),
    maybe('recevoir'),
    many(DETERMINERS),
    one(NOUNS),
    many(ANY_OBJECT),
  ],
  [
    one('desabonnez|desabonne|desinscrivez|desinscris|radiez'),
    one(`${MINE}|moi|nous`),
    many(`des|${ANY_OBJECT}`),
  ],
  [
    one(
      `retirez|retire|retirer|supprimez|supprime|supprimer|enlevez|enleve|enlever|rayez|effacez|otez|sortez|virez|radier|radiez`,
    ),
    one(`${MINE}|moi|nous`),
    one('de|du|des|d'),
    many('la|l|cette|vos|votre|toutes|vos|les|tous|ce|ces|tes'),
    one(`${NOUNS}|${PLACES}`),
    many(ANY_OBJECT),
  ],
  [
    maybe('de'),
    one('me|m|nous'),
    one('retirer|supprimer|enlever|radier|effacer|rayer'),
    one('de|du|des'),
    many(DETERMINERS),
    one(`${NOUNS}|${PLACES}`),
    many(ANY_OBJECT),
  ],
  [one('retirez|retirer|supprimez|supprimer|enlevez|effacez|effacer|rayez|oubliez|perdez'), one(MINE)],
  [
    one(I_WANT),
    maybe('a|de'),
    many('me|m|nous|etre|l|la|le|mon|ma|d etre|qu on me'),
    one(LEAVE),
    many(`des|${ANY_OBJECT}`),
  ],
  [
    one(I_WANT),
    maybe('a|de|d'),
    one('etre|que mon numero soit|le|la'),
    one(`${OUT}|suppression`),
    one('de|du|des'),
    many(DETERMINERS),
    one(`${NOUNS}|${PLACES}`),
    many(ANY_OBJECT),
  ],
  [
    one(I_WANT),
    one('arreter|stopper|annuler|l arret de|l arret des'),
    maybe('de recevoir|recevoir'),
    many(DETERMINERS),
    one(`${NOUNS}|abonnement|inscription`),
    many(ANY_OBJECT),
  ],
  [
    one('je me|nous nous|je m'),
    one('desabonne|desinscris|desabonnons|desinscrit'),
    many(`des|${ANY_OBJECT}`),
  ],
  [one('je resilie'), many(`mon|${ANY_OBJECT}`)],
  [
    one('je retire|je revoque|retrait de|revocation de|je retire tout'),
    one('mon|notre|tout'),
    one('consentement|accord'),
  ],
  [maybe('de|a'), maybe('me|se|nous'), one('desabonner|desinscrire'), many(`des|${ANY_OBJECT}`)],
  [one('desinscription|desabonnement'), many(`de|des|${NOUNS}|${PLACES}|${DETERMINERS}`)],
  [
    one(
      'laissez moi tranquille|laisse moi tranquille|fichez moi la paix|foutez moi la paix|lachez moi|fiche moi la paix',
    ),
  ],
  [
    one('plus'),
    one('de|d|aucun|aucune|jamais de|jamais d|jamais'),
    one('messages|sms|textos|alertes|notifications|message|texto'),
    many(ANY_OBJECT),
  ],
  [
    maybe('je ne suis|je suis|nous ne sommes'),
    one('pas interesse|plus interesse|pas interessee|plus interessee'),
  ],
];

/** Clauses that are opt-outs only if no reason follows ("car je …"), which might change their meaning. */
const bare: readonly Pattern[] = [
  [
    one('comment'),
    maybe('faire pour|faire|puis je|je peux|peut on|je fais pour|fait on pour'),
    maybe('me|se'),
    one('desabonner|desinscrire|ne plus recevoir|arreter|stopper'),
    many(ANY_OBJECT),
  ],
];

const polite = many(COURTESIES);
const reasons = one(REASONS);

export const isExplicitFrench = (clause: string): boolean =>
  explicit.some((core) => isWholeOrReasoned(clause, [polite, ...core, polite], reasons)) ||
  bare.some((core) => isWhole(clause, [polite, ...core, polite]));
