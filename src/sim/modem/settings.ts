import type { Family } from './families.ts';

/** Settings that commands change and a restart resets. */
export interface Settings {
  echo: boolean;
  /** The value of AT+CMEE. */
  errors: number;
  textMode: boolean;
  /** The value of AT+CSMS: with 1 each directly delivered message needs AT+CNMA. */
  service: number;
  cnmi: Cnmi;
  characterSet: string;
  /** The <n> of AT+CREG, AT+CGREG and AT+CEREG, by command. */
  registrationCodes: Record<string, number>;
  /** The <format> of AT+COPS=3,<format>. */
  operatorFormat: number;
  moreMessages: number;
  /** The message identifiers of AT+CSCB that are accepted. */
  broadcasts: string;
  /** The value of AT+CFUN: 0 and 4 switch the radio off. */
  functionality: number;
  /** The memories of AT+CPMS: for reading, for writing, for receiving. */
  memories: [string, string, string];
}

export interface Cnmi {
  readonly mode: number;
  readonly mt: number;
  readonly bm: number;
  readonly ds: number;
  readonly bfr: number;
}

/** The least value of each parameter that the family accepts: nothing is announced until CNMI asks for it. */
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
    broadcasts: '',
    functionality: 1,
    memories: [memory, memory, memory],
  };
};
