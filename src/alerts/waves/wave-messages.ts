import type { Alert, Wave } from '../../domain/alerts/alert.ts';
import type { WaveMessage } from '../../domain/alerts/alert-repository.ts';
import type { AlertTraffic } from '../../domain/alerts/alert-traffic.ts';
import { whyEnded } from '../../domain/alerts/wave-state.ts';
import type { MessageIds } from '../../domain/messages/message-id.ts';
import type { Msisdn } from '../../domain/messages/msisdn.ts';
import type { Recipient } from '../../domain/people/audience.ts';
import { type Analysis, analyse } from '../../domain/text/analyse.ts';
import type { Prepared } from '../templates/prepare.ts';
import { turnOf } from './turn.ts';
import { textsOfWave } from './wave-texts.ts';

export interface WaveMessagesDeps {
  readonly ids: Pick<MessageIds, 'next'>;
  readonly traffic: Pick<AlertTraffic, 'laneFor'>;
  /** The clocks by which texts give times: an IANA name. */
  readonly timeZone: string;
  /** The sender address for this number, for an alert that names none. */
  readonly senderFor: (to: Msisdn) => string | undefined;
}

const SUPPRESSED = { optedOut: 'has opted out', noConsent: 'has not agreed to be written to' } as const;
const NO_RULE = 'no rule of the plan carries this number at this priority';
const TOO_LATE = 'the validity of the alert ended before it could be sent';

/** The largest number of texts whose analysis is kept: many people get the same text. */
const ANALYSED = 32;

/** Makes the messages of one wave, of one version of its alert. */
export class WaveMessages {
  readonly #deps: WaveMessagesDeps;
  readonly #alert: Alert;
  readonly #wave: Wave;
  readonly #texts: Prepared;
  readonly #analysed = new Map<string, Analysis>();

  constructor(deps: WaveMessagesDeps, alert: Alert, wave: Wave) {
    this.#deps = deps;
    this.#alert = alert;
    this.#wave = wave;
    this.#texts = textsOfWave(alert, wave, deps.timeZone);
  }

  async make(people: readonly Recipient[], nowMs: number): Promise<readonly WaveMessage[]> {
    const { short } = this.#wave;
    const made: WaveMessage[] = [];
    for (const person of people) {
      const lane = this.#laneFor(person.number);
      made.push(this.#messageFor(person, lane instanceof Promise ? await lane : lane, short, nowMs));
    }
    return made;
  }

  #laneFor(to: Msisdn): number | Promise<number> | undefined {
    const { priority, routes } = this.#alert.draft;
    return this.#deps.traffic.laneFor(to, priority, routes, turnOf(this.#wave));
  }

  #messageFor(person: Recipient, lane: number | undefined, short: boolean, nowMs: number): WaveMessage {
    const { draft, launched } = this.#alert;
    const { language, text, isShort } =
      this.#texts.kind === 'ready'
        ? this.#texts.textFor(person, short)
        : { language: person.language, text: '', isShort: false };
    const { encoding, parts } = this.#analyse(text);
    const { state, reason } = this.#stateFor(person, lane, nowMs);
    return {
      state,
      reason,
      short: isShort,
      contactId: person.contactId,
      language,
      message: {
        id: this.#deps.ids.next(nowMs),
        to: person.number,
        from: draft.from ?? this.#deps.senderFor(person.number),
        text,
        priority: draft.priority,
        encoding,
        flash: false,
        parts: Math.max(1, parts),
        lane: lane ?? 0,
        createdAt: nowMs,
        dueAt: nowMs,
        validUntil: this.#wave.validUntil,
        reference: undefined,
        onUncertain: draft.priority === 'critical' ? 'resend' : 'hold',
        routes: draft.routes,
        owner: launched?.id ?? this.#alert.created.id,
      },
    };
  }

  #stateFor(
    { suppressed }: Recipient,
    lane: number | undefined,
    nowMs: number,
  ): Pick<WaveMessage, 'state' | 'reason'> {
    if (suppressed !== undefined) return { state: 'suppressed', reason: SUPPRESSED[suppressed] };
    const ended = whyEnded(this.#wave.state);
    if (ended !== undefined) return { state: 'cancelled', reason: ended };
    if (this.#texts.kind === 'unfit') {
      return {
        state: 'failed',
        reason: this.#texts.findings[0]?.message ?? 'the text is not fit to be sent',
      };
    }
    if (lane === undefined) return { state: 'failed', reason: NO_RULE };
    if (nowMs >= this.#wave.validUntil) return { state: 'expired', reason: TOO_LATE };
    return { state: 'queued', reason: undefined };
  }

  #analyse(text: string): Analysis {
    const known = this.#analysed.get(text);
    if (known !== undefined) return known;
    const made = analyse(text);
    if (this.#analysed.size >= ANALYSED) this.#analysed.clear();
    this.#analysed.set(text, made);
    return made;
  }
}
