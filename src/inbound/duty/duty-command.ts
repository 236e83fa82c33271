import { foldName } from '../../domain/access/fold-name.ts';
import { endOfDuty } from '../../domain/duty/on-duty.ts';
import { type DutyPerson, namesIn, type Roster } from '../../domain/duty/roster.ts';
import { untilText } from '../../domain/duty/until-text.ts';
import type { SmsCommand } from '../../domain/inbound/sms-command.ts';
import type { Msisdn } from '../../domain/messages/msisdn.ts';
import { withoutCodes } from '../../domain/text/without-codes.ts';
import { instantOf, localTimeAt } from '../../kernel/local-time.ts';
import type { Named } from '../../kernel/named.ts';
import type { DutyCommandDeps } from './duty-command-deps.ts';
import { dutyText } from './duty-texts.ts';
import { type DutyAsked, readDuty } from './duty-words.ts';
import { HandOverAnswers } from './hand-over-answers.ts';

const ACCEPT_WITHIN_MS = 10 * 60_000;
/** A text that waited for longer while the gateway was down changes no duty: it is left to the inbox. */
const ASKED_WITHIN_MS = 15 * 60_000;
const DAY_MS = 86_400_000;
const HOUR_MS = 3_600_000;
const QUESTIONS_PER_HOUR = 10;
const ALL = { limit: 1000, cursor: undefined };
const MOST_SHOWN = 3;

type Asking = Extract<DutyAsked, { kind: 'handOver' }>;

/** A roster in which the sender of a text is on duty now. */
interface OwnDuty {
  readonly named: Named<Roster>;
  readonly giver: DutyPerson;
}

/**
 * What people on duty ask by SMS: who is on duty, and to hand over. The sender of an SMS can be forged, so a hand-over
 * needs the word of both: the code goes to the phone of the giver, who tells it to the other, whose phone sends it
 * back. They speak with each other at a hand-over anyway, and each writes one SMS.
 */
export class DutyCommand {
  readonly #deps: DutyCommandDeps;
  readonly #answers: HandOverAnswers;
  /** When each known phone asked who is on duty, in the last hour. */
  readonly #questions = new Map<Msisdn, readonly number[]>();

  constructor(deps: DutyCommandDeps) {
    this.#deps = deps;
    this.#answers = new HandOverAnswers(deps);
  }

  readonly command: SmsCommand = async ({ from, text, at, reference }) => {
    const asked = readDuty(text);
    if (asked === undefined || this.#deps.clock.now() - at > ASKED_WITHIN_MS) return undefined;
    if ((await this.#deps.personOf(from)).kind === 'disabled') return undefined;
    const { items: rosters } = await this.#deps.duty.rosters.list(ALL);
    const language = await this.#languageOf(from, rosters);
    // Strangers get no answer: their text is read as any other.
    if (language === undefined) return undefined;
    if (asked.kind === 'code') {
      const reply = await this.#answers.answer(from, asked.code, reference);
      const shownAs = withoutCodes(text);
      if (reply !== undefined) return { handledAs: 'duty', reply, shownAs };
      return { handledAs: 'duty', reply: dutyText('noneWaits', language), isLimited: true, shownAs };
    }
    const reply =
      asked.kind === 'who'
        ? await this.#who(from, rosters, language)
        : await this.#handOver(from, asked, rosters, language, reference);
    return asked.kind === 'who' && reply === undefined ? undefined : { handledAs: 'duty', reply };
  };

  /** Tells those who asked in vain that their hand-over was not accepted in time. */
  tellOverdue(): Promise<void> {
    return this.#answers.tellOverdue();
  }

  async #languageOf(phone: Msisdn, rosters: readonly Named<Roster>[]): Promise<string | undefined> {
    for (const { definition } of rosters) {
      const known = definition.people.find((one) => one.phone === phone);
      if (known !== undefined) return known.language;
    }
    return (await this.#deps.userOfPhone(phone))?.language;
  }

  async #who(
    phone: Msisdn,
    rosters: readonly Named<Roster>[],
    language: string,
  ): Promise<string | undefined> {
    const now = this.#deps.clock.now();
    const asked = (this.#questions.get(phone) ?? []).filter((at) => at > now - HOUR_MS);
    if (asked.length >= QUESTIONS_PER_HOUR) return undefined;
    this.#questions.set(phone, [...asked, now]);
    const lines: string[] = [];
    for (const { id, name, definition } of rosters.slice(0, MOST_SHOWN)) {
      const people = (await this.#deps.duty.dutyAt(id, now))?.people ?? [];
      const [first] = people;
      const end = first === undefined ? undefined : endOfDuty(definition, first.name, now);
      const until = end === undefined ? undefined : untilText(definition.timeZone, end, now);
      const names = people.map((one) => one.name).join(', ');
      const kind = people.length === 0 ? 'nobody' : until === undefined ? 'onDuty' : 'onDutyUntil';
      lines.push(dutyText(kind, language, { roster: name, names, until: until ?? '' }));
    }
    return lines.length === 0 ? undefined : lines.join('\n');
  }

  async #handOver(
    phone: Msisdn,
    asked: Asking,
    rosters: readonly Named<Roster>[],
    language: string,
    reference: string,
  ): Promise<string | undefined> {
    const own = await this.#dutiesOf(phone, asked.roster, rosters);
    const [only, ...others] = own;
    if (only === undefined) return dutyText('noRoster', language);
    if (others.length > 0) {
      const names = own.map(({ named }) => named.name).join(', ');
      return dutyText('whichRoster', language, { rosters: names, taker: asked.name });
    }
    const { named, giver } = only;
    const taker = await this.#takerOf(named.definition, asked.name);
    if (taker === undefined || (await this.#deps.personOf(taker.phone)).kind === 'disabled')
      return dutyText('unknownTaker', language, { taker: asked.name });
    if (taker.phone === phone) return dutyText('self', language);
    return this.#ask({ named, giver }, taker, asked.until, reference);
  }

  /** Undefined: the giver was sent the code. */
  async #ask(
    { named, giver }: OwnDuty,
    taker: DutyPerson,
    untilMinutes: number | undefined,
    reference: string,
  ): Promise<string | undefined> {
    const { duty, clock, prepare, queued, codes } = this.#deps;
    const now = clock.now();
    const { timeZone } = named.definition;
    const until =
      untilMinutes === undefined
        ? (endOfDuty(named.definition, giver.name, now) ?? now + DAY_MS)
        : nextTime(timeZone, untilMinutes, now);
    const { code, hashed } = await codes.newCode(await duty.handOversTo(taker.phone, reference, now));
    const values = { roster: named.name, giver: giver.name, taker: taker.name };
    const said = { ...values, until: untilText(timeZone, until, now) };
    const common = {
      from: undefined,
      priority: 'critical',
      validForMs: ACCEPT_WITHIN_MS,
      reference: 'hand-over of duty',
      route: undefined,
    } as const;
    const toTaker = await prepare({
      ...common,
      to: taker.phone,
      text: dutyText('ask', taker.language, said),
    });
    if (toTaker === undefined) return dutyText('unknownTaker', giver.language, values);
    const text = dutyText('code', giver.language, { ...said, code });
    const toGiver = await prepare({ ...common, to: giver.phone, text }, true);
    if (toGiver === undefined) return dutyText('unknownTaker', giver.language, values);
    const messages = [toGiver, toTaker];
    const times = { until, askedAt: now, expiresAt: now + ACCEPT_WITHIN_MS };
    const handOver = { roster: named.id, from: giver, to: taker, code: hashed, ...times, reference };
    const stored = await duty.askHandOver(handOver, messages);
    if (stored === 'asked') queued(messages);
    return stored === 'asked' || stored === 'again' ? undefined : dutyText(stored, giver.language, values);
  }

  async #dutiesOf(
    phone: Msisdn,
    wanted: string | undefined,
    rosters: readonly Named<Roster>[],
  ): Promise<readonly OwnDuty[]> {
    const { duty, clock } = this.#deps;
    const own: OwnDuty[] = [];
    for (const named of rosters) {
      if (wanted !== undefined && foldName(wanted) !== foldName(named.name)) continue;
      const now = await duty.dutyAt(named.id, clock.now());
      const giver = now?.people.find((one) => one.phone === phone);
      if (giver !== undefined) own.push({ named, giver });
    }
    return own;
  }

  /** The person of this name, or the only one of the roster who has it as a first or last name. */
  async #takerOf(roster: Roster, name: string): Promise<DutyPerson | undefined> {
    const { duty } = this.#deps;
    const exact = await duty.dutyPerson(roster, name);
    if (exact !== undefined) return exact;
    const part = foldName(name);
    const [only, ...others] = namesIn(roster).filter((one) => foldName(one).split(' ').includes(part));
    return only === undefined || others.length > 0 ? undefined : duty.dutyPerson(roster, only);
  }
}

/** The next moment at which the clocks of the time zone show this time of day. */
const nextTime = (timeZone: string, minutes: number, nowMs: number): number => {
  const time = { hour: Math.floor(minutes / 60), minute: minutes % 60 };
  const today = instantOf(timeZone, { ...localTimeAt(timeZone, nowMs), ...time });
  if (today > nowMs) return today;
  return instantOf(timeZone, { ...localTimeAt(timeZone, nowMs + DAY_MS), ...time });
};
