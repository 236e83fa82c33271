import type { PersonOfPhone } from '../../domain/access/person-of-phone.ts';
import type { AlertActor, Severity } from '../../domain/alerts/alert.ts';
import type { Officers } from '../../domain/alerts/approvers.ts';
import type { SmsCommand } from '../../domain/inbound/sms-command.ts';
import type { Msisdn } from '../../domain/messages/msisdn.ts';
import type { AlertMaker } from '../../domain/triggers/alert-maker.ts';
import type { FieldRequestRepository } from '../../domain/triggers/field-request.ts';
import type { ReadyScenario, ReadyScenarios } from '../../domain/triggers/ready-scenarios.ts';
import type { Clock } from '../../kernel/clock.ts';
import { FewTimes } from '../../kernel/few-times.ts';
import { timeOfDay } from '../../kernel/time-zone.ts';
import { findNamed } from './find-named.ts';
import { foldWord, readValues } from './given-values.ts';
import { type RequestAnswer, requestReply } from './request-words.ts';

export interface RequestSettings {
  /** Numbers that may ask, besides the phones of users who may prepare alerts. */
  readonly phones: readonly string[];
  readonly words: readonly string[];
  /** Scenarios by the word that stands for them. */
  readonly scenarios: Readonly<Record<string, string>>;
  /** The largest number of requests of one phone in an hour. */
  readonly perHour: number;
  readonly language: 'fr' | 'en';
}

interface Around {
  readonly alerts: Pick<AlertMaker, 'create' | 'advance'>;
  readonly scenarios: ReadyScenarios;
  readonly officers: Pick<Officers, 'byId'>;
  readonly personOf: PersonOfPhone;
  readonly repository: FieldRequestRepository;
  /** Until when an alert of this severity waits for its approval. */
  readonly deadline: (severity: Severity, sinceMs: number) => number;
  brake(what: string): string | undefined;
  /** The time zone of the place. */
  readonly timeZone: string;
  readonly clock: Clock;
}

interface Asker {
  readonly phone: Msisdn;
  readonly actor: AlertActor;
  /** The ids of those who have just set the phone: they are authors of what it asks for. */
  readonly setBy: readonly string[];
  readonly language: 'fr' | 'en';
}

const HOUR_MS = 3_600_000;
/** A text that waited longer, since the gateway was down, is left to the inbox. */
const ASKED_WITHIN_MS = 15 * 60_000;
/** Texts of one phone that are looked at for each request that it may make: people mistype. */
const TRIES_EACH = 3;
const MOST_UNITS = 480;

/**
 * Requests for alerts by SMS, such as `ALERTE CRUE quartier nord`: a draft of the scenario waits for its approval, and
 * goes out only with it. A sender's number can be forged, so what a phone can ask for in an hour is bounded.
 */
export class FieldRequests {
  readonly #settings: RequestSettings;
  readonly #around: Around;
  readonly #tries: FewTimes;
  #last: Promise<unknown> = Promise.resolve();

  constructor(settings: RequestSettings, around: Around) {
    this.#settings = settings;
    this.#around = around;
    this.#tries = new FewTimes(TRIES_EACH * settings.perHour, HOUR_MS, around.clock);
  }

  readonly command: SmsCommand = ({ from, text, at, reference }) => {
    const [, word = '', rest = ''] =
      /^[^\p{L}\p{N}]*([\p{L}\p{N}]+)[^\p{L}\p{N}]*(.*)$/su.exec(text.slice(0, MOST_UNITS)) ?? [];
    const isRequest = this.#settings.words.some((one) => foldWord(one) === foldWord(word));
    if (!isRequest || this.#around.clock.now() - at > ASKED_WITHIN_MS) return Promise.resolve(undefined);
    const next = this.#last.then(async () => {
      const asker = await this.#asker(from);
      if (asker === undefined) return undefined;
      const answer = await this.#handle(asker, rest, reference);
      const reply = answer === undefined ? undefined : requestReply(answer, asker.language);
      return { handledAs: 'request', reply } as const;
    });
    this.#last = next.catch(() => {});
    return next;
  };

  /** Who asks: the user with this phone is an author of the alert, and so never its second person. */
  async #asker(phone: Msisdn): Promise<Asker | undefined> {
    const person = await this.#around.personOf(phone);
    const isListed = this.#settings.phones.includes(phone);
    if (person.kind === 'disabled') return undefined;
    if (person.kind === 'phone') {
      if (!isListed) return undefined;
      const actor = { id: person.id, name: `SMS from ${phone}`, role: 'operator' } as const;
      return { phone, actor, setBy: [], language: this.#settings.language };
    }
    const officer = await this.#around.officers.byId(person.id);
    if (officer === undefined || !(isListed || officer.mayPrepare)) return undefined;
    const { id, name, language } = officer;
    const setBy = person.setBy === undefined ? [] : [person.setBy];
    return { phone, actor: { id, name, role: 'operator' }, setBy, language };
  }

  /** Undefined: nothing is answered, since the phone has asked too often. */
  async #handle(asker: Asker, rest: string, reference: string): Promise<RequestAnswer | undefined> {
    const { scenarios, repository, brake, clock } = this.#around;
    const { perHour, scenarios: words } = this.#settings;
    const before = await repository.requestBy(reference);
    if (before === undefined && !this.#tries.take(asker.phone)) return undefined;
    if (
      before === undefined &&
      (await repository.requestsSince(asker.phone, clock.now() - HOUR_MS)) >= perHour
    )
      return { kind: 'tooMany' };
    const found = await findNamed(scenarios, words, rest);
    if (!('scenario' in found)) return { kind: 'unknownScenario', names: found.names };
    const { scenario } = found;
    const { name } = scenario;
    const given = readValues(found.rest, scenario.needs);
    if (given.kind !== 'values') return { ...given, name };
    const why = scenario.whyUnfit(given.values);
    if (why !== undefined) return { kind: 'unfit', name, why };
    if (before === undefined && brake(JSON.stringify(['request', scenario.id, given.values])) !== undefined)
      return { kind: 'held' };
    return this.#ask(asker, scenario, given.values, reference, before?.alert);
  }

  /**
   * Makes the draft and hands it in. If the gateway ends before the request is stored, another draft is made, which
   * does no harm, since a draft is sent to nobody.
   */
  async #ask(
    { phone, actor, setBy }: Asker,
    scenario: ReadyScenario,
    values: Readonly<Record<string, string>>,
    reference: string,
    made: number | undefined,
  ): Promise<RequestAnswer> {
    const { alerts, repository, deadline, timeZone, clock } = this.#around;
    const { name } = scenario;
    const draft = scenario.draft(values, 'sms');
    const alert = made ?? (await alerts.create(draft, actor, [...scenario.authors, ...setBy]));
    const now = clock.now();
    if (made === undefined) await repository.keepRequest(reference, phone, alert, now);
    const { kind } = await alerts.advance(alert, 'request', actor);
    if (kind === 'refused') return { kind: 'waiting', name, alert };
    return { kind: 'received', name, alert, by: timeOfDay(deadline(draft.severity, now), timeZone) };
  }
}
