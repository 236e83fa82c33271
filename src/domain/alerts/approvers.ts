import type { Msisdn } from '../messages/msisdn.ts';
import type { StepActor } from './alert.ts';

/** A user of the gateway who is enabled now, as far as approvals and requests by SMS need it. */
export interface Officer {
  /** The id under which the user is the actor of steps. */
  readonly id: string;
  readonly name: string;
  readonly phone: Msisdn | undefined;
  readonly language: 'fr' | 'en';
  readonly mayApprove: boolean;
  readonly mayPrepare: boolean;
}

/** The officer as the actor of a step. What the phone asked for is the officer's own too. */
export const stepActorOf = ({ id, name, phone }: Officer): StepActor => ({
  id,
  name,
  also: phone === undefined ? [] : [`phone:${phone}`],
});

/** Who may approve and who is on duty. A user who is disabled is never among them. */
export interface Officers {
  byId(id: string): Promise<Officer | undefined>;
  /** The user of this name, in any case and with or without accents; undefined: nobody, or more than one. */
  byName(name: string): Promise<Officer | undefined>;
  /** No two enabled users have the same phone. */
  byPhone(phone: Msisdn): Promise<Officer | undefined>;
  /** All who may approve and have a phone, the first ones first. */
  approvers(): Promise<readonly Officer[]>;
  /** Those who are paged for an approval now, in this order. Users without a phone are left out. */
  onDuty(nowMs: number): Promise<readonly Officer[]>;
}
