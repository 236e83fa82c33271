import { quote } from '../../domain/text/quote.ts';

// Each text fits one GSM 7-bit part (160 characters) with names that are cut to 24 characters.
const TEXTS = {
  onDuty: {
    fr: 'De garde ({roster}) : {names}.',
    en: 'On duty ({roster}): {names}.',
  },
  onDutyUntil: {
    fr: "De garde ({roster}) jusqu'à {until} : {names}.",
    en: 'On duty ({roster}) until {until}: {names}.',
  },
  nobody: {
    fr: "Personne n'est de garde ({roster}).",
    en: 'Nobody is on duty ({roster}).',
  },
  noRoster: {
    fr: "Ce numéro n'est pas de garde : rien n'a changé.",
    en: 'You are not on duty: nothing has changed.',
  },
  whichRoster: {
    fr: 'Plusieurs gardes pour ce numéro : {rosters}. Ajoutez laquelle : RELEVE {taker} / NOM DE LA GARDE',
    en: 'This number has more than one duty: {rosters}. Add which one: HANDOVER {taker} / ROSTER NAME',
  },
  unknownTaker: {
    fr: "{taker} n'est pas connu ici, ou n'a pas de téléphone : rien n'a changé.",
    en: '{taker} is not known here, or has no phone: nothing has changed.',
  },
  self: {
    fr: "Ce numéro est de garde déjà : rien n'a changé.",
    en: 'It is you who are on duty: nothing has changed.',
  },
  code: {
    fr: "Relève {roster} jusqu'à {until} : code {code}, 10 min. Dites-le à {taker}, qui le renvoie. Pas demandé ? Gardez-le.",
    en: 'Hand-over {roster} until {until}: code {code}, 10 min. Tell it to {taker}, who sends it. Not asked for? Keep it.',
  },
  noneWaits: {
    fr: "Aucune relève n'attend ce téléphone. Le code est renvoyé par celui qui prend la garde.",
    en: 'No hand-over waits for this phone. The code is sent by the one who takes over.',
  },
  open: {
    fr: "Une relève attend déjà une réponse. Vous restez de garde jusqu'à celle-ci.",
    en: 'A hand-over waits for an answer already. You stay on duty until then.',
  },
  tooMany: {
    fr: 'Trop de relèves demandées en une heure. Vous restez de garde ; appelez.',
    en: 'Too many hand-overs in an hour. You stay on duty; please call.',
  },
  ask: {
    fr: "{giver} vous passe la garde {roster} jusqu'à {until}. Pour accepter, demandez-lui le code et répondez : RELEVE + le code",
    en: '{giver} hands over duty {roster} to you until {until}. To accept, ask for the code and reply: HANDOVER + the code',
  },
  accepted: {
    fr: "La garde {roster} est à vous jusqu'à {until}. {giver} est relevé.",
    en: 'You are on duty ({roster}) until {until}. {giver} is relieved.',
  },
  handedOver: {
    fr: "{taker} a pris la garde {roster} jusqu'à {until}. Votre garde est finie.",
    en: '{taker} has taken over duty {roster} until {until}. You are relieved.',
  },
  wrongCode: {
    fr: 'Ce code est faux. La garde ne change pas.',
    en: 'This code is wrong. Duty does not change.',
  },
  refused: {
    fr: "{taker} n'a pas accepté la garde {roster} : code faux. Vous restez de garde.",
    en: '{taker} has not accepted duty {roster}: wrong code. You stay on duty.',
  },
  expired: {
    fr: "{taker} n'a pas accepté la garde {roster} à temps. Vous restez de garde.",
    en: '{taker} has not accepted duty {roster} in time. You stay on duty.',
  },
  gone: {
    fr: "Cette relève n'est plus possible : la garde a changé. Demandez {roster}.",
    en: 'This hand-over is not possible any more: the roster has changed. Ask about {roster}.',
  },
} as const;

const QUOTED = 24;
const LIST_QUOTED = 80;

/** The text in this language, or in French; values are cut. */
export const dutyText = (
  kind: keyof typeof TEXTS,
  language: string,
  values: Readonly<Record<string, string>> = {},
): string => {
  const { fr, en } = TEXTS[kind];
  const text: string = language === 'fr' ? fr : en;
  return text.replaceAll(/\{(\w+)\}/g, (whole, name: string) => {
    const value = values[name];
    if (value === undefined) return whole;
    return quote(value, name === 'names' ? LIST_QUOTED : name === 'rosters' ? LIST_QUOTED / 2 : QUOTED);
  });
};
