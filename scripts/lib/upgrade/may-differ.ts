/** A field that is about the process that answers, or about now, and not about what is stored. */
interface MayDiffer {
  /** The beginning of the path of a request. */
  readonly path: string;
  /** The name of the field, wherever it stands in the answer. */
  readonly field: string;
  readonly why: string;
}

/** All that may differ between what two versions show of one store. */
export const MAY_DIFFER: readonly MayDiffer[] = [
  { path: '/', field: 'instance', why: 'names the request' },
  { path: '/v1/outlook', field: 'free', why: 'is the free space of the disk' },
  { path: '/v1/cases', field: 'waitedSeconds', why: 'counts until now' },
  { path: '/v1/rosters', field: 'to', why: 'is so many days after now, unless a shift ends before' },
];

/**
 * How long a run lasts at most, ms. A time between the start of the gateway and this is of the run itself, such as that
 * at which a report is counted: two such times are taken for the same.
 */
export const RUN_MS = 3_600_000;

/** Requests that are not compared, and why. */
export const NOT_COMPARED: Readonly<Record<string, string>> = {
  '/v1/events': 'is a stream that begins now',
  '/metrics': 'counts what the process has done',
  '/healthz': 'says that the process lives',
  '/readyz': 'says that the process works, and for how long',
  '/v1/session': 'a token has none',
  '/v1/sessions': 'a token has none',
  '/v1/session/passkeys': 'a token has none',
  '/v1/session/oidc': 'leads elsewhere',
  '/v1/session/oidc/confirm': 'leads elsewhere',
  '/v1/session/oidc/callback': 'comes from elsewhere',
  '/v1/map/tiles': 'is a file that is not in the store',
};
