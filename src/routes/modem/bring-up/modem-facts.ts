import type { ModemRegistration, RadioTechnology } from '../../../domain/routes/registration.ts';
import type { ModemIdentity } from '../device/identity.ts';
import type { ProfileChoice } from '../device/profile-choice.ts';
import { noReadings, type Readings } from './readings.ts';
import { noRegistration, type Operator, type Registration } from './registration.ts';
import type { MessageService } from './setup.ts';

/** Facts about the modem on the serial line, filled in step by step while the modem is brought up. */
export interface ModemFacts {
  identity: ModemIdentity | undefined;
  choice: ProfileChoice | undefined;
  iccid: string | undefined;
  imsi: string | undefined;
  /** The registration in words for an operator. */
  network: string;
  registration: ModemRegistration;
  roaming: boolean;
  /** Whether the network takes the modem for data, and denies it calls and messages. */
  dataOnly: boolean;
  /** Settings of the configuration that the modem refuses, in words. */
  radioRefused: readonly string[];
  signalDbm: number | undefined;
  operator: string | undefined;
  readings: Readings;
  technology: RadioTechnology | undefined;
  service: MessageService | undefined;
}

export const noFacts = (): ModemFacts => ({
  identity: undefined,
  choice: undefined,
  iccid: undefined,
  imsi: undefined,
  network: 'unknown',
  registration: noRegistration,
  roaming: false,
  dataOnly: false,
  radioRefused: [],
  signalDbm: undefined,
  operator: undefined,
  readings: noReadings(),
  technology: undefined,
  service: undefined,
});

/** Keeps what the modem told about its registration. */
export const noteRegistration = (facts: ModemFacts, registration: Registration): void => {
  facts.network = registration.words;
  facts.registration = registration.domains;
  facts.roaming = registration.roaming;
  facts.dataOnly = registration.dataOnly;
};

export const noteOperator = (facts: ModemFacts, { name, technology }: Operator): void => {
  facts.operator = name;
  facts.technology = technology;
};
