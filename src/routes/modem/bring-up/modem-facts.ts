import type { ModemIdentity } from '../device/identity.ts';
import type { ProfileChoice } from '../device/profile-choice.ts';
import { noReadings, type Readings } from './readings.ts';
import type { MessageService } from './setup.ts';

/** Facts about the modem on the serial line, filled in step by step while the modem is brought up. */
export interface ModemFacts {
  identity: ModemIdentity | undefined;
  choice: ProfileChoice | undefined;
  iccid: string | undefined;
  imsi: string | undefined;
  registration: string;
  signalDbm: number | undefined;
  operator: string | undefined;
  readings: Readings;
  service: MessageService | undefined;
}

export const noFacts = (): ModemFacts => ({
  identity: undefined,
  choice: undefined,
  iccid: undefined,
  imsi: undefined,
  registration: 'unknown',
  signalDbm: undefined,
  operator: undefined,
  readings: noReadings(),
  service: undefined,
});
