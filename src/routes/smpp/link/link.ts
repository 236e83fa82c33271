import type { SmppRouteConfig } from '../../../config/routes/smpp-route.ts';
import type { Outcome } from '../../../domain/messages/outcome.ts';
import type { Sender } from '../../../domain/messages/sender.ts';
import type { OutgoingPart } from '../../../domain/routes/route.ts';
import type { Cancel, Clock } from '../../../kernel/clock.ts';
import type { Log } from '../../../kernel/log.ts';
import { Command } from '../../../protocols/smpp/protocol.ts';
import type { SubmitFields } from '../../../protocols/smpp/submit-pdu.ts';
import type { LinkRole } from './bind-pdu.ts';
import type { Dialled } from './dial.ts';
import { deadlineOf, isRefusal, step } from './link-machine.ts';
import type { LinkEvent, LinkRules, LinkState } from './link-state.ts';
import { Session } from './session.ts';
import type { SessionOwner } from './session-owner.ts';

export interface LinkDeps {
  readonly clock: Clock;
  readonly log: Log;
  readonly random: () => number;
  /** Begins a connection; throws if that is impossible, for instance because a certificate file is missing. */
  readonly dial: (config: SmppRouteConfig) => Dialled;
}

/**
 * One link to the carrier, which is dialled again whenever it is lost. `Link` runs the state machine, and owns its
 * timer and at most one socket.
 */
export class Link {
  readonly role: LinkRole;
  readonly #config: SmppRouteConfig;
  readonly #deps: LinkDeps;
  readonly #owner: SessionOwner;
  readonly #rules: LinkRules;
  #state: LinkState = { phase: 'idle' };
  #session: Session | undefined;
  #timer: { readonly at: number; readonly cancel: Cancel } | undefined;
  #whenStopped: (() => void)[] = [];

  constructor(role: LinkRole, config: SmppRouteConfig, deps: LinkDeps, owner: SessionOwner) {
    this.role = role;
    this.#config = config;
    this.#deps = deps;
    this.#owner = owner;
    this.#rules = {
      bindMs: config.bindTimeout,
      enquireMs: config.enquireLink,
      answerMs: config.responseTimeout,
      backOff: { minMs: config.reconnect.min, maxMs: config.reconnect.max },
      random: deps.random,
    };
  }

  get bound(): boolean {
    return this.#state.phase === 'bound';
  }

  /** Why the link can't send normally, in words for an operator; undefined if it can. */
  get reason(): string | undefined {
    const state = this.#state;
    if (state.phase === 'bound') {
      if (state.enquiry?.suspect === true) return SUSPECT;
      return this.#session?.unresponsive === true ? UNRESPONSIVE : undefined;
    }
    if (state.phase === 'idle') return 'not started';
    return 'reason' in state ? state.reason : 'the gateway closed the link';
  }

  get inFlight(): number {
    return this.#session?.inFlight ?? 0;
  }

  get unacknowledged(): number {
    return this.#session?.unacknowledged ?? 0;
  }

  /** How many parts the link would take now. */
  get room(): number {
    if (this.role === 'receiver' || this.#state.phase !== 'bound') return 0;
    return this.#state.enquiry?.suspect === true ? 0 : (this.#session?.room ?? 0);
  }

  start(): void {
    this.#take({ type: 'start' });
  }

  /** Sends a part; call it only if `room` is above 0. */
  submit(part: OutgoingPart, fields: SubmitFields): Promise<Outcome> {
    if (this.#session === undefined) return Promise.resolve(NOT_BOUND);
    const outcome = this.#session.submit(part, fields);
    if (this.#session.inFlight === 1) this.#schedule();
    return outcome;
  }

  /** Asks the carrier what became of a message (query_sm). Resolves with the query_sm_resp; undefined if none comes. */
  query(messageId: string, from: Sender | undefined): Promise<Buffer | undefined> {
    return this.#session?.query(messageId, from) ?? Promise.resolve(undefined);
  }

  /** Unbinds, and doesn't dial again; resolves when the socket is closed. */
  retire(): Promise<void> {
    return this.#end({ type: 'retire' });
  }

  /** Closes the socket at once: every part without an answer becomes uncertain. */
  abort(): Promise<void> {
    return this.#end({ type: 'abort' });
  }

  #end(event: LinkEvent): Promise<void> {
    return new Promise((resolve) => {
      this.#whenStopped.push(resolve);
      this.#take(event);
      this.#resolveStopped();
    });
  }

  #resolveStopped(): void {
    if (this.#state.phase !== 'stopped') return;
    for (const resolve of this.#whenStopped) resolve();
    this.#whenStopped = [];
  }

  #take(event: LinkEvent): void {
    const before = this.#state;
    const { state, effects } = step(before, event, this.#deps.clock.elapsed(), this.#rules);
    if (state === before) return;
    this.#state = state;
    for (const effect of effects) {
      if (effect === 'dial') this.#dial();
      else if (effect === 'bind') this.#session?.bind(this.role);
      else if (effect === 'enquire') this.#session?.request(Command.enquireLink);
      else if (effect === 'unbind') this.#session?.request(Command.unbind);
      else this.#close();
    }
    this.#schedule();
    if (state.phase !== before.phase) this.#note(state, event);
    this.#owner.changed();
    this.#resolveStopped();
  }

  #note(state: LinkState, event: LinkEvent): void {
    const { log, clock } = this.#deps;
    if (state.phase === 'bound') log.info({ role: this.role }, 'bound to the carrier');
    if (state.phase === 'waiting') {
      const inMs = state.until - clock.elapsed();
      const said = { role: this.role, reason: state.reason, inMs };
      if (event.type === 'bindAnswer' && isRefusal(event.status)) {
        log.error(said, 'the carrier refuses the bind: somebody has to look; it is tried again, slowly');
      } else {
        log.warn(said, 'not bound to the carrier, will try again');
      }
    }
  }

  #dial(): void {
    const generation = 'generation' in this.#state ? this.#state.generation : 0;
    const { clock, dial } = this.#deps;
    try {
      const dialled = dial(this.#config);
      this.#session = new Session(generation, dialled, this.#config, clock, this.#owner, (event) =>
        this.#take(event),
      );
    } catch (error) {
      const reason = `the link cannot be set up: ${error instanceof Error ? error.message : String(error)}`;
      this.#take({ type: 'closed', generation, reason });
    }
  }

  #close(): void {
    const session = this.#session;
    this.#session = undefined;
    session?.close(this.reason ?? 'the link was lost');
  }

  #schedule(): void {
    const { clock } = this.#deps;
    const session = this.#session;
    const at = Math.min(
      session?.dueAt ?? Number.POSITIVE_INFINITY,
      deadlineOf(this.#state, session?.heardAt ?? 0, this.#rules) ?? Number.POSITIVE_INFINITY,
    );
    // A timer that fires too early does no harm, since `#wake` computes the deadline again. So a timer that is set for
    // `at` or earlier is kept.
    if (this.#timer !== undefined && this.#timer.at <= at && at !== Number.POSITIVE_INFINITY) return;
    this.#timer?.cancel();
    this.#timer = undefined;
    if (at === Number.POSITIVE_INFINITY) return;
    const cancel = clock.after(Math.max(0, at - clock.elapsed()), () => this.#wake());
    this.#timer = { at, cancel };
  }

  #wake(): void {
    this.#timer = undefined;
    this.#session?.expire();
    this.#take({ type: 'tick', heardAt: this.#session?.heardAt ?? 0 });
    this.#schedule();
  }
}

const SUSPECT = 'the carrier does not answer; asking whether it is there (enquire_link)';

const UNRESPONSIVE =
  'the carrier takes messages but does not answer (no submit_sm_resp); trying one at a time';

const NOT_BOUND: Outcome = {
  kind: 'retry',
  afterMs: 50,
  reason: 'the link is not bound',
  evidence: 'nothing was sent',
  throttled: false,
};
