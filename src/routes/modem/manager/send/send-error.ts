import type { AtError } from '../../at/at-answer.ts';
import { classifySubmitError, errorWords, type SubmitErrorClass } from '../../at/cms-error.ts';

/** The meaning of an error of Create or Send. */
export type SendError =
  /** Nothing was given to the network. */
  | { readonly kind: 'notSent'; readonly reason: string }
  /** The modem or the network refused a part. */
  | {
      readonly kind: 'refused';
      readonly class: SubmitErrorClass;
      readonly reason: string;
      readonly slower: boolean;
    }
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

// QmiProtocolError (libqmi, `qmi-errors.h`). The cause that the network gave isn't among what ModemManager passes on.
const QMI: Readonly<Record<number, SubmitErrorClass>> = {
  51: 'storage',
  52: 'transient',
  53: 'transient',
  54: 'ambiguous',
  55: 'transient',
  56: 'ambiguous',
  58: 'ambiguous',
};

// MbimStatusError (libmbim, `mbim-errors.h`), by its name in the text.
const MBIM: readonly (readonly [RegExp, SubmitErrorClass])[] = [
  [/UnknownSmscAddress|unknown SMSC/i, 'serviceCentre'],
  [/SimNotInserted|BadSim|PinRequired|SIM not inserted|bad SIM|PIN required/i, 'sim'],
  [/MemoryFull|memory full/i, 'storage'],
  [/NotRegistered|SmsNetworkTimeout|RadioPowerOff|ProviderNotVisible|NotInitialized/i, 'transient'],
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
  if (qmi !== undefined) return refusedAs(QMI[Number(qmi)] ?? 'transient', line);
  const mbim = MBIM.find(([words]) => words.test(text))?.[1];
  if (mbim !== undefined) return refusedAs(mbim, line);
  return { kind: 'unknown', reason: `ModemManager failed, and does not say when (${line})` };
};

const refused = (error: AtError): SendError => ({
  ...refusedAs(classifySubmitError(error), errorWords(error)),
  slower: error.kind === 'cms' && error.code === 42,
});

const refusedAs = (kind: SubmitErrorClass, reason: string): Extract<SendError, { kind: 'refused' }> => ({
  kind: 'refused',
  class: kind,
  reason,
  slower: false,
});
