/**
 * Values of the elements of a CAP alert (CAP 1.2, 3.2). In the types below, times are ms since the epoch, and texts
 * are trimmed.
 */

export const capStatuses = ['Actual', 'Exercise', 'System', 'Test', 'Draft'] as const;
export const capMsgTypes = ['Alert', 'Update', 'Cancel', 'Ack', 'Error'] as const;
export const capScopes = ['Public', 'Restricted', 'Private'] as const;
export const capUrgencies = ['Immediate', 'Expected', 'Future', 'Past', 'Unknown'] as const;
export const capSeverities = ['Extreme', 'Severe', 'Moderate', 'Minor', 'Unknown'] as const;
export const capCertainties = ['Observed', 'Likely', 'Possible', 'Unlikely', 'Unknown'] as const;
export const capCategories = [
  'Geo',
  'Met',
  'Safety',
  'Security',
  'Rescue',
  'Fire',
  'Health',
  'Env',
  'Transport',
  'Infra',
  'CBRNE',
  'Other',
] as const;
export const capResponses = [
  'Shelter',
  'Evacuate',
  'Prepare',
  'Execute',
  'Avoid',
  'Monitor',
  'Assess',
  'AllClear',
  'None',
] as const;

type CapUrgency = (typeof capUrgencies)[number];
type CapSeverity = (typeof capSeverities)[number];

/** Identifies a message (CAP 1.2, 3.2.1 `references`). `sent` is kept as it was written. */
export interface CapIdentity {
  readonly sender: string;
  readonly identifier: string;
  readonly sent: string;
}

export interface CapGeocode {
  readonly valueName: string;
  readonly value: string;
}

export interface CapCircle {
  readonly lat: number;
  readonly lon: number;
  /** Radius in km, 0 or more. */
  readonly radiusKm: number;
}

export interface CapArea {
  readonly areaDesc: string;
  /** Polygons of at least four pairs each, the last equal to the first (CAP 1.2, 3.2.4). */
  readonly polygons: readonly (readonly (readonly [lat: number, lon: number])[])[];
  readonly circles: readonly CapCircle[];
  readonly geocodes: readonly CapGeocode[];
}

export interface CapInfo {
  /** The language by RFC 3066, as written; `en-US` if there is none (CAP 1.2, 3.2.2). */
  readonly language: string;
  readonly event: string;
  readonly responseTypes: readonly (typeof capResponses)[number][];
  readonly urgency: CapUrgency;
  readonly severity: CapSeverity;
  readonly certainty: (typeof capCertainties)[number];
  readonly effective: number | undefined;
  readonly expires: number | undefined;
  readonly senderName: string | undefined;
  readonly headline: string | undefined;
  readonly description: string | undefined;
  readonly instruction: string | undefined;
  readonly web: string | undefined;
  readonly contact: string | undefined;
  readonly areas: readonly CapArea[];
}

export interface CapAlert extends CapIdentity {
  /** `sent`, ms since the epoch. */
  readonly sentAt: number;
  readonly status: (typeof capStatuses)[number];
  readonly msgType: (typeof capMsgTypes)[number];
  readonly scope: (typeof capScopes)[number];
  readonly note: string | undefined;
  readonly references: readonly CapIdentity[];
  readonly infos: readonly CapInfo[];
  /** Empty elements that were left out, in words, such as `info 1: area 2: polygon is empty`. */
  readonly ignored: readonly string[];
}

/** The document isn't accepted; `reason` says in words what is wrong and where. */
export interface CapRefused {
  readonly kind: 'refused';
  readonly reason: string;
}
