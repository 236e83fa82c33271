import type { Msisdn } from '../messages/msisdn.ts';
import type { Scalar } from './rule.ts';

export type Attributes = Readonly<Record<string, Scalar>>;

/** The data of a person, apart from lists and opt-outs. */
export interface ContactData {
  /** Identifies the person: there is one contact for each number. */
  readonly number: Msisdn;
  readonly name: string | undefined;
  /** The primary subtag (BCP 47) in lower case, such as `fr`. */
  readonly language: string | undefined;
  /** A template uses an attribute as `{attributes.building}`. */
  readonly attributes: Attributes;
  /** Degrees, WGS 84. */
  readonly position: { readonly lat: number; readonly lon: number } | undefined;
  readonly postalCode: string | undefined;
  /** Where the data came from, such as `api` or `import 12`. */
  readonly source: string;
}

/** A stored contact. Times in ms since the epoch. */
export interface Contact extends ContactData {
  /** Never reused, even after deletion. */
  readonly id: number;
  readonly createdAt: number;
  readonly updatedAt: number;
  /** Starts at 1 and grows by 1 with each change. */
  readonly version: number;
}
