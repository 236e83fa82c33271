import type { Alert, Wave } from '../../domain/alerts/alert.ts';
import type { AlertRepository, Reached } from '../../domain/alerts/alert-repository.ts';
import type { AlertTraffic } from '../../domain/alerts/alert-traffic.ts';
import { widestAudience } from '../../domain/alerts/escalation.ts';
import { isBeingOvertaken, type WaveEvent } from '../../domain/alerts/wave-state.ts';
import type { MessageId } from '../../domain/messages/message-id.ts';
import type { Msisdn } from '../../domain/messages/msisdn.ts';
import type { State } from '../../domain/messages/state.ts';
import type {
  Audience,
  AudienceOptions,
  AudienceRepository,
  Recipient,
} from '../../domain/people/audience.ts';
import { turnOf } from './turn.ts';
import { audienceOf, optionsOf, withoutThoseOfOtherWaves } from './wave-audience.ts';

export interface WavePeopleDeps {
  readonly repository: Pick<
    AlertRepository,
    'peopleBefore' | 'queuedBefore' | 'meaningAtLaunch' | 'inOtherWaves'
  >;
  readonly traffic: Pick<AlertTraffic, 'lanesOf'>;
  readonly audiences: Pick<AudienceRepository, 'audiencePage' | 'countAudience'>;
  /** Which of these numbers have answered the alert. */
  readonly answered: (alert: number, numbers: readonly Msisdn[]) => Promise<ReadonlySet<string>>;
}

/** The next people of a wave, and how far it has come with them. */
export interface WavePage {
  readonly people: readonly Recipient[];
  /** The phone number of the last person that was read. */
  readonly after: string;
  /** What happens to the wave once these people have their messages. */
  readonly event: WaveEvent;
  /** Lists, segments and areas that the audience names and that were removed: who else was in them is not known. */
  readonly gone: readonly string[];
  /** The queued message of an earlier wave that each of these people has, if any. */
  readonly instead: ReadonlyMap<Msisdn, MessageId>;
}

// In these states the person may have read the message: a missing answer or receipt does not prove that it was lost.
const MAY_HAVE_IT: ReadonlySet<State> = new Set(['sent', 'delivered', 'unconfirmed', 'uncertain']);
const NOT_KNOWN_YET: ReadonlySet<State> = new Set(['queued', 'sending']);
const IN_VAIN: ReadonlySet<State> = new Set(['undelivered', 'failed', 'expired']);

const NONE_OVERTAKEN = { instead: new Map<Msisdn, MessageId>() } as const;
const PASS_ENDED = { kind: 'passEnded' } as const;

const passed = (undecided: number): WaveEvent => ({ kind: 'passed', undecided });

/**
 * Finds the people of a wave, page by page, behind its cursor. An update begins with people who have only a queued
 * message with the older text.
 * @param waves all waves of the alert
 */
export const wavePage = async (
  deps: WavePeopleDeps,
  alert: Alert,
  wave: Wave,
  waves: readonly Wave[],
  limit: number,
): Promise<WavePage> => {
  if (wave.state.kind === 'overtaking') return overtakenPage(deps, alert, wave, waves, limit);
  if (wave.target === 'audience') return audiencePage(deps, alert, wave, waves, limit);
  const rows = await deps.repository.peopleBefore(wave, wave.cursor, limit);
  const last = rows.at(-1);
  if (last === undefined)
    return { people: [], after: wave.cursor, event: PASS_ENDED, gone: [], ...NONE_OVERTAKEN };
  const { wanted, undecided } = choose(wave, rows);
  const page = {
    after: last.number,
    event: passed(undecided),
    gone: [],
    ...NONE_OVERTAKEN,
  };
  if (wave.target === 'reached') return { ...page, people: await lookUp(deps, alert, wanted) };
  const silent =
    wave.target === 'silent' || wave.target === 'unanswered'
      ? await withoutAnswer(deps, alert.id, wanted)
      : wanted;
  return { ...page, ...(await stillOfAudience(deps, alert, waves, silent)) };
};

const overtakenPage = async (
  deps: WavePeopleDeps,
  alert: Alert,
  wave: Wave,
  waves: readonly Wave[],
  limit: number,
): Promise<WavePage> => {
  const overtaken = waves.filter((one) => isBeingOvertaken(one, [wave]));
  const lanes = (await Promise.all(overtaken.map((one) => deps.traffic.lanesOf(turnOf(one))))).flat();
  const queued = await deps.repository.queuedBefore(wave, lanes, limit);
  const instead = new Map(queued.map(({ number, id }) => [number, id]));
  return {
    people: await lookUp(deps, alert, [...instead.keys()]),
    after: wave.cursor,
    event: queued.length > 0 ? passed(0) : { kind: 'overtook' },
    gone: [],
    instead,
  };
};

const audiencePage = async (
  deps: WavePeopleDeps,
  alert: Alert,
  wave: Wave,
  waves: readonly Wave[],
  limit: number,
): Promise<WavePage> => {
  const { audiences } = deps;
  const audience = audienceOf(alert, wave);
  const options = await optionsOf(deps, alert);
  const all = await audiences.audiencePage(audience, wave.cursor, limit, options);
  const after = all.at(-1)?.number ?? wave.cursor;
  const isLast = all.length < limit;
  const people = await withoutThoseOfOtherWaves(deps, alert, wave, waves, all);
  // After a list, segment or area was removed, the page is empty and looks like the last one.
  const gone = isLast ? await missingOf(audiences, audience, options) : [];
  const event = isLast && gone.length === 0 ? PASS_ENDED : passed(0);
  return { people, after, event, gone, ...NONE_OVERTAKEN };
};

/**
 * The lists, segments and areas that the audience names and that were removed. A count among no
 * numbers finds them too, and is fast.
 */
const missingOf = async (
  audiences: Pick<AudienceRepository, 'countAudience'>,
  { include, within = [], exclude }: Audience,
  options: AudienceOptions,
): Promise<readonly string[]> => {
  const nobody = { include, within: [...within, { numbers: [] }], exclude };
  return (await audiences.countAudience(nobody, options)).missing;
};

const choose = (
  { kind, target }: Wave,
  rows: readonly Reached[],
): { readonly wanted: readonly Msisdn[]; readonly undecided: number } => {
  const people = Map.groupBy(rows, ({ number }) => number);
  const wanted: Msisdn[] = [];
  let undecided = 0;
  for (const [number, known] of people) {
    const reached = known.some(({ state }) => MAY_HAVE_IT.has(state));
    const open = known.some(({ state }) => NOT_KNOWN_YET.has(state));
    // An earlier update withdrew the person's message, and they have no new one yet: so this update is for them. A
    // cancel is not: it is only for people who have a text.
    const isOwed = kind === 'update' && known.at(-1)?.overtaken === true;
    // The person's message is still under way. If a newer text were sent now by another route, it could arrive before
    // the older one, which would then be read last. A resend leaves the person out.
    if (open) undecided++;
    else if (target === 'undelivered') {
      if (!reached && known.some(({ state }) => IN_VAIN.has(state))) wanted.push(number);
    } else if (reached || isOwed) wanted.push(number);
  }
  return { wanted, undecided };
};

const withoutAnswer = async (
  { answered }: WavePeopleDeps,
  alert: number,
  numbers: readonly Msisdn[],
): Promise<readonly Msisdn[]> => {
  const have = await answered(alert, numbers);
  return numbers.filter((number) => !have.has(number));
};

/** The people among `numbers` to whom a launch would send now: people who left the audience since get no resend. */
const stillOfAudience = async (
  deps: WavePeopleDeps,
  alert: Alert,
  waves: readonly Wave[],
  numbers: readonly Msisdn[],
): Promise<Pick<WavePage, 'people' | 'gone'>> => {
  if (numbers.length === 0) return { people: [], gone: [] };
  const options = await optionsOf(deps, alert);
  const people = new Map<Msisdn, Recipient>();
  const gone: string[] = [];
  for (const wave of waves.filter(({ target }) => target === 'audience')) {
    const audience = audienceOf(alert, wave);
    const within = [...(audience.within ?? []), { numbers }];
    const some = await deps.audiences.audiencePage({ ...audience, within }, '', numbers.length + 1, options);
    for (const person of some)
      if (people.get(person.number)?.suppressed !== undefined || !people.has(person.number))
        people.set(person.number, person);
    // After a list, segment or area was removed, nobody is found: that must not look like people who left.
    if (some.length === 0) gone.push(...(await missingOf(deps.audiences, audience, options)));
  }
  return { people: [...people.values()], gone };
};

/**
 * What is known of these people now. People who have left the audience since get the correction too, since they have
 * the text that it corrects. People who have opted out since, altogether or of a list of the audience, don't get it.
 */
const lookUp = async (
  deps: WavePeopleDeps,
  alert: Alert,
  numbers: readonly Msisdn[],
): Promise<readonly Recipient[]> => {
  if (numbers.length === 0) return [];
  const { audiences } = deps;
  const options = await optionsOf(deps, alert);
  const limit = numbers.length + 1;
  const { include } = widestAudience(alert.draft);
  const [people, members] = await Promise.all([
    audiences.audiencePage({ include: [{ numbers }] }, '', limit, options),
    audiences.audiencePage({ include, within: [{ numbers }] }, '', limit, options),
  ]);
  const suppressed = new Map(members.map((member) => [member.number, member.suppressed]));
  return people.map((person) => ({
    ...person,
    suppressed: person.suppressed ?? suppressed.get(person.number),
  }));
};
