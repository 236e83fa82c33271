import { lteFamilies } from './families/lte.ts';

/** How a family of modems differs from others in its AT commands and lines. */
export interface Family {
  readonly manufacturer: string;
  readonly model: string;
  readonly revision: string;
  /** The commands that return the ICCID, with the form of the answer; `{}` stands for the ICCID. */
  readonly iccid: Readonly<Record<string, string>>;
  /**
   * The command that tells the tries left for the PIN, with the form of the answer; `{}` stands for the tries in
   * decimal, or for the one hexadecimal digit of the card's own answer.
   */
  readonly pinTries: Readonly<Record<string, string>>;
  /** Number of messages that each memory holds. */
  readonly memories: Readonly<Record<string, number>>;
  /** The memories that can receive messages; the first is the default. */
  readonly receiveInto: readonly string[];
  /** The number of arguments that AT+CPMS takes. */
  readonly cpmsArguments: 1 | 3;
  /** The index of the first message in a memory. */
  readonly firstIndex: 0 | 1;
  /** The answer of AT+CMGR for an empty index. */
  readonly emptySlot: 'error' | 'ok';
  /** The values that AT+CNMI accepts for mode, mt, bm, ds and bfr. */
  readonly cnmi: readonly (readonly number[])[];
  /** The values that AT+CSMS accepts. */
  readonly csms: readonly number[];
  readonly cpin: 'plain' | 'quoted' | 'without OK';
  /** Whether each message told directly must be acknowledged: always, or after AT+CSMS=1. */
  readonly acknowledges: 'asked' | 'always';
  /** What comes after AT+CMGS: a prompt, a prompt and an OK, or nothing, since the PDU comes with the command. */
  readonly prompt: 'usual' | 'with OK' | 'none';
  /** What the modem says for each stored report, if it isn't where the report is. */
  readonly cdsi: string | undefined;
  /** The form of the +CDS line; `{}` stands for the length. */
  readonly cdsHead: string;
  /**
   * Whether the modem starts in text mode, which TS 27.005 leaves open. A client that forgets AT+CMGF=0 then fails
   * here.
   */
  readonly beginsInTextMode: boolean;
  /** Lines sent at each start. */
  readonly boot: readonly string[];
  /** Lines sent once the SIM can be used. */
  readonly simReady: readonly string[];
  /** The line sent when a message finds no room; `{}` stands for the memory. */
  readonly full: string | undefined;
  /** Unsolicited lines that the modem sends between others. */
  readonly chatter: readonly string[];
  /** The manufacturer's own commands, answered with OK. */
  readonly ownCommands: readonly string[];
  /** Commands that tell the radio's quality or the temperature, with their answers. */
  readonly tells: Readonly<Record<string, string>>;
  /** Whether USSD texts are packed septets in hexadecimal, in both directions. */
  readonly ussdPacked: boolean;
  /** Whether the modem knows no AT+CSCB. */
  readonly noBroadcasts?: boolean;
}

const generic: Family = {
  manufacturer: 'Generic',
  model: 'GSM Modem',
  revision: '1.0',
  iccid: { '+CCID': '+CCID: {}' },
  pinTries: { '+CPINR': '+CPINR: SIM PIN,{},3' },
  memories: { SM: 30, ME: 100, SR: 10 },
  receiveInto: ['SM', 'ME'],
  cpmsArguments: 3,
  firstIndex: 1,
  emptySlot: 'error',
  cnmi: [
    [0, 1, 2],
    [0, 1, 2, 3],
    [0, 2],
    [0, 1, 2],
    [0, 1],
  ],
  csms: [0, 1],
  cpin: 'plain',
  acknowledges: 'asked',
  prompt: 'usual',
  cdsi: undefined,
  cdsHead: '+CDS: {}',
  beginsInTextMode: true,
  boot: [],
  simReady: [],
  full: undefined,
  chatter: ['RING', '+CREG: 1', '+CLIP: "+33639980099",145'],
  ownCommands: [],
  // RSRQ −10 dB, RSRP −85 dBm (TS 27.007 8.69).
  tells: { '+CESQ': '+CESQ: 99,99,255,255,20,56' },
  ussdPacked: false,
};

// Taken from the manufacturers' AT manuals, and from the tables of programs that drive these modems.
export const families: Readonly<Record<string, Family>> = {
  generic,
  // SIM800 Series AT Command Manual V1.09.
  sim800: {
    ...generic,
    tells: {},
    manufacturer: 'SIMCOM_Ltd',
    model: 'SIMCOM_SIM800L',
    revision: 'Revision:1418B05SIM800L24',
    iccid: { '+CCID': '{}' },
    pinTries: { '+SPIC': '+SPIC: {},3,10,10' },
    memories: { SM: 25, ME: 50 },
    emptySlot: 'ok',
    cnmi: [
      [0, 1, 2],
      [0, 1, 2, 3],
      [0, 2],
      [0, 1],
      [0, 1],
    ],
    beginsInTextMode: false,
    boot: ['RDY', '+CFUN: 1'],
    simReady: ['+CPIN: READY', 'Call Ready', 'SMS Ready'],
  },
  // EC25&EC21 AT Commands Manual V1.3.
  'quectel-ec25': {
    ...generic,
    manufacturer: 'Quectel',
    model: 'EC25',
    revision: 'EC25EFAR06A01M4G',
    iccid: { '+QCCID': '+QCCID: {}', '+CCID': '+CCID: {}', '+ICCID': '+ICCID: {}' },
    pinTries: { '+QPINC': '+QPINC: "SC",{},10' },
    memories: { SM: 25, ME: 255, SR: 15 },
    receiveInto: ['ME', 'SM'],
    beginsInTextMode: false,
    boot: ['RDY', '+CFUN: 1'],
    simReady: ['+CPIN: READY', '+QUSIM: 1', '+QIND: SMS DONE', '+QIND: PB DONE'],
    full: '+QIND: "smsfull","{}"',
    ownCommands: ['+QURCCFG', '+QCFG', '+QINDCFG'],
    tells: { '+QCSQ': '+QCSQ: "LTE",-58,-87,154,-9', '+QTEMP': '+QTEMP: 36,33,31' },
  },
  // Huawei's own lines begin with ^ and keep coming until AT^CURC=0; indexes begin at 0.
  'huawei-e1750': {
    ...generic,
    tells: {},
    manufacturer: 'huawei',
    model: 'E1750',
    revision: '11.126.03.00.00',
    iccid: { '^ICCID': '^ICCID: {}' },
    pinTries: { '^CPIN': '^CPIN: SIM PIN,{},10,{},10,3' },
    memories: { SM: 20, ME: 255 },
    firstIndex: 0,
    cnmi: [
      [0, 1],
      [0, 1, 2, 3],
      [0, 2],
      [0, 1, 2],
      [0, 1],
    ],
    boot: ['^BOOT:27710117,0,0,0,20', '^SRVST:2'],
    simReady: ['^SIMST:1', '^RSSI:18'],
    full: '^SMMEMFULL: "{}"',
    chatter: [
      'RING',
      '^RSSI:18',
      '+CREG: 1',
      '^BOOT:27710117,0,0,0,20',
      '^DSFLOWRPT:0000000A,00000000,00000000',
    ],
    ownCommands: ['^CURC', '^PORTSEL', '^U2DIAG', '^SYSCFG'],
    ussdPacked: true,
  },
  // Wavecom sends no OK after CPIN?, takes one memory in CPMS, and doubles the parentheses in CPMS=?.
  'wavecom-q2303': {
    ...generic,
    tells: {},
    manufacturer: 'WAVECOM MODEM',
    model: 'MULTIBAND  900E  1800',
    revision: '441_09gm.Q2303A 1320676 061804',
    iccid: { '+CCID': '+CCID: "{}"' },
    pinTries: { '+CSIM': '+CSIM: 4,"63C{}"' },
    memories: { SM: 20, SR: 10 },
    receiveInto: ['SM'],
    cpmsArguments: 1,
    cpin: 'without OK',
    ownCommands: ['+WIND', '+WOPEN'],
    noBroadcasts: true,
  },
  // Cinterion accepts only 1 as <bfr> of AT+CNMI, and refuses ME as the receiving memory.
  'cinterion-mc55i': {
    ...generic,
    tells: {},
    manufacturer: 'Cinterion',
    model: 'MC55i',
    revision: 'REVISION 01.201',
    iccid: { '^SCID': '^SCID: {}' },
    pinTries: { '^SPIC': '^SPIC: {}' },
    memories: { SM: 20, ME: 25 },
    receiveInto: ['SM'],
    cnmi: [[0, 1, 2], [0, 1], [0, 2], [0, 1], [1]],
    cpin: 'plain',
    boot: ['^SYSSTART'],
    ownCommands: ['^SCFG', '^SSYNC'],
  },
  // ZTE leaves an empty field before the length of +CDS.
  'zte-mf190': {
    ...generic,
    tells: {},
    manufacturer: 'ZTE CORPORATION',
    model: 'MF190',
    revision: 'BD_MF190V1.0.0B04',
    iccid: { '+ZGETICCID': '+ZGETICCID: {}' },
    pinTries: { '+ZPINPUK': '+ZPINPUK: {},10' },
    memories: { SM: 20, ME: 100, SR: 10 },
    cnmi: [
      [0, 1],
      [0, 1, 2, 3],
      [0, 2],
      [0, 1, 2],
      [0, 1],
    ],
    cpin: 'quoted',
    cdsHead: '+CDS: ,{}',
    boot: ['+ZUSIMR:2'],
    chatter: ['+ZUSIMR:2', 'RING', '+ZPASR:"UMTS"'],
    ownCommands: ['+ZCDRUN', '+ZOPRT'],
  },
  ...Object.fromEntries(
    Object.entries(lteFamilies).map(([name, own]): [string, Family] => [name, { ...generic, ...own }]),
  ),
};

/**
 * The family with this name.
 *
 * @throws Error if there is none
 */
export const familyOf = (name: string): Family => {
  const family = families[name];
  if (family !== undefined) return family;
  throw new Error(`no family is called "${name}"; there are ${Object.keys(families).join(', ')}`);
};
