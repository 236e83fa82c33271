import type { PersonOfPhone } from '../../domain/access/person-of-phone.ts';
import type { AlertActor } from '../../domain/alerts/alert.ts';
import type { SmsCommand, Veil } from '../../domain/inbound/sms-command.ts';
import { withoutLaunchLike } from '../../domain/inbound/without-any-code.ts';
import { type Msisdn, toMsisdn } from '../../domain/messages/msisdn.ts';
import type { AuditActor } from '../../domain/operation/audit.ts';
import type { AlertMaker } from '../../domain/triggers/alert-maker.ts';
import type { ReadyScenario, ReadyScenarios } from '../../domain/triggers/ready-scenarios.ts';
import type {
  LaunchCode,
  LaunchCodeRepository,
  PhoneCodes,
} from '../../domain/triggers/trigger-repositories.ts';
import type { Clock } from '../../kernel/clock.ts';
import { readValues } from './given-values.ts';
import { findCode, hashCodes, newCode, readCode } from './launch-code.ts';
import {
  type LaunchAnswer,
  type LaunchText,
  launchReply,
  MOST_UNITS,
  readLaunch,
  withoutLaunchCode,
} from './launch-words.ts';

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
  readonly personOf: PersonOfPhone;
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

interface Launcher {
  readonly actor: AlertActor;
  /** The ids of those who have just set the phone: they are authors of what it launches. */
  readonly setBy: readonly string[];
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
   * The launch as a command by SMS. Nobody who reads the inbox shall read a code, since a refused launch leaves it
   * unused. A text that waited while the gateway was down launches nothing, since a person has
   * to decide; it is left to the inbox.
   */
  readonly command: SmsCommand = async ({ from, text, at, reference }) => {
    if (this.#around.clock.now() - at > LAUNCHED_WITHIN_MS) return undefined;
    const reply = await this.launch(from, text, reference);
    return reply === undefined ? undefined : { handledAs: 'launch', reply, shownAs: withoutLaunchCode(text) };
  };

  /**
   * Takes codes out of texts that the command doesn't handle, such as one that came too late or from another phone:
   * the code in it still works, and who reads it could forge its phone.
   */
  readonly veil: Veil = async (from, text) => {
    const isOfPhone = from !== undefined && this.#settings.phones.includes(from);
    const isLaunch = readLaunch(text, this.#settings.words) !== undefined;
    if (!isOfPhone && !isLaunch) return undefined;
    const isShort = text.length <= MOST_UNITS;
    const shown =
      isOfPhone && isLaunch && isShort ? withoutLaunchCode(text) : withoutLaunchLike(text.normalize('NFKC'));
    return shown === text.normalize('NFKC') ? undefined : shown;
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
        asked === 'incomplete' ? { kind: 'incomplete' } : await this.#try(phone, asked, reference);
      return launchReply(answer, this.#settings.language);
    });
    this.#last = next.catch(() => {});
    return next;
  }

  /** Replaces the phone's codes with new ones; undefined if the phone may not launch. @param by who issues them */
  async issue(phone: Msisdn, count: number, by: AuditActor): Promise<readonly string[] | undefined> {
    if (!this.#settings.phones.includes(phone)) return undefined;
    const codes = Array.from({ length: count }, newCode);
    const hashed = await hashCodes(codes);
    await this.#around.repository.replaceCodes(phone, hashed, {
      at: this.#around.clock.now(),
      actor: { id: by.id, name: by.name },
      action: 'launchCodes.issue',
      subject: `number:${phone}`,
      detail: { count },
    });
    return codes;
  }

  phones(): Promise<readonly PhoneCodes[]> {
    return this.#around.repository.phoneCodes();
  }

  async #try(phone: Msisdn, readings: readonly LaunchText[], reference: string): Promise<LaunchAnswer> {
    const { repository, clock, scenarios, brake } = this.#around;
    const { lockedUntil } = await repository.tries(phone);
    const codes = await repository.codesOf(phone);
    // The code is checked while the phone is locked too, so that the time of the answer tells nothing of it.
    const { found, asked } = await firstFound(readings, codes);
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
    const scenario = await scenarios.find(asked.scenario);
    if (scenario === undefined) return { kind: 'unknownScenario', name: asked.scenario };
    const launcher = await this.#launcherOf(phone);
    if (launcher === undefined) {
      // The code stays as it is: it works again if the user is enabled.
      const reason = 'the phone is that of a user who is disabled';
      await this.#around.refused(byPhone(phone), scenario.id, undefined, reason);
      return { kind: 'disabled' };
    }
    const { actor } = launcher;
    if (scenario.approvedBy === undefined) {
      const reason = scenario.lapsed ?? 'the scenario is not approved';
      await this.#around.refused(actor, scenario.id, undefined, reason);
      return { kind: scenario.lapsed === undefined ? 'unapproved' : 'lapsed', name: scenario.name };
    }
    const { name } = scenario;
    const given = readValues(asked.rest, scenario.needs);
    if (given.kind === 'missing') return { kind: 'missing', name, said: given.names.join('; ') };
    if (given.kind === 'tooMuch') return { kind: 'tooMuch', name, said: given.rest };
    const why = scenario.whyUnfit(given.values);
    if (why !== undefined) return { kind: 'unfit', name, said: why };
    const outside = scenario.outside(given.values);
    if (outside !== undefined) {
      await this.#around.refused(actor, scenario.id, undefined, outside);
      return { kind: 'outside', name };
    }
    if (!again) {
      const held = brake(JSON.stringify(['sms', scenario.id]));
      if (held !== undefined) {
        await this.#around.refused(actor, scenario.id, undefined, held);
        return { kind: 'held' };
      }
      if (!(await repository.useCode(found.id, reference, clock.now()))) return { kind: 'usedCode' };
      await repository.clearTries(phone);
    }
    return this.#launch(launcher, scenario, given.values, found);
  }

  /** Who launches with this phone; undefined: it is that of a user who is disabled. */
  async #launcherOf(phone: Msisdn): Promise<Launcher | undefined> {
    const person = await this.#around.personOf(phone);
    if (person.kind === 'disabled') return undefined;
    if (person.kind === 'phone') return { actor: byPhone(phone), setBy: [] };
    const actor = { id: person.id, name: person.user.name, role: 'operator' } as const;
    return { actor, setBy: person.setBy === undefined ? [] : [person.setBy] };
  }

  /**
   * Makes and launches the alert. Who issued the code has seen it, and can forge the sender: so that one is an author
   * too, and never the second person. If the gateway ends before the draft is recorded, another one is made; that does
   * no harm, since a draft is sent to nobody.
   */
  async #launch(
    { actor, setBy }: Launcher,
    scenario: ReadyScenario,
    values: Readonly<Record<string, string>>,
    { id: code, alert: made, issuedBy }: Pick<LaunchCode, 'id' | 'alert' | 'issuedBy'>,
  ): Promise<LaunchAnswer> {
    const { alerts, repository } = this.#around;
    const authors = [...scenario.authors, ...setBy, ...(issuedBy === undefined ? [] : [issuedBy])];
    const alert = made ?? (await alerts.create(scenario.draft(values, 'sms'), actor, authors));
    if (made === undefined) await repository.keepLaunch(code, alert);
    const advanced = await alerts.advance(alert, 'launch', actor, scenario.approvedBy);
    const { name } = scenario;
    if (advanced.kind === 'done') return { kind: 'launched', name, alert };
    await this.#around.refused(actor, scenario.id, alert, advanced.reason);
    const { repeats, awaitsApproval = false } = advanced;
    if (repeats !== undefined) return { kind: 'repeats', name, alert, repeats };
    return { kind: awaitsApproval ? 'awaiting' : 'waiting', name, alert };
  }
}

/** The first reading whose code is one of the phone's. */
const firstFound = async (
  readings: readonly LaunchText[],
  codes: readonly LaunchCode[],
): Promise<
  | { readonly found: LaunchCode; readonly asked: LaunchText }
  | { readonly found: undefined; readonly asked: undefined }
> => {
  for (const asked of readings) {
    const code = readCode(asked.code);
    const found = code === undefined ? undefined : await findCode(code, codes);
    if (found !== undefined) return { found, asked };
  }
  return { found: undefined, asked: undefined };
};

const byPhone = (phone: Msisdn): AlertActor => ({
  id: `phone:${phone}`,
  name: `SMS from ${phone}`,
  role: 'operator',
});
