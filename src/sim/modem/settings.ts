import type { Family } from './families.ts';

/** What a command sets and a start forgets. */
export interface Settings {
  echo: boolean;
  /** AT+CMEE. */
  errors: number;
  textMode: boolean;
  /** AT+CSMS: 1 asks for CNMA after each message told directly. */
  service: number;
  cnmi: Cnmi;
  characterSet: string;
  /** The <n> of AT+CREG, AT+CGREG and AT+CEREG. */
  registrationCodes: Record<string, number>;
  /** AT+COPS=3,<format>. */
  operatorFormat: number;
  moreMessages: number;
  /** AT+CFUN: 0 and 4 switch the radio off. */
  functionality: number;
  /** AT+CPMS: what is read, what is written, what receives. */
  memories: [string, string, string];
}

export interface Cnmi {
  readonly mode: number;
  readonly mt: number;
  readonly bm: number;
  readonly ds: number;
  readonly bfr: number;
}

/** Of each parameter the least that the family takes: nothing is told unasked until CNMI asks for it. */
const cnmiAtStart = (family: Family): Cnmi => toCnmi(family.cnmi.map((range) => range[0] ?? 0));

export const toCnmi = (values: readonly number[]): Cnmi => {
  const [mode = 0, mt = 0, bm = 0, ds = 0, bfr = 0] = values;
  return { mode, mt, bm, ds, bfr };
};

export const settingsAtStart = (family: Family): Settings => {
  const memory = family.receiveInto[0] ?? 'SM';
  return {
    echo: true,
    errors: 0,
    textMode: family.beginsInTextMode,
    service: 0,
    cnmi: cnmiAtStart(family),
    characterSet: 'GSM',
    registrationCodes: {},
    operatorFormat: 0,
    moreMessages: 0,
    functionality: 1,
    memories: [memory, memory, memory],
  };
};
