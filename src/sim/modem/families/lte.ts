/** The values that AT+CNMI accepts on modules that take everything in TS 27.005 3.4.1. */
const ALL_CNMI = [
  [0, 1, 2],
  [0, 1, 2, 3],
  [0, 2],
  [0, 1, 2],
  [0, 1],
] as const;

const quectel = {
  manufacturer: 'Quectel',
  iccid: { '+QCCID': '+QCCID: {}', '+CCID': '+CCID: {}', '+ICCID': '+ICCID: {}' },
  memories: { SM: 25, ME: 255, SR: 15 },
  receiveInto: ['ME', 'SM'],
  beginsInTextMode: false,
  boot: ['RDY', '+CFUN: 1'],
  simReady: ['+CPIN: READY', '+QUSIM: 1', '+QIND: SMS DONE', '+QIND: PB DONE'],
  full: '+QIND: "smsfull","{}"',
  ownCommands: ['+QURCCFG', '+QCFG', '+QINDCFG'],
} as const;
const simcom = {
  manufacturer: 'SIMCOM INCORPORATED',
  iccid: { '+CICCID': '+ICCID: {}', '+CCID': '+CCID: {}' },
  memories: { SM: 50, ME: 23, SR: 10 },
  cnmi: ALL_CNMI,
  beginsInTextMode: false,
  simReady: ['+CPIN: READY', 'SMS DONE', 'PB DONE'],
  full: '+CSMSFULL: "{}"',
  ownCommands: ['+CNMP', '+CGSMS'],
} as const;
const sierra = {
  manufacturer: 'Sierra Wireless, Incorporated',
  iccid: { '+ICCID': 'ICCID: {}' },
  memories: { SM: 25, ME: 23, SR: 10 },
  cnmi: ALL_CNMI,
} as const;
const cinterion = {
  manufacturer: 'Cinterion',
  iccid: { '+CCID': '+CCID: {}' },
  memories: { SM: 25, ME: 99 },
  receiveInto: ['SM', 'ME'],
  boot: ['^SYSSTART'],
  ownCommands: ['^SCFG'],
} as const;

/**
 * Families of LTE and 5G modules, from their makers' AT manuals and from what was reported of them: what differs from
 * the generic family.
 */
export const lteFamilies = {
  // EC25 behind chan_quectel: reports are stored in SR, and announced as if they were in SM (chan-quectel #75).
  'quectel-ec25-sr': {
    ...quectel,
    model: 'EC25',
    revision: 'EC25EUGAR06A07M4G',
    cnmi: [
      [0, 1, 2],
      [0, 1, 2, 3],
      [0, 2],
      [0, 2],
      [0, 1],
    ],
    cdsi: '+CDSI: "SM",0',
  },
  'quectel-ep06': { ...quectel, model: 'EP06', revision: 'EP06ELAR04A02M4G' },
  'quectel-bg96': {
    ...quectel,
    model: 'BG96',
    revision: 'BG96MAR02A07M1G',
    memories: { SM: 20, ME: 23, SR: 10 },
    boot: ['RDY', 'APP RDY', '+CFUN: 1'],
  },
  'quectel-rm500q': { ...quectel, model: 'RM500Q-GL', revision: 'RM500QGLABR11A06M4G' },
  'simcom-sim7600e': {
    ...simcom,
    model: 'SIMCOM_SIM7600E-H',
    revision: 'LE20B04SIM7600M22',
    boot: ['RDY'],
  },
  // A7670E says *ATREADY: 1 and never RDY (LilyGo #247).
  'simcom-a7670e': {
    ...simcom,
    model: 'A7670E-LASE',
    revision: 'A7670M7_V1.11.1',
    iccid: { '+CICCID': '+ICCID: {}', '+ICCID': '+ICCID: {}' },
    boot: ['*ATREADY: 1'],
  },
  // MC7455 says OK right after the prompt (Sierra forum t=10538).
  'sierra-mc7455': { ...sierra, model: 'MC7455', revision: 'SWI9X30C_02.24.05.06', prompt: 'with OK' },
  'sierra-rc7620': { ...sierra, model: 'RC7620', revision: 'SWI9X07H_00.08.24.00' },
  'cinterion-pls62': {
    ...cinterion,
    model: 'PLS62-W',
    revision: 'REVISION 02.000',
    iccid: { '^SCID': '^SCID: {}', '+CCID': '+CCID: {}' },
    cnmi: [[0, 1, 2], [0, 1, 2, 3], [0, 2], [0, 1, 2], [1]],
  },
  'cinterion-exs82': { ...cinterion, model: 'EXS82-W', revision: 'REVISION 01.200', cnmi: ALL_CNMI },
  'fibocom-l610': {
    manufacturer: 'Fibocom Wireless Inc.',
    model: 'L610-EU',
    revision: '16000.1000.00.02.74.26',
    iccid: { '+CCID': '+CCID: {}', '+ICCID': '+ICCID: {}' },
    memories: { SM: 20, ME: 20, SR: 10 },
    simReady: ['+SIM READY', 'SMS READY'],
  },
  // nRF9160: one string of command and PDU, no memory, each message to acknowledge (nRF9160 AT Commands).
  'nordic-nrf9160': {
    manufacturer: 'Nordic Semiconductor ASA',
    model: 'nRF9160-SICA',
    revision: 'mfw_nrf9160_1.3.6',
    iccid: { '%XICCID': '%XICCID: {}' },
    memories: {},
    receiveInto: [],
    cnmi: [[0, 3], [0, 2], [0], [0, 1]],
    csms: [],
    acknowledges: 'always',
    beginsInTextMode: false,
    boot: ['Ready'],
    prompt: 'none',
  },
} as const;
