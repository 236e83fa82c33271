import { isWhole, isWholeOrReasoned, many, maybe, one, type Pattern } from './grammar.ts';

export const COURTESIES =
  'please|pls|plz|plse|kindly|thanks|thank you|many thanks|thx|ty|hi|hello|hey|there|dear|sir|madam|sirs|team|' +
  'good morning|good evening|sorry|now|right now|right away|asap|immediately|at once|just|already|seriously|again|' +
  'today|forever|all|regards|guys|omg|god|for god s sake|the hell';

const REASONS = 'because|cause|since|as i|as we|i|we|or i|or we|or else|otherwise|it s';

const ASKING =
  'can you|could you|would you|will you|can u|could u|can you please|could you please|would you please|' +
  'i want you to|i would like you to|i d like you to|we want you to|you must|you need to|you have to|i ask you to|' +
  'i am asking you to|i m asking you to|i demand that you|tell them to';

const WHO =
  'me|us|this number|my number|our number|this phone|my phone|our phone|my cell|my mobile|this cell';
const NOUNS = 'messages|msgs|texts|txts|text messages|sms|smses|alerts|notifications|updates|warnings|spam';
const SINGULAR = 'message|msg|text|txt|text message|notification|alert|update';
const DETERMINERS =
  'the|these|those|your|ur|any|all|all of|my|our|such|more|any more|further|of|from|other|future|every|sms|text|txt|' +
  'emergency|crisis|automatic|automated|group|daily|mass|unwanted|stupid|annoying|this|that';
const AFTER =
  'anymore|any more|again|ever|ever again|at all|to me|to us|on my phone|on this phone|on this number|from you|' +
  'to this number|to my number|to my phone|from now on|anything|stuff|information|info';
const ANY_OBJECT = `${WHO}|${NOUNS}|${SINGULAR}|${AFTER}|${DETERMINERS}|to`;
const LISTS =
  'list|lists|mailing list|distribution list|contact list|contacts|database|directory|service|program|programme|' +
  'system|subscription|subscriptions|everything|broadcast|group';
const MINE =
  'my number|my phone number|my phone|my name|my contact|my details|my data|my info|this number|our number';

const NOT = 'do not|don t|dont|never|do not ever|don t ever|no longer';
const WRITE = 'send|text|txt|message|msg|sms|contact|write|notify|alert|bother|spam|disturb|harass';
const WRITING =
  'sending|receiving|getting|texting|txting|messaging|contacting|bothering|spamming|harassing|writing|notifying|alerting|bugging|disturbing';
const WISH = 'want|wish|would like|d like|need|care|consent|agree|intend';
const CONSENT = 'consent|permission|subscription|registration|agreement|authorization|authorisation';

/** Clauses that speak of messages, lists or consent: one of them makes the whole text an opt-out. */
const explicit: readonly Pattern[] = [
  [
    one('i|we'),
    one(`${NOT}|would not|wouldn t`),
    one(WISH),
    maybe('to'),
    one('get|receive'),
    one('these|those|this|that|them|any|any more|more'),
    many(AFTER),
  ],
  [one('i|we'), one('want|would like|d like'), one('off|out of'), many(DETERMINERS), one(LISTS)],
  [maybe(ASKING), one('stop with'), many(DETERMINERS), one(NOUNS), many(ANY_OBJECT)],
  [maybe(ASKING), one('stop|quit|cease'), one(WRITING), many(ANY_OBJECT)],
  [one('stop'), one(`${SINGULAR}|${NOUNS}`), many(AFTER)],
  [
    maybe(ASKING),
    one('stop|end|cancel|quit|block|disable|turn off|switch off|discontinue|no more|enough of|enough with'),
    many(DETERMINERS),
    one(`${NOUNS}|subscription|subscriptions`),
    many(ANY_OBJECT),
  ],
  [one('stop|end|cease'), one('all|your|these|all your'), one('communications|communication|contact')],
  [
    maybe(ASKING),
    one(NOT),
    one(WRITE),
    maybe('to'),
    one(`${WHO}|${NOUNS}|any message|any text`),
    many(ANY_OBJECT),
  ],
  [one(NOT), one(WRITE), maybe('to'), many(DETERMINERS), one(NOUNS), many(ANY_OBJECT)],
  [
    maybe(ASKING),
    one('unsubscribe|un subscribe|unsub|unsuscribe|unsubcribe|unsubscribed'),
    many(`${WHO}|from|this|${DETERMINERS}|${NOUNS}|${LISTS}`),
  ],
  [
    maybe(ASKING),
    one('opt me out|opt us out|opting out|opt out|optout'),
    many(`of|from|${DETERMINERS}|${NOUNS}|${LISTS}`),
  ],
  [
    maybe(ASKING),
    one('remove|delete|erase'),
    one(`${MINE}|me|us`),
    one('from'),
    many(DETERMINERS),
    one(`${NOUNS}|${LISTS}`),
    many(`${DETERMINERS}|${NOUNS}|${LISTS}`),
  ],
  [
    maybe(ASKING),
    one('take|get'),
    one(`${MINE}|me|us`),
    one('off|off of'),
    many(DETERMINERS),
    one(LISTS),
    many(DETERMINERS),
  ],
  [
    one('i|we'),
    one(`${WISH}|wanna|choose|request|demand|have decided`),
    maybe('to'),
    maybe('be|get'),
    one('unsubscribe|unsubscribed|removed|opt out|opted out|taken off|stop|quit|cancel|out'),
    many(`me|us|from|off|of|${WRITING}|${ANY_OBJECT}|${LISTS}`),
  ],
  [one('i|we|i am|i m|we are'), one('opt out|optout|opting out|unsubscribe|unsubscribing|quit')],
  [
    one('i|we'),
    one(`${NOT}|would not|wouldn t`),
    one(`${WISH}|like`),
    maybe('to'),
    maybe('get|receive|have|see|hear|be'),
    many('of|any|more|any more|to|your|these|those|such|the|further|my'),
    one(`${NOUNS}|contacted|texted|messaged|notified|alerted|bothered|from you`),
    many(ANY_OBJECT),
  ],
  [one('i|we'), one('do not|don t|dont|no longer'), one('consent|agree'), many(ANY_OBJECT)],
  [
    maybe('i|we|i hereby|we hereby|hereby'),
    one('revoke|withdraw|cancel|end|terminate'),
    maybe('my|all|our|any'),
    one(CONSENT),
    many(`to|for|from|with|immediately|${ANY_OBJECT}|${WRITE}|receive`),
  ],
  [maybe('my'), one('consent|permission'), maybe('is|has been'), one('revoked|withdrawn')],
  [
    one('how do i|how can i|how to|how do we|how can we|where do i'),
    one('unsubscribe|opt out|stop|end|cancel|get off'),
    many(DETERMINERS),
    one(`${NOUNS}|${LISTS}`),
  ],
  [one('how do i|how can i|how to|how do we|how can we|where do i'), one('unsubscribe|opt out')],
  [one('leave me alone|leave us alone|lose my number|forget my number|piss off')],
  [maybe('i am|i m|we are|we re'), one('not interested|no longer interested'), many('anymore|any more')],
];

/** Clauses that are opt-outs only if no reason follows ("because I …"), which might change their meaning. */
const bare: readonly Pattern[] = [
  [maybe(ASKING), one('remove|delete'), one('me|us'), maybe('now')],
  [maybe(ASKING), one('remove|delete|erase'), one(MINE)],
];

const polite = many(COURTESIES);
const reasons = one(REASONS);

export const isExplicitEnglish = (clause: string): boolean =>
  explicit.some((core) => isWholeOrReasoned(clause, [polite, ...core, polite], reasons)) ||
  bare.some((core) => isWhole(clause, [polite, ...core, polite]));
