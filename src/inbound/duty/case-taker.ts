import type { InboundConfig } from '../../config/inbound.ts';
import type { PersonOfPhone } from '../../domain/access/person-of-phone.ts';
import type { Duty } from '../../domain/duty/duty.ts';
import type { Msisdn } from '../../domain/messages/msisdn.ts';
import type { AuditActor } from '../../domain/operation/audit.ts';
import type { Clock } from '../../kernel/clock.ts';
import { dutyActor } from './duty-actor.ts';

/** Who takes cases with this phone; undefined: the phone may not take any. */
export type CaseTaker = (phone: Msisdn) => Promise<AuditActor | undefined>;

interface CaseTakerDeps {
  readonly config: Pick<InboundConfig, 'duty' | 'dutyRosters'>;
  readonly rosters: Duty;
  /** The name of a contact. */
  readonly nameOf: (number: Msisdn) => Promise<string | undefined>;
  readonly personOf: PersonOfPhone;
  readonly clock: Pick<Clock, 'now'>;
}

/** Those who are on duty now in the configured rosters may take cases by SMS, and the configured numbers always. */
export const caseTaker =
  ({ config: { duty, dutyRosters }, rosters, nameOf, personOf, clock }: CaseTakerDeps): CaseTaker =>
  async (phone) => {
    const now = clock.now();
    for (const roster of dutyRosters) {
      const people = await rosters.onDuty(roster, now);
      const person = people.find((one) => one.phone === phone);
      if (person !== undefined) return dutyActor(personOf, person);
    }
    if (!duty.includes(phone)) return undefined;
    return dutyActor(personOf, { name: (await nameOf(phone)) ?? phone, phone });
  };
