import type { Advance } from '../../../src/domain/triggers/alert-maker.ts';
import type { CapOutcome } from '../../../src/domain/triggers/cap-outcome.ts';
import { type CapGate, CapIntake } from '../../../src/triggers/cap/cap-intake.ts';
import { CapIntakeService } from '../../../src/triggers/cap/cap-intake-service.ts';
import { VirtualClock } from '../virtual-clock.ts';
import { octets } from './cap-documents.ts';
import { FakeAlerts } from './fake-alerts.ts';
import { memoryRepositories } from './memory-repositories.ts';

/** A CAP intake with a store in memory, and with fake alerts that record their calls. */
export class CapRig {
  readonly alerts = new FakeAlerts();
  readonly repositories = memoryRepositories();
  readonly clock = new VirtualClock();
  /** The reason with which the storm brake holds every alert back; undefined to allow all. */
  braked: string | undefined;
  /** When a backup was restored, ms since the epoch. */
  restoredAt: number | undefined;
  /** The notifications to operators. */
  readonly refused: { readonly by: string; readonly alert: number; readonly reason: string }[] = [];
  readonly #launch: Advance;
  readonly #gate: CapGate;
  intake: CapIntake;

  constructor(launch: Advance = 'launch', gate: Partial<CapGate> = {}) {
    this.#launch = launch;
    this.#gate = { certificates: [], senders: undefined, ...gate };
    this.intake = this.#open();
  }

  /** Restarts the gateway; messages that were begun aren't resumed yet. */
  restart(): void {
    this.alerts.endsAt = undefined;
    this.intake = this.#open();
  }

  /** Passes a document to the intake; returns the outcome, or the reason if it is refused. */
  async take(xml: string): Promise<CapOutcome | string> {
    const taken = await this.intake.take(octets(xml), 'post');
    return taken.kind === 'refused' ? taken.reason : taken.outcome;
  }

  #open(): CapIntake {
    const { clock, repositories: repository } = this;
    const rig = new CapIntakeService(this.#launch, {
      alerts: this.alerts,
      repository,
      clock,
      drafting: async () => ({
        maxParts: 3,
        geocodes: {
          postalCodes: ['codePostal'],
          areaNamed: (name) => (name === 'INSEE:31555' ? 7 : undefined),
        },
        prefixFor: () => 'EXERCICE - ',
      }),
      brake: () => this.braked,
      restoredAt: async () => this.restoredAt,
      refused: async ({ id: by }, alert, reason) => {
        this.refused.push({ by, alert, reason });
      },
    });
    return new CapIntake(this.#gate, rig, { repository, clock });
  }
}

/** The parts of a rig that most tests use. */
export const bind = (rig: CapRig) => ({ take: (xml: string) => rig.take(xml), alerts: rig.alerts });
