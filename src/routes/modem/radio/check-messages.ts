import type { ModemRouteConfig } from '../../../config/routes/modem-route.ts';
import type { Msisdn } from '../../../domain/messages/msisdn.ts';
import type { TechnologyCheck } from '../../../domain/routes/radio-check.ts';
import type { RadioTechnology } from '../../../domain/routes/registration.ts';
import type { RouteInbound, RouteReceipt } from '../../../domain/routes/route.ts';
import type { Clock } from '../../../kernel/clock.ts';
import type { AtChannel } from '../at/at-channel.ts';
import { errorWords } from '../at/cms-error.ts';
import type { SubmitAnswer } from '../at/submit-answer.ts';
import type { ModemSettings } from '../device/profile.ts';
import { toAddress } from '../pdu/address.ts';
import { encodeSubmit } from '../pdu/submit.ts';
import { encodeValidity } from '../pdu/validity.ts';
import type { Task } from '../receive/incoming.ts';
import type { SentLog } from '../send/sent-log.ts';
import { carrierRef } from '../send/submit-outcome.ts';
import type { SimQuota } from '../sim/sim-quota.ts';
import type { ProofSeeker } from './check-events.ts';

/** How long a proof of arrival is awaited. */
const PROOF_MS = 60_000;
const LOOK_MS = 250;
/** A message that wasn't delivered by then would only confuse. */
const VALIDITY_MS = 10 * 60_000;
/** The largest number of codes of earlier messages that are remembered, in case they arrive late. */
const REMEMBERED = 64;

export interface CheckMessagesDeps {
  readonly config: ModemRouteConfig;
  readonly clock: Clock;
  readonly random: () => number;
  readonly quota: SimQuota;
  readonly sent: Pick<SentLog, 'settled'>;
  readonly simName: () => string;
  readonly nextIncoming: () => Task | undefined;
  /** Throws if the check has to end. */
  readonly goOn: () => void;
}

/** Sends the messages of a radio check, and recognises what proves that they arrived. */
export class CheckMessages implements ProofSeeker {
  readonly #deps: CheckMessagesDeps;
  /** The texts of the last messages, and the references under which their status reports come. */
  readonly #texts: string[] = [];
  readonly #refs: string[] = [];
  #proof: 'arrived' | 'delivered' | 'undelivered' | undefined;
  #awaitedText = '';
  #awaitedRef = '';
  #submitting: Promise<unknown> = Promise.resolve();

  constructor(deps: CheckMessagesDeps) {
    this.#deps = deps;
  }

  arrived({ text }: RouteInbound): boolean {
    if (!this.#texts.includes(text)) return false;
    if (text === this.#awaitedText) this.#proof = 'arrived';
    return true;
  }

  async reported({ refs, state }: RouteReceipt): Promise<boolean> {
    // A report may come together with +CMGS, before the reference of its message is known here.
    await this.#submitting;
    const ref = refs.find((each) => this.#refs.includes(each));
    if (ref === undefined) return false;
    if (ref === this.#awaitedRef && state !== 'intermediate') this.#proof ??= state;
    return true;
  }

  /** Sends one message and waits for what proves its arrival. */
  async send(
    channel: AtChannel,
    settings: ModemSettings,
    to: Msisdn,
    technology: RadioTechnology | undefined,
  ): Promise<Omit<TechnologyCheck, 'technology'>> {
    const { clock, config, quota, random, simName } = this.#deps;
    const code = Math.floor(random() * 0x1000000)
      .toString(16)
      .padStart(6, '0');
    const text = `Tocsin radio check ${technology ?? ''} ${code} ${this.#texts.length}`;
    const pdu = encodeSubmit({
      ...(config.smsc === undefined ? {} : { serviceCentre: toAddress(config.smsc) }),
      reference: 0,
      to: toAddress(to),
      alphabet: 'gsm7',
      text,
      validity: encodeValidity(VALIDITY_MS),
      statusReport: true,
    });
    const taken = await quota.take(simName(), to);
    if (taken === undefined || pdu === undefined) return refused('what the SIM sends cannot be counted');
    this.#awaitedText = remember(this.#texts, text);
    this.#awaitedRef = '';
    this.#proof = undefined;
    // A result that comes late is from now on that of this message, and settles no message before it.
    this.#deps.sent.settled();
    const begun = clock.elapsed();
    const { prompted, promptMs, resultMs } = settings;
    const submitting = channel
      .submit(pdu, { prompted, promptMs, resultMs: config.sendTimeout ?? resultMs })
      .then((result) => {
        if (result.kind === 'accepted' && result.reference !== undefined) {
          this.#awaitedRef = remember(this.#refs, carrierRef(result.reference, to));
        }
        return result;
      });
    this.#submitting = submitting;
    const answer = await submitting;
    await (answer.kind === 'error' ? taken.takeBack() : taken.leftByNow());
    if (answer.kind !== 'accepted') {
      return refused(whyRefused(answer));
    }
    await this.#seekProof(channel, begun + PROOF_MS);
    const tookMs = clock.elapsed() - begun;
    if (this.#proof === 'undelivered')
      return refused('the network reports that the message was not delivered');
    if (this.#proof === undefined) {
      const reason = 'the network took the message, and neither it nor a status report came back';
      return { result: 'accepted', reason, tookMs: undefined };
    }
    return { result: 'works', reason: undefined, tookMs };
  }

  async #seekProof(channel: AtChannel, until: number): Promise<void> {
    const { clock, goOn, nextIncoming } = this.#deps;
    while (this.#proof === undefined && clock.elapsed() < until) {
      goOn();
      const task = nextIncoming();
      if (task === undefined) await channel.pause(LOOK_MS);
      else await task(channel);
    }
    for (let task = nextIncoming(); task !== undefined; task = nextIncoming()) await task(channel);
  }
}

const remember = (list: string[], item: string): string => {
  list.push(item);
  if (list.length > REMEMBERED) list.shift();
  return item;
};

const refused = (reason: string) => ({ result: 'refused', reason, tookMs: undefined }) as const;

const whyRefused = (answer: Exclude<SubmitAnswer, { readonly kind: 'accepted' }>): string => {
  switch (answer.kind) {
    case 'error':
      return errorWords(answer.error);
    case 'notSent':
      return 'the modem gave no prompt';
    case 'silent':
      return 'no result from the modem in time';
    case 'lost':
      return 'the modem went away';
  }
};
