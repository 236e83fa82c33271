/** One thing that a piece of evidence says, with what it means. */
export interface Fact {
  readonly term: EvidenceTerm;
  readonly value: string;
  readonly meaning: EvidenceMeaning | undefined;
}

type EvidenceTerm =
  | 'termStatus'
  | 'termCarrierId'
  | 'termReceiptState'
  | 'termError'
  | 'termNetworkError'
  | 'termCms'
  | 'termCme'
  | 'termPdu'
  | 'termTpMr';

type EvidenceMeaning =
  | 'meanDelivered'
  | 'meanUndelivered'
  | 'meanExpired'
  | 'meanRejected'
  | 'meanDeleted'
  | 'meanEnroute'
  | 'meanAccepted'
  | 'meanUnknown'
  | 'meanNoError'
  | 'meanCarrierError';

/** The words of a receipt (SMPP 3.4, appendix B). */
const STATES: Readonly<Record<string, EvidenceMeaning>> = {
  DELIVRD: 'meanDelivered',
  UNDELIV: 'meanUndelivered',
  EXPIRED: 'meanExpired',
  REJECTD: 'meanRejected',
  DELETED: 'meanDeleted',
  ENROUTE: 'meanEnroute',
  ACCEPTD: 'meanAccepted',
  UNKNOWN: 'meanUnknown',
};

interface Rule {
  readonly find: RegExp;
  readonly term: EvidenceTerm;
  readonly mean?: (value: string) => EvidenceMeaning | undefined;
}

const RULES: readonly Rule[] = [
  { find: /command_status (0x[0-9A-F]+ \(\w+\)|0x[0-9A-F]+)/, term: 'termStatus' },
  { find: /\bid:(\S+)/, term: 'termCarrierId' },
  { find: /\bstat:(\w+)/, term: 'termReceiptState', mean: (value) => STATES[value] },
  {
    find: /\berr:(\w+)/,
    term: 'termError',
    mean: (value) => (/^0+$/.test(value) ? 'meanNoError' : 'meanCarrierError'),
  },
  { find: /network_error_code ([0-9a-f]+)/, term: 'termNetworkError' },
  { find: /\+CMS ERROR: ([^\r\n|]+)/, term: 'termCms' },
  { find: /\+CME ERROR: ([^\r\n|]+)/, term: 'termCme' },
  { find: /^(\d{1,3}\/\d{7,15})$/, term: 'termTpMr' },
  { find: /^([0-9A-F]{20,})$/, term: 'termPdu' },
  // The answer to a submit is the bare id.
  { find: /^([\w-]{4,64})$/, term: 'termCarrierId' },
];

/** What a piece of evidence says, as far as its form is known; the evidence itself is always shown too. */
export const factsIn = (evidence: string): readonly Fact[] => {
  const facts: Fact[] = [];
  for (const { find, term, mean } of RULES) {
    const value = find.exec(evidence)?.[1]?.trim();
    const isNew = !facts.some((one) => one.value === value);
    if (value !== undefined && isNew) facts.push({ term, value, meaning: mean?.(value) });
  }
  return facts;
};

interface Piece {
  readonly at: string;
  readonly route: string | null;
  readonly evidence: string | null;
}

/** The pieces of evidence, each once: a receipt stands in the timeline for its part and for the message. */
export const piecesOf = <One extends Piece>(entries: readonly One[]): readonly One[] =>
  entries.filter(
    ({ at, route, evidence }, index) =>
      evidence !== null &&
      evidence !== '' &&
      !entries
        .slice(0, index)
        .some((one) => one.evidence === evidence && one.at === at && one.route === route),
  );
