import type { Msisdn } from '../messages/msisdn.ts';
import type { Scalar } from './rule.ts';

export type Attributes = Readonly<Record<string, Scalar>>;

/** What is known of a person, apart from lists and opt-outs. */
export interface ContactData {
  /** Who it is: each number is one person. */
  readonly number: Msisdn;
  readonly name: string | undefined;
  /** The primary subtag (BCP 47) in lower case, such as `fr`. */
  readonly language: string | undefined;
  /** Templates refer to them as `{attributes.building}`. */
  readonly attributes: Attributes;
  /** Degrees, WGS 84. */
  readonly position: { readonly lat: number; readonly lon: number } | undefined;
  readonly postalCode: string | undefined;
  /** Where it came from, such as `api` or `import 12`. */
  readonly source: string;
}

/** A person as stored. Times in ms since the epoch. */
export interface Contact extends ContactData {
  /** Never given to another, also after this one is deleted. */
  readonly id: number;
  readonly createdAt: number;
  readonly updatedAt: number;
  /** 1 at first, one more with each change. */
  readonly version: number;
}
