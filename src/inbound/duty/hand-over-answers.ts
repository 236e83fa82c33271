import type { HandOver } from '../../domain/duty/hand-over.ts';
import type { DutyPerson, Roster, RosterException } from '../../domain/duty/roster.ts';
import { untilText } from '../../domain/duty/until-text.ts';
import type { NewMessage } from '../../domain/messages/message.ts';
import type { Msisdn } from '../../domain/messages/msisdn.ts';
import type { Named } from '../../kernel/named.ts';
import { dutyActor } from './duty-actor.ts';
import type { DutyCommandDeps } from './duty-command-deps.ts';
import { dutyText } from './duty-texts.ts';

/** Exceptions that ended before this are dropped with the next hand-over. */
const KEPT_MS = 90 * 86_400_000;
const TOLD_WITHIN_MS = 4 * 3_600_000;
/** So often a hand-over is made anew after somebody has changed the roster at the same moment. */
const TRIES = 5;

type Deps = Pick<
  DutyCommandDeps,
  'duty' | 'codes' | 'personOf' | 'prepare' | 'queued' | 'announce' | 'clock'
>;

/** What becomes of hand-overs that were asked for: accepted with the right code, refused, or overdue. */
export class HandOverAnswers {
  readonly #deps: Deps;

  constructor(deps: Deps) {
    this.#deps = deps;
  }

  /** Takes a code from a phone. Undefined: no hand-over waits for this phone. */
  async answer(phone: Msisdn, code: string, reference: string): Promise<string | undefined> {
    const { duty, codes, clock } = this.#deps;
    const found = await duty.handOversTo(phone, reference, clock.now());
    const answered = found.find(({ answeredBy }) => answeredBy === reference);
    if (answered?.state === 'accepted') return this.#confirmation(answered);
    const { language } = found[0]?.to ?? { language: 'fr' };
    // The same SMS is not counted twice after a crash.
    if (answered !== undefined) return dutyText('wrongCode', language);
    const open = found.filter(({ state }) => state === 'asked');
    const last = open.at(-1);
    if (last === undefined) return undefined;
    const meant = await codes.withCode(code, open);
    return meant === undefined ? this.#wrong(last, reference) : this.#accept(meant, reference);
  }

  /** Tells those who asked in vain that their hand-over was not accepted in time. */
  async tellOverdue(): Promise<void> {
    const { duty, clock } = this.#deps;
    for (const one of await duty.overdueHandOvers(clock.now())) await this.#end(one, 'expired');
  }

  async #accept(handOver: HandOver, reference: string): Promise<string> {
    const { duty, personOf, queued, announce } = this.#deps;
    for (let left = TRIES; left > 0; left--) {
      const named = await duty.rosters.get(handOver.roster);
      const with_ = named === undefined ? undefined : await this.#exchanged(handOver, named);
      const actor = await dutyActor(personOf, handOver.to);
      if (named === undefined || with_ === undefined || actor === undefined)
        return this.#gone(handOver, named?.name);
      const messages = await this.#toGiver(handOver, 'handedOver', named);
      const { from, to, until } = handOver;
      const at = this.#deps.clock.now();
      const stored = await duty.acceptHandOver({
        id: handOver.id,
        reference,
        roster: with_,
        version: named.version,
        messages,
        note: {
          at,
          actor,
          action: 'roster.handOver',
          subject: `roster:${named.id}`,
          // The numbers are here so that the erasure of a person finds the entry.
          detail: { from: shown(from), to: shown(to), until: new Date(until).toISOString() },
        },
        event: {
          type: 'roster.handedOver',
          at,
          data: { roster: named.id, name: named.name, from: from.name, to: to.name, until },
        },
      });
      if (stored === 'changed') continue;
      if (stored === 'gone') return this.#gone(handOver, named.name);
      if (stored === 'done') {
        queued(messages);
        announce();
      }
      return this.#confirmation(handOver);
    }
    return this.#gone(handOver, undefined);
  }

  /** The roster in which one takes the place of the other from now on; undefined: the giver is on duty no more. */
  async #exchanged(
    { from, to, until, roster }: HandOver,
    { definition }: Named<Roster>,
  ): Promise<Roster | undefined> {
    const { duty, personOf, clock } = this.#deps;
    const now = clock.now();
    const on = await duty.dutyAt(roster, now);
    if (until <= now || on?.people.some(({ phone }) => phone === from.phone) !== true) return undefined;
    if ((await personOf(from.phone)).kind === 'disabled') return undefined;
    // Somebody of the fallback is in no shift: then the other is on duty too, and the fallback is not needed.
    const out = on.isFallback ? undefined : from.name;
    const exception: RosterException = { from: now, to: until, out, in: to.name };
    const kept = definition.exceptions.filter((one) => one.to > now - KEPT_MS);
    return { ...definition, exceptions: [...kept, exception] };
  }

  async #wrong(handOver: HandOver, reference: string): Promise<string> {
    const { duty, queued } = this.#deps;
    const messages = await this.#toGiver(handOver, 'refused', await duty.rosters.get(handOver.roster));
    const counted = await duty.countWrongHandOver({ id: handOver.id, reference, messages });
    if (counted === 'ended') queued(messages);
    return dutyText('wrongCode', handOver.to.language);
  }

  async #gone(handOver: HandOver, roster = ''): Promise<string> {
    await this.#end(handOver, 'expired');
    return dutyText('gone', handOver.to.language, { roster });
  }

  async #end(handOver: HandOver, kind: 'expired'): Promise<void> {
    const { duty, queued } = this.#deps;
    const messages = await this.#toGiver(handOver, kind, await duty.rosters.get(handOver.roster));
    if (await duty.endHandOver(handOver.id, messages)) queued(messages);
  }

  async #confirmation({ roster, from, to, until }: HandOver): Promise<string> {
    const { duty, clock } = this.#deps;
    const named = await duty.rosters.get(roster);
    const time = untilText(named?.definition.timeZone ?? 'UTC', until, clock.now());
    return dutyText('accepted', to.language, { roster: named?.name ?? '', giver: from.name, until: time });
  }

  /** The message that tells the one who asked; none if no route can carry it. */
  async #toGiver(
    { from, to, until }: HandOver,
    kind: 'handedOver' | 'refused' | 'expired',
    named: Named<Roster> | undefined,
  ): Promise<readonly NewMessage[]> {
    const time = untilText(named?.definition.timeZone ?? 'UTC', until, this.#deps.clock.now());
    const message = await this.#deps.prepare({
      to: from.phone,
      text: dutyText(kind, from.language, { roster: named?.name ?? '', taker: to.name, until: time }),
      from: undefined,
      priority: 'critical',
      validForMs: TOLD_WITHIN_MS,
      reference: 'hand-over of duty',
      route: undefined,
    });
    return message === undefined ? [] : [message];
  }
}

const shown = ({ name, phone }: DutyPerson) => ({ name, phone });
