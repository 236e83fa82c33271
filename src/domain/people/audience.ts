import type { Shape } from '../../kernel/shape.ts';
import type { Msisdn } from '../messages/msisdn.ts';
import type { Attributes } from './contact.ts';

/** Some people: by the id of something that is kept, or as they are named here. */
export type AudienceTerm =
  | { readonly list: number }
  | { readonly segment: number }
  | { readonly area: number }
  | { readonly shape: Shape }
  | { readonly numbers: readonly Msisdn[] };

/**
 * Who is to be written to. Nothing included is nobody. Where a list, segment or area is named that is gone, here or in
 * a segment, the whole audience is nobody: fewer people excluded than was meant would be as wrong as more included.
 */
export interface Audience {
  /** In any of these. */
  readonly include: readonly AudienceTerm[];
  /** And in each of these. */
  readonly within?: readonly AudienceTerm[] | undefined;
  /** And in none of these. */
  readonly exclude?: readonly AudienceTerm[] | undefined;
}

/**
 * Why a person of the audience is not to be written to. `noConsent`: only reached by lists that they refused, or by
 * lists for information without having agreed. `optedOut`: of every list, or of all those that reach them.
 */
export type Suppression = 'optedOut' | 'noConsent';

export interface Recipient {
  readonly number: Msisdn;
  /** Undefined: a number named in the audience that is no contact. */
  readonly contactId: number | undefined;
  readonly name: string | undefined;
  readonly language: string | undefined;
  readonly attributes: Attributes;
  readonly suppressed: Suppression | undefined;
}

/** What an audience stands for, whoever is in it. */
export interface AudienceMeaning {
  /** What is named and gone, such as `list 7`; then there is nobody. */
  readonly missing: readonly string[];
  /** What each thing that is named, here or in a segment, stands for now; not who is in a list. */
  readonly meaning: Readonly<Record<string, string>>;
}

export interface AudienceCount extends AudienceMeaning {
  /** All of the audience, each once, the suppressed among them. */
  readonly people: number;
  readonly suppressed: Readonly<Record<Suppression, number>>;
  /** Who is to be written to, by language; `und` is who has none. */
  readonly byLanguage: Readonly<Record<string, number>>;
}

export interface AudienceOptions {
  /** Write also to who opted out; never to who has not agreed to a list that asks for it. */
  readonly overrideOptOut: boolean;
  /** What segments and areas stood for at some moment, by name, such as `segment 7`; those left out: as they are now. */
  readonly meaning?: AudienceMeaning['meaning'] | undefined;
}

/** Who is in an audience now. Reads what is committed, beside the writer; long questions let others pass between. */
export interface AudienceRepository {
  countAudience(audience: Audience, options: AudienceOptions): Promise<AudienceCount>;
  /** Looks at no contact: at once, whoever is in it. */
  audienceMeaning(audience: Audience): Promise<AudienceMeaning>;
  /**
   * The next people in the order of their numbers, each once, those to be suppressed among them; fewer than `limit`
   * only at the end.
   *
   * @param after the last number of the page before, '' at first: a later page begins as fast as the first
   * @param limit 1 or more
   */
  audiencePage(
    audience: Audience,
    after: string,
    limit: number,
    options: AudienceOptions,
  ): Promise<readonly Recipient[]>;
}
