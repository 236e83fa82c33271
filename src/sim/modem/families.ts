/** How one family of modems differs from another, as it shows on the line. */
export interface Family {
  readonly manufacturer: string;
  readonly model: string;
  readonly revision: string;
  /** The commands that tell the ICCID; `{}` stands for it. */
  readonly iccid: Readonly<Record<string, string>>;
  /** Messages that each memory holds. */
  readonly memories: Readonly<Record<string, number>>;
  /** Those that arriving messages may be put into; the first is where they go at first. */
  readonly receiveInto: readonly string[];
  /** How many memories AT+CPMS takes. */
  readonly cpmsArguments: 1 | 3;
  /** Index of the first message. */
  readonly firstIndex: 0 | 1;
  /** What AT+CMGR says of an index that holds nothing. */
  readonly emptySlot: 'error' | 'ok';
  /** What AT+CNMI takes: mode, mt, bm, ds, bfr. */
  readonly cnmi: readonly (readonly number[])[];
  /** What AT+CSMS takes. */
  readonly csms: readonly number[];
  readonly cpin: 'plain' | 'quoted' | 'without OK';
  /** Of +CDS; `{}` stands for the length. */
  readonly cdsHead: string;
  /** TS 27.005 leaves open which mode a modem begins in: whoever forgets AT+CMGF=0 finds out. */
  readonly beginsInTextMode: boolean;
  /** Said at each start. */
  readonly boot: readonly string[];
  /** Said once the SIM is usable. */
  readonly simReady: readonly string[];
  /** Said when a message finds no room; `{}` stands for the memory. */
  readonly full: string | undefined;
  /** What it says unasked, in between. */
  readonly chatter: readonly string[];
  /** The maker's own commands, answered with OK. */
  readonly ownCommands: readonly string[];
  /** USSD goes as the hexadecimal of packed septets, both ways. */
  readonly ussdPacked: boolean;
}

const generic: Family = {
  manufacturer: 'Generic',
  model: 'GSM Modem',
  revision: '1.0',
  iccid: { '+CCID': '+CCID: {}' },
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
  cdsHead: '+CDS: {}',
  beginsInTextMode: true,
  boot: [],
  simReady: [],
  full: undefined,
  chatter: ['RING', '+CREG: 1', '+CLIP: "+33639980099",145'],
  ownCommands: [],
  ussdPacked: false,
};

// From the makers' AT manuals, and from the tables of those who drive these modems.
export const families: Readonly<Record<string, Family>> = {
  generic,
  // SIM800 Series AT Command Manual V1.09.
  sim800: {
    ...generic,
    manufacturer: 'SIMCOM_Ltd',
    model: 'SIMCOM_SIM800L',
    revision: 'Revision:1418B05SIM800L24',
    iccid: { '+CCID': '{}' },
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
    memories: { SM: 25, ME: 255, SR: 15 },
    receiveInto: ['ME', 'SM'],
    beginsInTextMode: false,
    boot: ['RDY', '+CFUN: 1'],
    simReady: ['+CPIN: READY', '+QUSIM: 1', '+QIND: SMS DONE', '+QIND: PB DONE'],
    full: '+QIND: "smsfull","{}"',
    ownCommands: ['+QURCCFG', '+QCFG', '+QINDCFG'],
  },
  // Huawei's own lines begin with ^ and come without end until AT^CURC=0; indexes begin at 0.
  'huawei-e1750': {
    ...generic,
    manufacturer: 'huawei',
    model: 'E1750',
    revision: '11.126.03.00.00',
    iccid: { '^ICCID': '^ICCID: {}' },
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
  // Wavecom's CPIN? lacks its OK, CPMS takes one memory, and CPMS=? has its parentheses twice.
  'wavecom-q2303': {
    ...generic,
    manufacturer: 'WAVECOM MODEM',
    model: 'MULTIBAND  900E  1800',
    revision: '441_09gm.Q2303A 1320676 061804',
    iccid: { '+CCID': '+CCID: "{}"' },
    memories: { SM: 20, SR: 10 },
    receiveInto: ['SM'],
    cpmsArguments: 1,
    cpin: 'without OK',
    ownCommands: ['+WIND', '+WOPEN'],
  },
  // Cinterion wants bfr 1, and refuses ME for what arrives.
  'cinterion-mc55i': {
    ...generic,
    manufacturer: 'Cinterion',
    model: 'MC55i',
    revision: 'REVISION 01.201',
    iccid: { '^SCID': '^SCID: {}' },
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
    manufacturer: 'ZTE CORPORATION',
    model: 'MF190',
    revision: 'BD_MF190V1.0.0B04',
    iccid: { '+ZGETICCID': '+ZGETICCID: {}' },
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
};

/** @throws Error for a family that isn't here */
export const familyOf = (name: string): Family => {
  const family = families[name];
  if (family !== undefined) return family;
  throw new Error(`no family is called "${name}"; there are ${Object.keys(families).join(', ')}`);
};
