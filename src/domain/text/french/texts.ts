import { nameWords } from './steps.ts';

/** French words for what is wrong, or not good, with a text or a value. */
export const textWords: Readonly<Record<string, string>> = {
  'holds a control character or half a surrogate pair':
    'contient un caractère de commande ou une moitié de caractère',
  'says that it is no exercise: never write that, or the day you forget it nobody believes the alert':
    'dit que ce n’est pas un exercice : ne l’écrivez jamais, ou le jour où vous l’oubliez personne n’y croit',
  'is in capitals: that is slower to read, and read aloud letter by letter':
    'est en majuscules : c’est plus lent à lire, et lu à haute voix lettre par lettre',
  'has no short variant, for when only slow routes are left':
    'n’a pas de variante courte, pour quand il ne reste que des voies lentes',
  "doesn't say who speaks ({source}); the name of the sender may be enough":
    'ne dit pas qui parle ({source}) ; le nom de l’expéditeur peut suffire',
  "doesn't say what happens ({hazard})": 'ne dit pas ce qui arrive ({hazard})',
  "doesn't say where it is ({place})": 'ne dit pas où ({place})',
  "doesn't say what to do ({action}): without that a warning only frightens":
    'ne dit pas que faire ({action}) : sans cela un avertissement ne fait que peur',
  "doesn't say from when, or until when ({time})": 'ne dit pas à partir de quand, ou jusqu’à quand ({time})',
  'is none of the approved values': 'n’est pas une des valeurs approuvées',
  'holds a link': 'contient un lien',
  'holds a telephone number': 'contient un numéro de téléphone',
  'may be a number to call': 'peut être un numéro à appeler',
  'holds a sentence': 'contient une phrase',
};

type Pattern = readonly [RegExp, (...groups: readonly string[]) => string];

/**
 * The same for texts with something in them that differs each time.
 * @param inner translates a part of the text that is a reason of its own
 */
export const textPatterns = (inner: (text: string) => string): readonly Pattern[] => [
  [
    /^the carrier sent a frame of (\d+) octets$/,
    (octets) => `l’opérateur a envoyé une trame de ${octets} octets`,
  ],
  [
    /^is longer than (\d+) characters: no message can hold it$/,
    (most) => `dépasse ${most} caractères : aucun message ne peut le contenir`,
  ],
  [/^is longer than the approved (\d+) characters$/, (most) => `dépasse les ${most} caractères approuvés`],
  [/^is longer than (\d+) characters$/, (most) => `dépasse ${most} caractères`],
  [/^doesn't match the approved pattern (.+)$/s, (pattern) => `ne suit pas le modèle approuvé ${pattern}`],
  [/^no text has \{(.+)\}, which is declared$/, (name) => `aucun texte n’a {${name}}, qui est déclaré`],
  [
    /^no text has \{(.+)\}, for which a value is given$/,
    (name) => `aucun texte n’a {${name}}, pour lequel une valeur est donnée`,
  ],
  [
    /^\{(.+)\} is the time until which the alert holds: the gateway gives it$/,
    (name) => `{${name}} est l’heure jusqu’à laquelle l’alerte vaut : la passerelle la donne`,
  ],
  [
    /^takes up to (\d+) parts: who is in a hurry reads one$/,
    (parts) => `prend jusqu’à ${parts} segments : qui est pressé en lit un`,
  ],
  [
    /^about (\d+) % of the messages can leave before their validity ends$/,
    (share) => `environ ${share} % des messages peuvent partir avant la fin de leur validité`,
  ],
  [
    /^has characters that make a part hold 70 instead of 160: (.+)$/s,
    (characters) => `a des caractères qui réduisent un segment de 160 à 70 : ${characters}`,
  ],
  [
    /^takes (\d+) parts instead of (\d+) for those whose (.+) has a letter such as (.+)$/s,
    (then, parts, names, letter) =>
      `prend ${then} segments au lieu de ${parts} pour ceux dont ${names} a une lettre comme ${letter}`,
  ],
  [
    /^says what to do only after (\d+) words: that belongs first$/,
    (words) => `ne dit que faire qu’après ${words} mots : cela vient en premier`,
  ],
  [
    /^links to (.+), which hides where it leads: carriers filter that; write the address itself$/,
    (host) =>
      `renvoie à ${host}, qui cache sa destination : les opérateurs le filtrent ; écrivez l’adresse même`,
  ],
  [
    /^there is no text: these people get (\S+)$/,
    (language) => `il n’y a pas de texte : ces personnes reçoivent ${language}`,
  ],
  [/^lacks (.+), which another language has$/, (names) => `n’a pas ${names}, qu’une autre langue a`],
  [
    /^\{(.+?)\} may become "(.*)": give its fallback in (\S+)$/s,
    (name, fallback, language) =>
      `{${name}} peut devenir « ${fallback} » : donnez sa valeur de repli en ${language}`,
  ],
  [
    /^no route is called "(.+?)"; did you mean "(.+)"\?$/s,
    (route, other) => `aucune voie ne s’appelle « ${route} » (plutôt « ${other} » ?)`,
  ],
  [
    /^(.+), since nobody of roster (\d+) can be paged$/s,
    (name, roster) => `${name}, puisque personne de la garde ${roster} ne peut être appelé`,
  ],
  [
    /^(cancelContent|endContent) ([\w/]+): (.+)$/s,
    (path = '', label, why = '') => `${nameWords(path)} (${label}) : ${inner(why)}`,
  ],
  [
    /^escalation\.steps\[(\d+)\]\.audience (.+)$/s,
    (index, why = '') => `étape ${Number(index) + 1} de l’escalade : ${inner(why)}`,
  ],
  [/^escalation\.whenFulfilled (.+)$/s, (why = '') => `texte de fin de l’escalade : ${inner(why)}`],
  [
    /^the approval of the scenario doesn't cover the value of (.+)$/s,
    (which) => `l’approbation du scénario ne couvre pas la valeur de ${which}`,
  ],
];
