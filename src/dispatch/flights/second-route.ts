import type { MessageId } from '../../domain/messages/message-id.ts';
import type { Concluding, Flight } from './flight.ts';
import type { FoundLane, ReturnLanes } from './return-lanes.ts';

/** How often one route has to refuse a message for good: where there is no other route, and where none is usable. */
const TIMES_ALONE = 2;
const TIMES_MEANWHILE = 3;
// Messages that others ended, such as the watchdog, leave their entries behind; these give way to newer ones.
const REMEMBERED = 10_000;

/** Whether what routes say about a message is to be believed. */
export interface Standings {
  /** Whether the route is known to accept other messages, and isn't quarantined. */
  isProven(route: string): boolean;
  isQuarantined(route: string): boolean;
  /** Another route has accepted the message that this route refused. */
  proveWrong(route: string, id: MessageId): void;
  /** The message was to blame, not this route that refused it. */
  acquit(route: string, id: MessageId): void;
}

/**
 * Has a second route asked about a message that its route blames. The message fails when two routes blame it, and one
 * of them is known to accept other messages. A quarantined route's word doesn't count.
 */
export class SecondRoute {
  readonly #lanes: ReturnLanes;
  readonly #standings: Standings;
  /**
   * By message: the routes that have refused it, and how often each blamed the message, which may be 0 times. It is
   * kept in memory: after a restart a message has to be refused twice anew.
   */
  readonly #refusals = new Map<MessageId, Map<string, number>>();

  constructor(lanes: ReturnLanes, standings: Standings) {
    this.#lanes = lanes;
    this.#standings = standings;
  }

  /**
   * The verdict on a message of which a part is missing. A route that has taken other parts and refuses this one again
   * has had the second word itself.
   */
  confirm(flight: Flight, verdict: Concluding): Concluding {
    if (verdict.kind !== 'rest' || verdict.blame !== 'messageOrRoute') return verdict;
    const { message, route } = flight;
    const times = this.#add(message.id, route, 1).get(route) ?? 0;
    if (times < TIMES_ALONE || this.#standings.isQuarantined(route)) return verdict;
    const { part, reason, evidence } = verdict;
    return verdict.inDoubt
      ? { kind: 'uncertain', part, reason, evidence, refused: true }
      : { kind: 'undelivered', part, reason, evidence };
  }

  /** Takes note of a refusal that doesn't blame the message. */
  noteRefusal({ message: { id }, route }: Flight): void {
    this.#add(id, route, 0);
  }

  /** To be called when the route accepted the message. */
  accepted({ message: { id }, route }: Flight): void {
    for (const each of this.#refusals.get(id)?.keys() ?? [])
      if (each !== route) this.#standings.proveWrong(each, id);
  }

  /** Decides whether the message fails, and if not, in which lane it waits; no lane if only its own route is left. */
  ask({ message: { id, lane, priority }, route }: Flight): 'fails' | { readonly to: FoundLane } {
    const standings = this.#standings;
    const refusals = this.#add(id, route, 1);
    const routes = [...refusals.keys()];
    const blaming = routes.filter((each) => refusals.get(each) !== 0);
    const counting = blaming.filter((each) => !standings.isQuarantined(each));
    const isConfirmed = blaming.length > 1 && counting.some((each) => standings.isProven(each));
    const to = isConfirmed ? undefined : this.#lanes.elsewhereFirst(lane, priority, ...routes);
    const times = refusals.get(route) ?? 0;
    const isLast = to === undefined ? blaming.length > 1 || times >= TIMES_ALONE : times >= TIMES_MEANWHILE;
    if (!isConfirmed && !(isLast && counting.includes(route))) return { to };
    for (const each of routes) standings.acquit(each, id);
    return 'fails';
  }

  forget(id: MessageId): void {
    this.#refusals.delete(id);
  }

  #add(id: MessageId, route: string, blames: 0 | 1): ReadonlyMap<string, number> {
    const known = this.#refusals.get(id) ?? new Map<string, number>();
    known.set(route, (known.get(route) ?? 0) + blames);
    this.#refusals.set(id, known);
    const [oldest] = this.#refusals.keys();
    if (this.#refusals.size > REMEMBERED && oldest !== undefined) this.#refusals.delete(oldest);
    return known;
  }
}
