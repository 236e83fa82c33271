import type { Alert, StepActor } from '../../domain/alerts/alert.ts';
import type { Officer } from '../../domain/alerts/approvers.ts';
import type { NewMessage } from '../../domain/messages/message.ts';
import type { Msisdn } from '../../domain/messages/msisdn.ts';
import type { Log } from '../../kernel/log.ts';
import { type GlassStep, glassText } from './glass-text.ts';

/** Somebody who is told that the glass was broken. */
export interface Watcher extends Pick<Officer, 'name' | 'language'> {
  readonly phone: Msisdn;
}

interface GlassNewsDeps {
  /** Whom the configuration names; empty: nobody of them can be reached, or it names nobody. */
  readonly named: (nowMs: number) => Promise<readonly Watcher[]>;
  /** Everybody who may approve or administrate, and has a phone. */
  readonly everybody: () => Promise<readonly Watcher[]>;
  /** Prepares a message for the store; undefined, and logged, if no route can carry it. */
  readonly prepare: (sms: {
    readonly to: Msisdn;
    readonly text: string;
    readonly from: string | undefined;
    readonly priority: 'critical';
    readonly validForMs: number;
    readonly reference: string;
  }) => Promise<NewMessage | undefined>;
  /** The sender of messages about approvals. */
  readonly from: string | undefined;
  /** Called when these messages were stored. */
  readonly stored: (messages: readonly NewMessage[]) => void;
  readonly log: Log;
}

/** The messages that tell of a step without the second person, and to whom they go. */
export interface GlassTold {
  readonly messages: readonly NewMessage[];
  readonly names: readonly string[];
}

const VALID_MS = 4 * 3_600_000;
/** More phones than a prefecture has officers: a mistake in a roster must not delay the alert itself. */
const MOST = 50;

/** Tells a group by SMS, in the commit of the step, that somebody sends without the second person. */
export class GlassNews {
  readonly #deps: GlassNewsDeps;

  constructor(deps: GlassNewsDeps) {
    this.#deps = deps;
  }

  /** The messages about a step, to be stored with it. Whoever takes the step is not told. */
  async messages(alert: Alert, by: StepActor, step: GlassStep, nowMs: number): Promise<GlassTold> {
    const { named, everybody, prepare, from, log } = this.#deps;
    const own = new Set([by.id, ...(by.also ?? [])]);
    const others = (all: readonly Watcher[]) => all.filter(({ phone }) => !own.has(`phone:${phone}`));
    const chosen = others(await named(nowMs));
    const told = chosen.length > 0 ? chosen : others(await everybody());
    const byPhone = new Map(told.map((one) => [one.phone, one]));
    const made = await Promise.all(
      [...byPhone.values()].slice(0, MOST).map(async ({ name, phone, language }) => {
        const text = glassText(language, alert, by.name, step);
        const reference = `broken glass of alert ${alert.id}`;
        const message = await prepare({
          to: phone,
          text,
          from,
          priority: 'critical',
          validForMs: VALID_MS,
          reference,
        });
        return message === undefined ? [] : [{ name, message }];
      }),
    );
    const sent = made.flat();
    if (sent.length === 0)
      log.error(
        { alert: alert.id },
        'nobody can be told by SMS that an alert goes out without the second person',
      );
    return { messages: sent.map(({ message }) => message), names: sent.map(({ name }) => name) };
  }

  stored(messages: readonly NewMessage[]): void {
    if (messages.length > 0) this.#deps.stored(messages);
  }
}
