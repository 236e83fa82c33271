import type { Outcome } from '../../domain/messages/outcome.ts';

type StatusVerdict =
  | {
      readonly kind: 'refused';
      readonly blame: 'messageOrRoute' | 'route' | 'unclear';
      readonly suspect?: 'quick';
    }
  | { readonly kind: 'retry'; readonly afterMs: number; readonly throttled: boolean };

interface Meaning {
  readonly name: string;
  readonly reason: string;
  readonly verdict: StatusVerdict;
}

/** Carriers also say of a number that it is wrong where they have no way to its country or network. */
const number: StatusVerdict = { kind: 'refused', blame: 'messageOrRoute', suspect: 'quick' };
const route: StatusVerdict = { kind: 'refused', blame: 'route', suspect: 'quick' };
/** The sender is the message's own: such a refusal says nothing about how the carrier treats other messages. */
const sender: StatusVerdict = { kind: 'refused', blame: 'route' };
/**
 * The verdict for statuses that carriers also use for temporary errors: one carrier answered ESME_RSUBMITFAIL to one
 * good message in a hundred.
 */
const unclear: StatusVerdict = { kind: 'refused', blame: 'unclear', suspect: 'quick' };
const throttled: StatusVerdict = { kind: 'retry', afterMs: 1000, throttled: true };
const retry = (afterMs: number): StatusVerdict => ({ kind: 'retry', afterMs, throttled: false });

const rows: readonly (readonly [number, string, string, StatusVerdict])[] = [
  [0x01, 'ESME_RINVMSGLEN', 'the carrier finds the message too long', route],
  [0x02, 'ESME_RINVCMDLEN', 'the carrier cannot read our request', route],
  [0x03, 'ESME_RINVCMDID', 'the carrier does not know this request', route],
  [0x04, 'ESME_RINVBNDSTS', 'the carrier says that the session is not bound for sending', retry(5000)],
  [0x05, 'ESME_RALYBND', 'the carrier says that the account is already bound', retry(5000)],
  [0x06, 'ESME_RINVPRTFLG', 'the carrier refuses the priority', route],
  [0x07, 'ESME_RINVREGDLVFLG', 'the carrier refuses to send receipts', route],
  [0x08, 'ESME_RSYSERR', 'the carrier has a system error', retry(5000)],
  [0x0a, 'ESME_RINVSRCADR', 'the carrier refuses the sender', sender],
  [0x0b, 'ESME_RINVDSTADR', 'the carrier says that the number is wrong', number],
  [0x0c, 'ESME_RINVMSGID', 'the carrier does not know the message id', route],
  [0x0d, 'ESME_RBINDFAIL', 'the carrier says that the bind failed', retry(5000)],
  [0x0e, 'ESME_RINVPASWD', 'the carrier refuses the password', retry(30_000)],
  [0x0f, 'ESME_RINVSYSID', 'the carrier does not know the systemId', retry(30_000)],
  [0x11, 'ESME_RCANCELFAIL', 'the carrier could not cancel', route],
  [0x13, 'ESME_RREPLACEFAIL', 'the carrier could not replace', route],
  [0x14, 'ESME_RMSGQFUL', "the carrier's queue is full", throttled],
  [0x15, 'ESME_RINVSERTYP', 'the carrier refuses the service type', route],
  [0x33, 'ESME_RINVNUMDESTS', 'the carrier refuses the number of recipients', route],
  [0x34, 'ESME_RINVDLNAME', 'the carrier does not know the distribution list', route],
  [0x40, 'ESME_RINVDESTFLAG', 'the carrier refuses the kind of recipient', route],
  [0x42, 'ESME_RINVSUBREP', 'the carrier refuses to replace', route],
  [0x43, 'ESME_RINVESMCLASS', 'the carrier refuses the message mode (esm_class)', route],
  [0x44, 'ESME_RCNTSUBDL', 'the carrier refuses distribution lists', route],
  [0x45, 'ESME_RSUBMITFAIL', 'the carrier could not take the message', unclear],
  [0x48, 'ESME_RINVSRCTON', "the carrier refuses the sender's type of number", sender],
  [0x49, 'ESME_RINVSRCNPI', "the carrier refuses the sender's numbering plan", sender],
  [0x50, 'ESME_RINVDSTTON', "the carrier refuses the recipient's type of number", route],
  [0x51, 'ESME_RINVDSTNPI', "the carrier refuses the recipient's numbering plan", route],
  [0x53, 'ESME_RINVSYSTYP', 'the carrier refuses the systemType', route],
  [0x54, 'ESME_RINVREPFLAG', 'the carrier refuses the replace flag', route],
  [0x55, 'ESME_RINVNUMMSGS', 'the carrier refuses the number of messages', route],
  [0x58, 'ESME_RTHROTTLED', 'the carrier says slower', throttled],
  [0x61, 'ESME_RINVSCHED', 'the carrier refuses the delivery time', route],
  [0x62, 'ESME_RINVEXPIRY', 'the carrier refuses the validity period', route],
  [0x63, 'ESME_RINVDFTMSGID', 'the carrier does not know the predefined message', route],
  [0x64, 'ESME_RX_T_APPN', 'the receiver has a temporary error', retry(5000)],
  [0x65, 'ESME_RX_P_APPN', 'the receiver has a permanent error', route],
  [0x66, 'ESME_RX_R_APPN', 'the receiver rejects the message', route],
  [0x67, 'ESME_RQUERYFAIL', 'the carrier could not answer the query', route],
  [0xc0, 'ESME_RINVTLVSTREAM', 'the carrier cannot read our optional parameters', route],
  [0xc1, 'ESME_RTLVNOTALLWD', 'the carrier refuses an optional parameter', route],
  [0xc2, 'ESME_RINVTLVLEN', 'the carrier refuses the length of an optional parameter', route],
  [0xc3, 'ESME_RMISSINGTLV', 'the carrier misses an optional parameter', route],
  [0xc4, 'ESME_RINVTLVVAL', 'the carrier refuses the value of an optional parameter', route],
  [0xfe, 'ESME_RDELIVERYFAILURE', 'the carrier could not deliver', unclear],
  [0xff, 'ESME_RUNKNOWNERR', 'the carrier has an error that it does not name', retry(10_000)],
  [0x100, 'ESME_RSERTYPUNAUTH', 'the account may not use this service type', route],
  [0x101, 'ESME_RPROHIBITED', 'the account may not send', route],
  [0x102, 'ESME_RSERTYPUNAVAIL', 'the service type is not available now', retry(10_000)],
  [0x103, 'ESME_RSERTYPDENIED', 'the service type is denied', route],
  [0x104, 'ESME_RINVDCS', 'the carrier refuses the data coding', route],
  [0x105, 'ESME_RINVSRCADDRSUBUNIT', "the carrier refuses the sender's subunit", sender],
  [0x106, 'ESME_RINVDSTADDRSUBUNIT', "the carrier refuses the recipient's subunit", route],
  [0x107, 'ESME_RINVBCASTFREQINT', 'the carrier refuses the broadcast interval', route],
  [0x108, 'ESME_RINVBCASTALIAS_NAME', 'the carrier refuses the broadcast alias', route],
  [0x109, 'ESME_RINVBCASTAREAFMT', 'the carrier refuses the broadcast area', route],
  [0x10a, 'ESME_RINVNUMBCAST_AREAS', 'the carrier refuses the number of broadcast areas', route],
  [0x10b, 'ESME_RINVBCASTCNTTYPE', 'the carrier refuses the broadcast content', route],
  [0x10c, 'ESME_RINVBCASTMSGCLASS', 'the carrier refuses the broadcast class', route],
  [0x10d, 'ESME_RBCASTFAIL', 'the broadcast failed', route],
  [0x10e, 'ESME_RBCASTQUERYFAIL', 'the query of the broadcast failed', route],
  [0x10f, 'ESME_RBCASTCANCELFAIL', 'the broadcast could not be cancelled', route],
  [0x110, 'ESME_RINVBCAST_REP', 'the carrier refuses the broadcast repetition', route],
  [0x111, 'ESME_RINVBCASTSRVGRP', 'the carrier refuses the broadcast service group', route],
  [0x112, 'ESME_RINVBCASTCHANIND', 'the carrier refuses the broadcast channel', route],
];

/**
 * The statuses of SMPP 3.4 (table 5-2) and 5.0 (table 4-45). Statuses for broadcasts and queries are listed too, since
 * a carrier may answer a submit_sm with one of them.
 */
const meanings: ReadonlyMap<number, Meaning> = new Map(
  rows.map(([status, name, reason, verdict]) => [status, { name, reason, verdict }]),
);

const VENDOR_FIRST = 0x400;

/**
 * The meaning of a status that `meanings` doesn't have, by its range (5.0, 4.7.6): below 0x400 it is reserved, from
 * 0x400 on it is the vendor's own. The error may be temporary, so no such status makes a message fail at once.
 */
const unknown = (status: number): Meaning =>
  status < VENDOR_FIRST
    ? {
        name: 'reserved',
        reason: 'the carrier refuses for a reason that SMPP does not name',
        verdict: unclear,
      }
    : { name: 'vendor', reason: 'the carrier has an error of its own', verdict: retry(30_000) };

/** The outcome of a part whose submit_sm_resp or generic_nack has this command_status, which is not 0. */
export const outcomeOf = (status: number): Outcome => {
  const { name, reason, verdict } = meanings.get(status) ?? unknown(status);
  return { ...verdict, reason, evidence: `command_status 0x${hex(status)} (${name})` };
};

/** The outcome of a part that has no answer after `waitedMs`. */
export const unanswered = (waitedMs: number): Outcome => ({
  kind: 'uncertain',
  reason: 'the carrier did not answer in time',
  evidence: `no submit_sm_resp within ${waitedMs} ms`,
});

/** A command_status in words for an operator, with the name that the carrier's support asks for. */
export const statusInWords = (status: number): string => {
  const { reason } = meanings.get(status) ?? unknown(status);
  const { label, named } = statusLabel(status);
  return `${reason} (${named ? label : `command_status ${label}`})`;
};

/** The SMPP name of a command_status, or its number in hexadecimal if it has none. */
export const statusLabel = (status: number): { readonly label: string; readonly named: boolean } => {
  const name = meanings.get(status)?.name;
  return name === undefined ? { label: `0x${hex(status)}`, named: false } : { label: name, named: true };
};

const hex = (status: number): string => status.toString(16).toUpperCase().padStart(8, '0');
