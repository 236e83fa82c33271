import type { AlertActor, AlertSource } from '../domain/alerts/alert.ts';
import type { Advanced, AlertMaker } from '../domain/triggers/alert-maker.ts';
import type { ReadyScenario, ReadyScenarios } from '../domain/triggers/ready-scenarios.ts';
import type { TriggerEventRepository } from '../domain/triggers/trigger-repositories.ts';
import type { TriggerOutcome, TriggerTaken, TriggerView } from '../domain/triggers/triggers-service.ts';
import type { Clock } from '../kernel/clock.ts';
import { type MappedEvent, type Mapping, mapBody } from './mapping.ts';

interface Around {
  readonly alerts: AlertMaker;
  readonly scenarios: ReadyScenarios;
  readonly repository: TriggerEventRepository;
  readonly clock: Clock;
  /** The storm brake: undefined if the alert may be launched, otherwise the reason against it. */
  brake(what: string): string | undefined;
  /** Notifies operators that an alert waits for them. Never rejects. */
  refused(by: AlertActor, scenario: number, alert: number, reason: string): Promise<void>;
}

interface Trigger {
  readonly mapping: Mapping;
  readonly source: AlertSource;
  /** Why its alerts stay drafts; undefined: it launches them. */
  readonly draftsOnly: string | undefined;
  counts: Record<TriggerOutcome['result'], number>;
  lastAt: number | undefined;
}

/**
 * Takes events of other programs and launches the scenarios that they are mapped to. An event with an identity
 * launches only once.
 */
export class TriggerService {
  readonly #around: Around;
  readonly #triggers = new Map<string, Trigger>();
  #last: Promise<unknown> = Promise.resolve();

  constructor(around: Around) {
    this.#around = around;
  }

  /** @param draftsOnly why the alerts stay drafts; left out: they are launched */
  add(name: string, mapping: Mapping, source: AlertSource, draftsOnly?: string): void {
    const counts = { launched: 0, waiting: 0, known: 0, held: 0, ignored: 0, refused: 0 };
    this.#triggers.set(name, { mapping, source, draftsOnly, counts, lastAt: undefined });
  }

  list(): readonly TriggerView[] {
    return [...this.#triggers].map(([name, { counts, lastAt }]) => ({ name, counts: { ...counts }, lastAt }));
  }

  /** Takes one body at a time: two bodies with the same event must not both find that it is new. */
  take(name: string, body: unknown, by: string): Promise<TriggerTaken> {
    const next = this.#last.then(() => this.#take(name, body, by));
    this.#last = next.catch(() => {});
    return next;
  }

  knowsAgain(name: string, body: unknown): boolean {
    const trigger = this.#triggers.get(name);
    const mapped = trigger && mapBody(trigger.mapping, body);
    if (mapped?.kind !== 'events') return false;
    return mapped.events.every(({ launch, identity }) => launch === undefined || identity !== undefined);
  }

  async #take(name: string, body: unknown, by: string): Promise<TriggerTaken> {
    const trigger = this.#triggers.get(name);
    if (trigger === undefined) return { kind: 'unknown' };
    const mapped = mapBody(trigger.mapping, body);
    if (mapped.kind === 'refused') return mapped;
    trigger.lastAt = this.#around.clock.now();
    const outcomes: TriggerOutcome[] = [];
    for (const event of mapped.events) {
      const outcome = await this.#event(name, trigger, event, by);
      trigger.counts[outcome.result]++;
      outcomes.push(outcome);
    }
    return { kind: 'outcomes', outcomes };
  }

  async #event(
    name: string,
    { source, draftsOnly }: Trigger,
    { identity, launch }: MappedEvent,
    by: string,
  ): Promise<TriggerOutcome> {
    const { alerts, scenarios, repository, brake } = this.#around;
    if (launch === undefined) return { result: 'ignored', alert: undefined, reason: 'no rule is for it' };
    const scenario = await scenarios.find(launch.scenario);
    if (scenario === undefined) {
      const reason = `there is no scenario "${launch.scenario}"`;
      return { result: 'refused', alert: undefined, reason };
    }
    const actor: AlertActor = { id: `trigger:${name}`, name: `trigger ${name}`, role: 'operator' };
    const heldAsDraft = draftsOnly ?? scenario.outside(launch.values);
    const before = identity === undefined ? undefined : await repository.triggerEvent(name, identity);
    if (before !== undefined && identity !== undefined) {
      if (!before.open) return { result: 'known', alert: before.alert, reason: undefined };
      // If the gateway ended between making the alert and launching it, its draft is launched now.
      return this.#launch(before.alert, scenario, actor, { name, identity, held: heldAsDraft });
    }
    const held = brake(JSON.stringify([scenario.id, launch.values]));
    if (held !== undefined) return { result: 'held', alert: undefined, reason: held };
    const authors = [...scenario.authors, by];
    const key = identity === undefined ? undefined : { trigger: name, identity };
    const alert = await alerts.create(scenario.draft(launch.values, source), actor, authors, key);
    return this.#launch(alert, scenario, actor, { name, identity, held: heldAsDraft });
  }

  async #launch(
    alert: number,
    scenario: ReadyScenario,
    actor: AlertActor,
    {
      name,
      identity,
      held,
    }: {
      readonly name: string;
      readonly identity: string | undefined;
      /** Why the alert stays a draft; undefined: it is launched. */
      readonly held: string | undefined;
    },
  ): Promise<TriggerOutcome> {
    const { alerts, repository, refused } = this.#around;
    const advanced =
      held !== undefined
        ? ({ kind: 'refused', state: 'draft', reason: held } as const)
        : scenario.approvedBy === undefined
          ? unapproved(scenario)
          : await alerts.advance(alert, 'launch', actor, scenario.approvedBy);
    if (advanced.kind === 'refused') await refused(actor, scenario.id, alert, advanced.reason);
    // From here on operators decide about the alert.
    if (identity !== undefined) await repository.closeTriggerEvent(name, identity);
    return advanced.kind === 'done'
      ? { result: 'launched', alert, reason: undefined }
      : { result: 'waiting', alert, reason: advanced.reason };
  }
}

const unapproved = ({ name, lapsed }: ReadyScenario): Advanced => ({
  kind: 'refused',
  state: 'draft',
  reason: `the scenario "${name}" is not approved${lapsed === undefined ? '' : ` any more (${lapsed})`}: somebody has to launch the alert`,
});
