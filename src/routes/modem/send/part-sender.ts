import type { ModemRouteConfig } from '../../../config/routes/modem-route.ts';
import type { MessageId } from '../../../domain/messages/message-id.ts';
import type { Outcome } from '../../../domain/messages/outcome.ts';
import type { OutgoingPart } from '../../../domain/routes/route.ts';
import type { Clock } from '../../../kernel/clock.ts';
import type { Log } from '../../../kernel/log.ts';
import { maskNumber } from '../../../kernel/log.ts';
import type { AtChannel } from '../at/at-channel.ts';
import { refusedWords } from '../bring-up/network-rules.ts';
import { readRegistration } from '../bring-up/registration.ts';
import type { ModemDriver } from '../driver/driver.ts';
import { restMs } from '../driver/machine.ts';
import type { ModemEvent } from '../driver/modem-state.ts';
import { simName } from '../sim/sim-name.ts';
import type { SimQuota } from '../sim/sim-quota.ts';
import { partPdu } from './part-pdu.ts';
import { notSent } from './part-queue.ts';
import type { SentLog } from './sent-log.ts';
import type { ModemVerdict } from './submit-outcome.ts';
import { judge } from './submit-outcome.ts';

export interface PartSenderDeps {
  readonly config: ModemRouteConfig;
  readonly clock: Clock;
  readonly log: Log;
  readonly driver: ModemDriver;
  readonly quota: SimQuota;
  readonly sent: SentLog;
  readonly carrier: () => string;
  readonly sweep: () => void;
  /** Reads the SIM's service centre and logs it, for the operator who has to correct it. */
  readonly checkServiceCentre: () => void;
}

/**
 * After this many messages in a row that the modem calls malformed it is restarted: some modems refuse good PDUs until
 * then (Quectel M08R).
 */
const WRONG_TO_RESTART = 3;
/** A restart that didn't help is repeated after this many further messages: each takes the modem away for a while. */
const WRONG_TO_RESTART_AGAIN = 10;
const MOST_WRONG = 1000;

interface Sent {
  readonly channel: AtChannel;
  readonly part: OutgoingPart;
  /** Whether only a restart can bring the modem back. */
  readonly reset: boolean;
}

/**
 * Sends one part over a ready modem, and passes its result to the quota, the log of sent parts and the state machine.
 */
export class PartSender {
  readonly #deps: PartSenderDeps;
  #linkKept: AtChannel | undefined;
  /** Messages that the modem called malformed since it last sent one. */
  readonly #wrong = new Set<MessageId>();
  /** Whether the SIM has sent a message since it was last set aside, and the message that it refused since. */
  #simWorks = false;
  #refusedOnce: MessageId | undefined;

  constructor(deps: PartSenderDeps) {
    this.#deps = deps;
  }

  /**
   * Sends the part; never rejects.
   *
   * @param more whether another part follows at once, so that the radio link is worth keeping open
   */
  async send(channel: AtChannel, part: OutgoingPart, more: boolean): Promise<Outcome> {
    const { config, clock, driver, quota } = this.#deps;
    const spent = quota.whyNot(part.to);
    if (spent !== undefined) return notSent(spent.reason, spent.againMs);
    const now = clock.now();
    if (part.validUntil <= now) return notSent('its validity ended while it waited', 0);
    const settings = driver.facts.choice?.profile.settings;
    if (settings === undefined) return notSent('the modem never said what it is', 0);
    const pdu = partPdu(part, now, config.smsc);
    if (pdu === undefined) return this.#unsendable(part);
    const taken = await quota.take(simName(driver.facts, config.id), part.to);
    if (taken === undefined) return notSent('what the SIM sends cannot be counted', restMs(1));
    if (driver.state.kind !== 'ready' || driver.channel !== channel) {
      await taken.takeBack();
      return notSent('the modem went out of service', 0);
    }
    driver.post({ kind: 'submitting' });
    if (settings.keepLink && (more || part.part < part.parts) && this.#linkKept !== channel) {
      // AT+CMMS=2 is sent once after the serial line was opened, since mode 2 stays set, unlike mode 1. A failure is
      // ignored: the command is optional, and the next command notices a closed line.
      this.#linkKept = channel;
      await channel.run('AT+CMMS=2').catch(() => undefined);
    }
    const answer = await channel.submit(pdu, {
      prompted: settings.prompted,
      promptMs: settings.promptMs,
      resultMs: config.sendTimeout ?? settings.resultMs,
    });
    const judgement = judge(answer, {
      carrier: this.#deps.carrier(),
      part,
      restMs: restMs(driver.state.trials.troubles + 1),
      simWorks: this.#simWorks,
    });
    await (judgement.counts ? taken.leftByNow() : taken.takeBack());
    this.#remember(part, judgement.outcome, answer.kind === 'accepted' ? answer.reference : undefined);
    const reset = answer.kind === 'silent' && settings.resetWhenSilent;
    const hasNetwork = await this.#tellDriver(judgement.verdict, { channel, part, reset });
    return hasNetwork ? judgement.outcome : withoutSuspicion(judgement.outcome);
  }

  #unsendable(part: OutgoingPart): Outcome {
    const { log, config } = this.#deps;
    const { messageId, part: number, parts, encoding } = part;
    log.error(
      { route: config.id, messageId, part: number, parts, encoding },
      'a part cannot be written as one short message',
    );
    const reason = "the part doesn't fit in one short message";
    return { kind: 'refused', blame: 'message', reason, evidence: `${part.text.length} characters` };
  }

  #remember(part: OutgoingPart, outcome: Outcome, reference: number | undefined): void {
    const { config, log, sent } = this.#deps;
    if (outcome.kind === 'accepted') {
      this.#wrong.clear();
      this.#simWorks = true;
      this.#refusedOnce = undefined;
    }
    if (reference !== undefined) sent.accepted(reference, part.to);
    if (outcome.kind === 'uncertain') sent.uncertain(part);
    if (outcome.kind === 'refused') {
      const to = maskNumber(part.to);
      log.warn({ route: config.id, to, reason: outcome.reason }, 'the network refused a message');
    }
  }

  /** Returns false if the modem has no network, so that the failure says nothing about the modem. */
  async #tellDriver(verdict: ModemVerdict, { channel, part, reset }: Sent): Promise<boolean> {
    const { driver, sweep } = this.#deps;
    switch (verdict.kind) {
      case 'wrongPdu':
        this.#onWrongPdu(part, verdict.reason);
        return true;
      case 'storageFull':
        sweep();
        driver.post({ kind: 'submitted' });
        return true;
      case 'noServiceCentre':
        this.#deps.checkServiceCentre();
        driver.post({ kind: 'trouble', reason: verdict.reason });
        return true;
      case 'simAside':
        this.#onSimRefused(part.messageId, verdict);
        return true;
      case 'fine':
        driver.post({ kind: 'submitted' });
        return true;
      case 'mute':
        driver.post({ ...verdict, reset });
        return true;
      case 'trouble': {
        const unregistered = await this.#withoutNetwork(channel);
        driver.post(unregistered ?? { kind: 'trouble', reason: refusedWords(verdict.reason, driver.facts) });
        return unregistered === undefined;
      }
    }
  }

  #onSimRefused(id: MessageId, { reason, maybeNumber }: Extract<ModemVerdict, { kind: 'simAside' }>): void {
    const { driver } = this.#deps;
    if (maybeNumber && (this.#refusedOnce === undefined || this.#refusedOnce === id)) {
      this.#refusedOnce = id;
      driver.post({ kind: 'submitted' });
      return;
    }
    this.#simWorks = false;
    this.#refusedOnce = undefined;
    driver.setSimAside(reason);
  }

  #onWrongPdu({ messageId, part, parts }: OutgoingPart, reason: string): void {
    const { config, driver, log } = this.#deps;
    log.error(
      { route: config.id, messageId, part, parts, reason },
      'a modem calls a message malformed: a fault of the modem, or a fault of the gateway if other routes say so too',
    );
    const isNew = !this.#wrong.has(messageId);
    this.#wrong.add(messageId);
    const after = this.#wrong.size - WRONG_TO_RESTART;
    if (isNew && after >= 0 && after % WRONG_TO_RESTART_AGAIN === 0) driver.post({ kind: 'sick', reason });
    else driver.post({ kind: 'submitted' });
    if (this.#wrong.size >= MOST_WRONG) this.#wrong.clear();
  }

  /**
   * Checks for a network after a failure, since without a network the modem isn't to blame; undefined if there is a
   * network, or the modem doesn't answer.
   */
  async #withoutNetwork(channel: AtChannel): Promise<ModemEvent | undefined> {
    const registration = await readRegistration(channel).catch(() => undefined);
    if (registration === undefined || registration === 'mute' || registration.usable) return undefined;
    return { kind: 'unregistered', reason: registration.words };
  }
}

const withoutSuspicion = (outcome: Outcome): Outcome => {
  if (outcome.kind === 'accepted') return outcome;
  const { suspect: _, ...rest } = outcome;
  return rest;
};
