import { untilText } from '../../domain/duty/until-text.ts';
import type { Alarm, AlarmKind } from '../../domain/operation/alarm.ts';
import { quote } from '../../domain/text/quote.ts';
import { alarmTexts, type BothLanguages } from './alarm-texts.ts';
import type { Telling } from './telling.ts';

/** A name is cut to this in an SMS, so that the text stays one part. */
const NAME = 24;
/** What several alarms are about is cut to this. */
const LIST = 100;
type Language = keyof BothLanguages;

const filled = (text: string, values: Readonly<Record<string, string>>): string =>
  text.replaceAll(/\{(\w+)\}/g, (whole, key: string) => values[key] ?? whole);

/** What is wrong, and what to do, for people at a screen: names are whole. */
export const describeAlarm = (
  { kind, name = '' }: Pick<Alarm, 'kind' | 'name'>,
  language: Language,
): { readonly text: string; readonly todo: string } => ({
  text: filled(alarmTexts[kind].what[language], { name }),
  todo: filled(alarmTexts[kind].todo[language], { name }),
});

const short = (alarm: Alarm): Pick<Alarm, 'kind' | 'name'> => ({
  kind: alarm.kind,
  name: quote(alarm.name ?? '', NAME),
});

const heads = {
  raised: { fr: 'Tocsin', en: 'Tocsin' },
  again: { fr: 'Tocsin, rappel', en: 'Tocsin again' },
  over: { fr: 'Tocsin, fini', en: 'Tocsin, over' },
} as const;
const sinces = { fr: 'depuis', en: 'since' } as const;
const look = { fr: 'Voyez les alarmes.', en: 'See the alarms.' } as const;

const ofKind = (kind: AlarmKind, alarms: readonly Alarm[], language: Language): string => {
  const [first, ...rest] = alarms;
  if (first !== undefined && rest.length === 0) return describeAlarm(short(first), language).text;
  return filled(alarmTexts[kind].many[language], { count: String(alarms.length) });
};

const byKind = (alarms: readonly Alarm[]): ReadonlyMap<AlarmKind, readonly Alarm[]> => {
  const kinds = new Map<AlarmKind, Alarm[]>();
  for (const alarm of alarms) kinds.set(alarm.kind, [...(kinds.get(alarm.kind) ?? []), alarm]);
  return kinds;
};

/** The text of one SMS about these alarms, in one part: their number does not change that. */
export const smsOf = (
  { what, alarms }: Pick<Telling, 'what' | 'alarms'>,
  language: Language,
  timeZone: string,
  nowMs: number,
): string => {
  const [first, ...rest] = alarms;
  const since = `${sinces[language]} ${untilText(timeZone, Math.min(...alarms.map((one) => one.since)), nowMs)}`;
  const head = heads[what][language];
  const colon = language === 'fr' ? ' :' : ':';
  if (rest.length === 0) {
    const { text, todo } = describeAlarm(short(first), language);
    return what === 'over'
      ? `${head}${colon} ${text}, ${since}.`
      : `${head}${colon} ${text}, ${since}. ${todo}`;
  }
  const kinds = byKind(alarms);
  const all = [...kinds].map(([kind, ofOne]) => ofKind(kind, ofOne, language)).join(' ; ');
  const names = kinds.size === 1 ? ` (${alarms.map(({ name = '' }) => name).join(', ')})` : '';
  const said = quote(`${all}${names}`, LIST);
  return what === 'over'
    ? `${head}${colon} ${said}, ${since}.`
    : `${head}${colon} ${said}, ${since}. ${look[language]}`;
};
