/** CAP 1.2, 3.2: an alert as its sender wrote it, checked. Times are ms since the epoch; texts are trimmed. */

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

/** What names a message for good: 3.2.1, `references`. `sent` is kept as it was written. */
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
  /** 0 or more. */
  readonly radiusKm: number;
}

export interface CapArea {
  readonly areaDesc: string;
  /** Each of four pairs or more, the last the same as the first (3.2.4). */
  readonly polygons: readonly (readonly (readonly [lat: number, lon: number])[])[];
  readonly circles: readonly CapCircle[];
  readonly geocodes: readonly CapGeocode[];
}

export interface CapInfo {
  /** RFC 3066, as written; `en-US` where none is (3.2.2). */
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
}

/** Why a document is no alert that can be taken: in words, with the place in it. */
export interface CapRefused {
  readonly kind: 'refused';
  readonly reason: string;
}
