import type { AlertActor } from '../../domain/alerts/alert.ts';
import type { SmsCommand } from '../../domain/inbound/sms-command.ts';
import { type Msisdn, toMsisdn } from '../../domain/messages/msisdn.ts';
import type { AlertMaker } from '../../domain/triggers/alert-maker.ts';
import type { ReadyScenario, ReadyScenarios } from '../../domain/triggers/ready-scenarios.ts';
import type { LaunchCodeRepository, PhoneCodes } from '../../domain/triggers/trigger-repositories.ts';
import type { Clock } from '../../kernel/clock.ts';
import { findCode, hashCodes, newCode, readCode } from './launch-code.ts';
import { type LaunchAnswer, launchReply, readLaunch } from './launch-words.ts';

export interface SmsLaunchSettings {
  /** Phone numbers that may launch; others get no answer. */
  readonly phones: readonly string[];
  /** Words with which a launch SMS begins. */
  readonly words: readonly string[];
  readonly language: 'fr' | 'en';
  /** Number of wrong codes in a row that locks the phone. */
  readonly wrongCodes: number;
  readonly lockedMs: number;
}

interface Around {
  readonly alerts: AlertMaker;
  readonly scenarios: ReadyScenarios;
  readonly repository: LaunchCodeRepository;
  readonly clock: Clock;
  brake(what: string): string | undefined;
  /** Notifies operators in addition to the reply. Never rejects. */
  refused(
    by: Pick<AlertActor, 'id' | 'name'>,
    scenario: number,
    alert: number | undefined,
    reason: string,
  ): Promise<void>;
}

const LAUNCHED_WITHIN_MS = 15 * 60_000;

/**
 * Launches approved scenarios by SMS, for when only a phone works. A sender's number can be forged and an SMS can be
 * read on its way, so each code works once and wrong codes are counted.
 */
export class SmsLaunch {
  readonly #settings: SmsLaunchSettings;
  readonly #around: Around;
  #last: Promise<unknown> = Promise.resolve();

  constructor(settings: SmsLaunchSettings, around: Around) {
    this.#settings = settings;
    this.#around = around;
  }

  /**
   * The launch as a command by SMS. A text that waited while the gateway was down launches nothing, since a person has
   * to decide; it is left to the inbox.
   */
  readonly command: SmsCommand = async ({ from, text, at, reference }) => {
    if (this.#around.clock.now() - at > LAUNCHED_WITHIN_MS) return undefined;
    const reply = await this.launch(from, text, reference);
    return reply === undefined ? undefined : { handledAs: 'launch', reply, shownAs: this.#withoutCode(text) };
  };

  /**
   * Handles an SMS and returns the reply; undefined if the text is no launch, or the sender may not launch.
   *
   * @param reference identifies this SMS, such as the id of its row in the inbox, since it may be passed in again
   * after a restart
   */
  launch(from: string, text: string, reference: string): Promise<string | undefined> {
    const phone = toMsisdn(from);
    if (phone === undefined || !this.#settings.phones.includes(phone)) return Promise.resolve(undefined);
    const asked = readLaunch(text, this.#settings.words);
    if (asked === undefined) return Promise.resolve(undefined);
    const next = this.#last.then(async () => {
      const answer: LaunchAnswer =
        asked === 'incomplete'
          ? { kind: 'incomplete' }
          : await this.#try(phone, asked.scenario, asked.code, reference);
      return launchReply(answer, this.#settings.language);
    });
    this.#last = next.catch(() => {});
    return next;
  }

  /** Replaces the phone's codes with new ones; undefined if the phone may not launch. */
  async issue(phone: Msisdn, count: number): Promise<readonly string[] | undefined> {
    if (!this.#settings.phones.includes(phone)) return undefined;
    const codes = Array.from({ length: count }, newCode);
    await this.#around.repository.replaceCodes(phone, await hashCodes(codes), this.#around.clock.now());
    return codes;
  }

  phones(): Promise<readonly PhoneCodes[]> {
    return this.#around.repository.phoneCodes();
  }

  /** Nobody who reads the inbox shall read a code, since a code may be left unused by a refused launch. */
  #withoutCode(text: string): string {
    const asked = readLaunch(text, this.#settings.words);
    const [command = ''] = text.trim().split(/\s+/, 1);
    return typeof asked === 'object' ? `${command} ${asked.scenario} …` : `${command} …`;
  }

  async #try(phone: Msisdn, named: string, typed: string, reference: string): Promise<LaunchAnswer> {
    const { repository, clock, scenarios, brake } = this.#around;
    const { lockedUntil } = await repository.tries(phone);
    const code = readCode(typed);
    const codes = code === undefined ? [] : await repository.codesOf(phone);
    // The code is checked while the phone is locked too, so that the time of the answer tells nothing of it.
    const found = code === undefined ? undefined : await findCode(code, codes);
    const again = found !== undefined && found.usedBy === reference;
    if (!again && clock.now() < lockedUntil) return { kind: 'locked' };
    if (found === undefined) {
      const { wrongCodes, lockedMs } = this.#settings;
      await repository.countWrong(phone, wrongCodes, clock.now() + lockedMs);
      return clock.now() < (await repository.tries(phone)).lockedUntil
        ? { kind: 'locked' }
        : { kind: 'wrongCode' };
    }
    if (found.usedBy !== undefined && !again) return { kind: 'usedCode' };
    const scenario = await scenarios.find(named);
    if (scenario === undefined) return { kind: 'unknownScenario', name: named };
    if (scenario.approvedBy === undefined) {
      const reason = scenario.lapsed ?? 'the scenario is not approved';
      await this.#around.refused(actorOf(phone), scenario.id, undefined, reason);
      return { kind: scenario.lapsed === undefined ? 'unapproved' : 'lapsed', name: scenario.name };
    }
    if (!again) {
      const held = brake(JSON.stringify(['sms', scenario.id]));
      if (held !== undefined) {
        await this.#around.refused(actorOf(phone), scenario.id, undefined, held);
        return { kind: 'held' };
      }
      if (!(await repository.useCode(found.id, reference, clock.now()))) return { kind: 'usedCode' };
      await repository.clearTries(phone);
    }
    return this.#launch(phone, scenario, found.id, found.alert);
  }

  /**
   * Makes and launches the alert. If the gateway ends before the draft is recorded, another one is made; that does no
   * harm, since a draft is sent to nobody.
   */
  async #launch(
    phone: Msisdn,
    scenario: ReadyScenario,
    code: number,
    made: number | undefined,
  ): Promise<LaunchAnswer> {
    const { alerts, repository } = this.#around;
    const actor = actorOf(phone);
    const alert = made ?? (await alerts.create(scenario.draft({}, 'sms'), actor, scenario.authors));
    if (made === undefined) await repository.keepLaunch(code, alert);
    const advanced = await alerts.advance(alert, 'launch', actor, scenario.approvedBy);
    const { name } = scenario;
    if (advanced.kind === 'done') return { kind: 'launched', name, alert };
    await this.#around.refused(actor, scenario.id, alert, advanced.reason);
    const { repeats } = advanced;
    return repeats === undefined
      ? { kind: 'waiting', name, alert }
      : { kind: 'repeats', name, alert, repeats };
  }
}

const actorOf = (phone: Msisdn): AlertActor => ({
  id: `phone:${phone}`,
  name: `SMS from ${phone}`,
  role: 'operator',
});
