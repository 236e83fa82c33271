import { PDU } from 'smpp';
import type { SmppRouteConfig } from '../../../config/routes/smpp-route.ts';
import type { Sender } from '../../../domain/messages/sender.ts';
import type { PartReport } from '../../../domain/routes/route.ts';
import { HEADER_OCTETS, Status } from '../../../protocols/smpp/protocol.ts';
import { receiptState } from '../../../protocols/smpp/receipt-state.ts';
import { isPlainAscii } from '../../../protocols/smpp/submit-pdu.ts';
import { sourceOf } from './addresses.ts';

/** SMPP 3.4, 4.8.1: message_id has at most 65 octets with its NUL. */
const MAX_ID_OCTETS = 64;

/**
 * Encodes a query_sm (3.4, 4.8.1), which asks what became of the message with this id. The source address must be
 * that of the submit_sm. Undefined if no query_sm can hold the id.
 */
export const encodeQuery = (
  messageId: string,
  from: Sender | undefined,
  config: SmppRouteConfig,
  sequence: number,
): Buffer | undefined => {
  const { ton, npi, address } = sourceOf(from, config);
  if (!isPlainAscii(messageId, MAX_ID_OCTETS)) return undefined;
  return new PDU('query_sm', {
    sequence_number: sequence,
    message_id: Buffer.from(messageId, 'latin1'),
    source_addr_ton: ton,
    source_addr_npi: npi,
    source_addr: Buffer.from(address, 'latin1'),
  }).toBuffer();
};

/**
 * Reads a query_sm_resp (3.4, 4.8.2); undefined if the carrier doesn't know the message or the answer can't be read.
 * Never fails.
 */
export const readQueryAnswer = (frame: Buffer): PartReport | undefined => {
  if (frame.readUInt32BE(8) !== Status.ok) return undefined;
  const idEnd = frame.indexOf(0, HEADER_OCTETS);
  const dateEnd = idEnd < 0 ? -1 : frame.indexOf(0, idEnd + 1);
  const messageState = dateEnd < 0 ? undefined : frame[dateEnd + 1];
  if (messageState === undefined) return undefined;
  const errorCode = frame[dateEnd + 2] ?? 0;
  const { state, words, word } = receiptState(messageState, undefined);
  const evidence = [`query_sm_resp: message_state ${messageState} (${word})`];
  if (dateEnd > idEnd + 1) evidence.push(`final_date ${frame.toString('latin1', idEnd + 1, dateEnd)}`);
  if (errorCode !== 0) evidence.push(`error_code ${errorCode}`);
  const codes = errorCode === 0 ? `${word}` : `${word}, err ${errorCode}`;
  return {
    state,
    reason: state === 'delivered' ? undefined : `${words} (${codes})`,
    evidence: evidence.join(', '),
  };
};
