import { alertStateWords, alertStepWords } from './alert-steps.ts';
import { groupWords, nameWords } from './steps.ts';

/** Texts with something in them that differs each time, and how they are said in French. */
type Pattern = readonly [RegExp, (...groups: readonly string[]) => string];

const people = (count: string): string => `${count} ${Number(count) === 1 ? 'personne' : 'personnes'}`;
const after = (told: string): string => (told === 'never' ? 'jamais' : told.replace(/^in /, 'dans '));

/** @param inner translates a part of the text that is a reason of its own */
export const patterns = (inner: (text: string) => string): readonly Pattern[] => [
  // How an alert ended.
  [
    /^(\d+) of (\d+) people reached(?:, (\d+) unconfirmed)?(?:, (\d+) in doubt)?$/,
    (reached, all = '', unconfirmed = '', doubt = '') =>
      [
        `${reached} sur ${people(all)} jointes`,
        ...(unconfirmed === '' ? [] : [`${unconfirmed} sans confirmation`]),
        ...(doubt === '' ? [] : [`${doubt} dans le doute`]),
      ].join(', '),
  ],
  [/^approval of alert (\d+)(?:, page \d+)?$/, (alert) => `approbation de l’alerte ${alert}`],
  [/^paged: (.+)$/s, (names) => `appelés : ${names}`],
  [
    /^what can be done now: (.+)$/,
    (steps = '') => `ce qui est possible maintenant : ${steps.split(', ').map(alertStepWords).join(', ')}`,
  ],
  [
    /^the same went out as alert (\d+) \("(.*)"\) at (.+), launched by (.+)$/s,
    (id, title, at, by) => `la même est partie le ${at}, alerte ${id} (« ${title} »), lancée par ${by}`,
  ],
  [/^(\d+) people have the alert$/, (some = '') => `${people(some)} ont reçu l’alerte`],
  [
    /^only slow routes are left: (\d+) messages wait with the full text, and all would be out (.+); with the short text (.+)$/,
    (some, full = '', short = '') =>
      `il ne reste que des voies lentes : ${some} messages attendent avec le texte entier, tous partis ${after(full)} ; avec le texte court ${after(short)}`,
  ],
  [
    /^an exercise for (\d+) people needs a second person: one alone may send it to (\d+)$/,
    (many = '', few) =>
      `un exercice pour ${people(many)} demande une deuxième personne : seul, on peut l’envoyer à ${few}`,
  ],
  [
    /^it was approved for (\d+) people, and is for (\d+) now: submit it again, so that a second person approves it for these$/,
    (approved = '', now = '') =>
      `elle a été approuvée pour ${people(approved)} et en concerne ${now} maintenant : la soumettre à nouveau, pour qu’une deuxième personne l’approuve pour ce nombre`,
  ],
  [
    /^the policy lets only (.+) break the glass$/,
    (roles) => `la politique ne permet l’envoi sans deuxième personne qu’à ${roles}`,
  ],
  [
    /^the message has (\d+) parts, and the limits of the SIM allow (\d+) at once: it can never finish it$/,
    (parts, most) =>
      `le message a ${parts} segments, et les limites de la SIM en permettent ${most} à la fois : elle ne pourra jamais le finir`,
  ],
  [/^holds (.+) at index (\d+)$/, (character, index) => `contient ${character} à la position ${index}`],
  [/^(\d+) of (\d+) messages delivered$/, (some, all) => `${some} messages remis sur ${all}`],
  // Messages.
  [/^late answer: (.+)$/s, (why = '') => `réponse tardive : ${inner(why)}`],
  [
    /^a part was refused, and ModemManager does not say which: (.+)$/s,
    (why = '') => `un segment a été refusé, et ModemManager ne dit pas lequel : ${inner(why)}`,
  ],
  [
    /^(delivered|sent|undelivered|failed|expired|uncertain|unconfirmed|cancelled|queued), when it was (\w+) already$/,
    () => 'la suite est venue quand le message avait déjà une autre fin',
  ],
  [/^uncertain: (.+)$/s, (why = '') => `incertain : ${inner(why)}`],
  [
    /^its route has not taken parts? ([\d, ]+), and was given the others$/,
    (which) => `sa voie n’a pas pris les segments ${which}, et a reçu les autres`,
  ],
  [
    /^the SIM's limit of (\d+) parts in any (.+) is reached; it sends no more for now$/,
    (limit, span = '') =>
      `la limite de la SIM (${limit} segments par ${SPANS[span] ?? span}) est atteinte ; elle n’envoie plus pour l’instant`,
  ],
  [
    /^the SIM's limit of (\d+) recipients in any 31 days is reached; it sends only to these$/,
    (limit) =>
      `la limite de la SIM (${limit} destinataires en 31 jours) est atteinte ; elle n’envoie plus qu’à ceux-là`,
  ],
  [
    /^the SIM's limits leave only (\d+) parts now, and the message has more$/,
    (left) =>
      `les limites de la SIM ne laissent que ${left} segments pour l’instant, et le message en a davantage`,
  ],
  [
    /^registered for data, messages refused by the network: (.+); try smsDomain, ims or networkMode$/s,
    (why = '') =>
      `inscrit pour les données, messages refusés par le réseau : ${inner(why)} ; essayez smsDomain, ims ou networkMode`,
  ],
  [
    /^(.+), on ([45]G): if it stays so, try ims, smsDomain or networkMode$/s,
    (why = '', radio = '') =>
      `${inner(why)}, en ${radio} : si cela dure, essayez ims, smsDomain ou networkMode`,
  ],
  [
    /^ModemManager does not let this user send \((.+)\)$/s,
    (line) => `ModemManager interdit l’envoi (${line})`,
  ],
  [/^ModemManager did not send it \((.+)\)$/s, (line) => `ModemManager ne l’a pas envoyé (${line})`],
  [/^no answer from the modem in time \((.+)\)$/s, (line) => `pas de réponse du modem à temps (${line})`],
  [
    /^ModemManager failed, and does not say when \((.+)\)$/s,
    (line) => `ModemManager a échoué, sans dire quand (${line})`,
  ],
  // Texts that are not fit to be sent.
  [
    /^takes up to (\d+) parts; a message has at most (\d+)$/,
    (parts, most) => `prend jusqu’à ${parts} segments ; un message en a au plus ${most}`,
  ],
  [
    /^takes up to (\d+) parts in (\S+), the word before an exercise included; a short variant takes one$/,
    (parts, encoding) =>
      `prend jusqu’à ${parts} segments en ${encoding}, mot d’exercice compris ; une variante courte en prend un`,
  ],
  [/^\{(.+)\} has no value$/, (name) => `{${name}} n’a pas de valeur`],
  [
    /^\{(.+)\} needs a fallback, for those of whom it is not known$/,
    (name) => `{${name}} demande une valeur de repli, pour ceux dont elle n’est pas connue`,
  ],
  [
    /^\{(.+?)\} is not known: there are (.+)$/s,
    (name, known) => `{${name}} n’est pas connu ; il y a ${known}`,
  ],
  [
    /^the fallback(?: in (\S+))? of \{(.+)\} (.+)$/,
    (language, name, why = '') =>
      `la valeur de repli de {${name}}${language ? ` en ${language}` : ''} ${inner(why)}`,
  ],
  [/^the value of (\S+) (.+)$/, (key, why = '') => `la valeur de ${key} ${inner(why)}`],
  [
    /^there is no text in the default language, (\S+)$/,
    (language) => `il n’y a pas de texte dans la langue par défaut, ${language}`,
  ],
  [
    /^closes a brace at index (\d+) that was never opened$/,
    (at) => `ferme à la position ${at} une accolade jamais ouverte`,
  ],
  [
    /^opens a brace at index (\d+) that is not closed$/,
    (at) => `ouvre à la position ${at} une accolade jamais fermée`,
  ],
  [
    /^has "(.+)" in braces at index (\d+), which can be no placeholder$/s,
    (what, at) => `a « ${what} » entre accolades à la position ${at}, ce qui ne peut pas être une variable`,
  ],
  // Steps.
  [
    /^([\w ]+): the alert is ([\w ]+); (.+)$/s,
    (step = '', state = '', next = '') =>
      `impossible (${alertStepWords(step)}) : l’alerte est ${alertStateWords(state)} ; ${inner(next)}`,
  ],
  [/^possible: ([\w, ]+)$/, (events) => `étapes possibles : ${events}`],
  [
    /^the alert has changed: its version is (\d+)$/,
    (version) => `l’alerte a changé : sa version est ${version}`,
  ],
  [
    /^what would go out is not what was seen: it is for (\d+) people now$/,
    (count = '') => `ce qui partirait n’est pas ce qui a été vu : c’est maintenant pour ${people(count)}`,
  ],
  [
    /^the alert has gone out (\d+) times: make another$/,
    (times) => `l’alerte est partie ${times} fois : faites-en une autre`,
  ],
  [/^test (\d+): (\d+) messages$/, (test, count) => `essai ${test} : ${count} messages`],
  [
    /^step (\d+) of (\d+): (\d+) of (\d+) people have answered "(.+)"$/s,
    (step, steps, some, need, meaning) =>
      `étape ${step} sur ${steps} : ${some} personnes sur ${need} ont répondu « ${meaning} »`,
  ],
  [
    /^(\d+) of (\d+) people have answered "(.+?)"(?:; (.+))?$/s,
    (some, need, meaning, why) =>
      `${some} personnes sur ${need} ont répondu « ${meaning} »${why === undefined ? '' : ` ; ${inner(why)}`}`,
  ],
  [/^a resend to the (\w+) is going out already$/, (to = '') => `un renvoi est déjà en cours (${inner(to)})`],
  [
    /^the audience names what is gone: (.+)$/s,
    (groups = '') => `l’audience nomme ce qui n’existe plus : ${groupWords(groups)}`,
  ],
  [/^names what is gone: (.+)$/s, (groups = '') => `nomme ce qui n’existe plus : ${groupWords(groups)}`],
  [/^is nobody: all (\d+) are suppressed$/, (all) => `ne désigne personne : les ${all} sont écartées`],
  [/^no route is called "(.+)"$/s, (route) => `aucune voie ne s’appelle « ${route} »`],
  [
    /^the policy lets alerts go to people who have opted out only at severity (.+)$/,
    (severities = '') =>
      `la politique ne permet les désinscrits qu’à la gravité ${severities.replaceAll(' or ', ' ou ')}`,
  ],
  [
    /^(.+) may mean other people than when the scenario was approved: it needs a new approval$/s,
    (which = '') =>
      `${groupWords(which)} peut désigner d’autres personnes que lors de l’approbation du scénario : il faut une nouvelle approbation`,
  ],
  [/^there is no scenario "(.+)"$/s, (name) => `il n’y a pas de scénario « ${name} »`],
  [
    /^the scenario "(.+?)" is not approved( any more)?(?: \((.+)\))?: somebody has to launch the alert$/s,
    (name, more, why) =>
      `le scénario « ${name} » n’est ${more ? 'plus' : 'pas'} approuvé${why ? ` (${inner(why)})` : ''} : quelqu’un doit lancer l’alerte`,
  ],
  [
    /^the storm brake holds it: (.+) \(held so far: (\d+)\)$/s,
    (why = '', held) => `le frein aux rafales la retient : ${inner(why)} (${held} retenues à ce jour)`,
  ],
  [
    /^the same went out (\d+) times within (.+)$/,
    (times, span) => `la même est partie ${times} fois en ${span}`,
  ],
  [
    /^(\d+) alerts were launched within a minute$/,
    (count) => `${count} alertes ont été lancées en une minute`,
  ],
  [
    /^a (update|cancel|withdraw) by the CAP message (.+?) waits: (.+)$/s,
    (what = '', which, why = '') =>
      `${nameWords(what)} par le message CAP ${which} en attente : ${inner(why)}`,
  ],
  [
    /^its scope is (\w+): it is not for the public$/,
    (scope) => `sa portée est ${scope} : il n’est pas pour le public`,
  ],
  // What the SMS of a CAP message leave out: `fr: instruction shortened (why), …`.
  [
    /^([a-z]{2,3}): (\w+ (?:left out|shortened|rewritten) \(.*\).*)$/s,
    (language, cuts = '') =>
      `${language} : ${cuts.replaceAll(/(\w+) (left out|shortened|rewritten) \(([^)]*)\)/g, (_, field: string, what: string) => `${nameWords(field)} ${nameWords(what)}`)}`,
  ],
  // A blocker: the place in the alert, and what is wrong with it.
  [
    /^(audience|routes|expiresAt|overrideOptOut|(?:cancelC|endC|c)ontent(?:\.[\w/]+)?) (.+)$/s,
    (path = '', why = '') => {
      const [name = '', language] = path.split('.');
      return `${nameWords(name)}${language === undefined ? '' : ` (${language})`} : ${inner(why)}`;
    },
  ],
  [/^((?:list|segment|area) \d+(?:, (?:list|segment|area) \d+)*)$/, (groups = '') => groupWords(groups)],
];

const SPANS: Readonly<Record<string, string>> = {
  minute: 'minute',
  hour: 'heure',
  day: 'jour',
  month: 'mois',
  '24 hours': '24 heures',
  '31 days': '31 jours',
  '30 days': '30 jours',
};
