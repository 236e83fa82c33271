// The values of TP-Status (TS 23.040 9.2.3.15). A code that isn't listed is reserved or specific to a service centre,
// and has the meaning of its range.
const WORDS: Readonly<Record<number, string>> = {
  0: 'received by the recipient',
  1: 'forwarded; the service centre cannot confirm delivery',
  2: 'replaced by the service centre',
  32: 'congestion, still trying',
  33: 'recipient busy, still trying',
  34: 'no response from the recipient, still trying',
  35: 'service rejected, still trying',
  36: 'quality of service not available, still trying',
  37: "error in the recipient's phone, still trying",
  64: 'remote procedure error',
  65: 'incompatible destination',
  66: 'connection rejected by the recipient',
  67: 'not obtainable',
  68: 'quality of service not available',
  69: 'no interworking available',
  70: 'validity period expired',
  71: 'deleted by the sender',
  72: "deleted by the service centre's administration",
  73: 'the service centre does not know the message',
  96: 'congestion, given up',
  97: 'recipient busy, given up',
  98: 'no response from the recipient, given up',
  99: 'service rejected, given up',
  100: 'quality of service not available, given up',
  101: "error in the recipient's phone, given up",
};

export type StatusClass = 'completed' | 'stillTrying' | 'permanent' | 'stopped';

/** The class of a TP-Status (TS 23.040 9.2.3.15); reserved values (0x80 and above) count as `stopped`. */
export const statusClass = (status: number): StatusClass => {
  if (status < 0x20) return 'completed';
  if (status < 0x40) return 'stillTrying';
  return status < 0x60 ? 'permanent' : 'stopped';
};

const RANGES: Readonly<Record<StatusClass, string>> = {
  completed: 'completed',
  stillTrying: 'temporary error, still trying',
  permanent: 'permanent error',
  stopped: 'temporary error, given up',
};

/** A TP-Status in words, with its code. */
export const statusWords = (status: number): string => {
  const code = `0x${status.toString(16).toUpperCase().padStart(2, '0')}`;
  return `${WORDS[status] ?? RANGES[statusClass(status)]} (TP-Status ${code})`;
};
