import { HEADER_OCTETS, Tag } from '../../../protocols/smpp/protocol.ts';

/** congestion_state (SMPP 5.0, 4.8.4.18): 80 to 89 means the best load, 90 to 99 near congestion, and 100 congested. */
const NEARING_CONGESTION = 90;

/**
 * Whether a carrier that took the part also says that it is nearly overloaded (congestion_state, SMPP 5.0). Never
 * fails: octets that can't be read count as "no".
 *
 * @param frame a submit_sm_resp
 */
export const reportsCongestion = (frame: Buffer): boolean => {
  const idEnd = frame.indexOf(0, HEADER_OCTETS);
  if (idEnd < 0) return false;
  for (let at = idEnd + 1; at + 4 < frame.length; ) {
    const octets = frame.readUInt16BE(at + 2);
    if (frame.readUInt16BE(at) === Tag.congestionState && octets === 1) {
      return frame.readUInt8(at + 4) >= NEARING_CONGESTION;
    }
    at += 4 + octets;
  }
  return false;
};
