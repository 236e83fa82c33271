import type { AtError } from '../../at/at-answer.ts';
import { errorWords } from '../../at/cms-error.ts';

/** The meaning of an error of Create or Send. */
export type SendError =
  /** Nothing was given to the network. */
  | { readonly kind: 'notSent'; readonly reason: string }
  /** The modem or the network refused a part: `error` is what a modem with AT commands would have said. */
  | { readonly kind: 'refused'; readonly error: AtError; readonly reason: string }
  /** ModemManager doesn't say whether a part left. */
  | { readonly kind: 'unknown'; readonly reason: string };

// MMMessageError has the numbers of +CMS ERROR (TS 27.005 3.2.5), MMMobileEquipmentError those of +CME ERROR
// (TS 27.007 9.2). A name on D-Bus stands for the number.
const MESSAGE: Readonly<Record<string, number>> = {
  MeFailure: 300,
  SmsServiceReserved: 301,
  NotAllowed: 302,
  NotSupported: 303,
  InvalidPduParameter: 304,
  InvalidTextParameter: 305,
  SimNotInserted: 310,
  SimPin: 311,
  PhSimPin: 312,
  SimFailure: 313,
  SimBusy: 314,
  SimWrong: 315,
  SimPuk: 316,
  SimPin2: 317,
  SimPuk2: 318,
  MemoryFailure: 320,
  InvalidIndex: 321,
  MemoryFull: 322,
  SmscAddressUnknown: 330,
  NoNetwork: 331,
  NetworkTimeout: 332,
  Unknown: 500,
};
const EQUIPMENT: Readonly<Record<string, number>> = {
  PhoneFailure: 0,
  NotAllowed: 3,
  NotSupported: 4,
  SimNotInserted: 10,
  SimPin: 11,
  SimPuk: 12,
  SimFailure: 13,
  SimBusy: 14,
  SimWrong: 15,
  IncorrectPassword: 16,
  SimPin2: 17,
  SimPuk2: 18,
  MemoryFull: 20,
  MemoryFailure: 23,
  NoNetwork: 30,
  NetworkTimeout: 31,
  Unknown: 100,
};

// ModemManager checks all this before the first part leaves (`mm-base-sms.c`), and the bus before it calls.
const BEFORE =
  /\.Error\.(Core\.(Unauthorized|WrongState|NotFound|Unsupported|InvalidArgs|TooMany|InProgress|Retry|Throttled|WrongSimState)|Serial\.(OpenFailed|OpenFailedNoDevice|NotOpen)|UnknownObject|UnknownMethod|UnknownInterface|ServiceUnknown|NameHasNoOwner|AccessDenied|LimitsExceeded|InvalidArgs|InvalidSignature)$/;
const FORBIDDEN = /\.(Unauthorized|AccessDenied)$/;

/** Codes of +CMS ERROR for what has no code of its own here. */
const CMS = {
  unclear: 127,
  simFailure: 313,
  memoryFull: 322,
  noServiceCentre: 330,
  noNetwork: 331,
  unknown: 500,
};

// QmiProtocolError (libqmi, `qmi-errors.h`). ModemManager doesn't pass on the cause that the network gave.
const QMI: Readonly<Record<number, number>> = {
  51: CMS.memoryFull,
  52: CMS.unknown,
  53: CMS.noNetwork,
  54: CMS.unclear,
  55: CMS.unknown,
  56: CMS.unclear,
  58: CMS.unclear,
};

// MbimStatusError (libmbim, `mbim-errors.h`), by its name in the text.
const MBIM: readonly (readonly [RegExp, number])[] = [
  [/UnknownSmscAddress|unknown SMSC/i, CMS.noServiceCentre],
  [/SimNotInserted|BadSim|PinRequired|SIM not inserted|bad SIM|PIN required/i, CMS.simFailure],
  [/MemoryFull|memory full/i, CMS.memoryFull],
  [/NotRegistered|SmsNetworkTimeout|RadioPowerOff|ProviderNotVisible|NotInitialized/i, CMS.noNetwork],
];

/**
 * @param name the name of the error on D-Bus
 * @param text what ModemManager says
 */
export const sendError = (name: string, text: string): SendError => {
  const [, domain, short = ''] = /\.Error\.(\w+)\.(\w+)$/.exec(name) ?? [];
  const line = `${name.replace(/^org\.freedesktop\./, '')}: ${text}`;
  if (FORBIDDEN.test(name)) {
    return { kind: 'notSent', reason: `ModemManager does not let this user send (${line})` };
  }
  if (BEFORE.test(name)) return { kind: 'notSent', reason: `ModemManager did not send it (${line})` };
  if (domain === 'Message') {
    // A code that ModemManager has no name for is in the text only: "Unknown message error: 28".
    const code = Number(/Unknown message error: (\d+)/.exec(text)?.[1] ?? MESSAGE[short] ?? 500);
    return refused({ kind: 'cms', code, line });
  }
  if (domain === 'MobileEquipment') {
    const code = Number(/Unknown mobile equipment error: (\d+)/.exec(text)?.[1] ?? EQUIPMENT[short] ?? 100);
    return refused({ kind: 'cme', code, line });
  }
  // A modem that gave no answer may have sent the part.
  if (/tim(ed|e)[ -]?out/i.test(`${short} ${text}`) && !/SmsNetworkTimeout/.test(text)) {
    return { kind: 'unknown', reason: `no answer from the modem in time (${line})` };
  }
  const qmi = /QMI protocol error \((\d+)\)/.exec(text)?.[1];
  if (qmi !== undefined) return refused({ kind: 'cms', code: QMI[Number(qmi)] ?? CMS.unknown, line }, line);
  const mbim = MBIM.find(([words]) => words.test(text))?.[1];
  if (mbim !== undefined) return refused({ kind: 'cms', code: mbim, line }, line);
  return { kind: 'unknown', reason: `ModemManager failed, and does not say when (${line})` };
};

const refused = (error: AtError, reason = errorWords(error)): SendError => ({
  kind: 'refused',
  error,
  reason,
});
