import type { Shape } from '../../kernel/shape.ts';
import type { Msisdn } from '../messages/msisdn.ts';
import type { Attributes } from './contact.ts';

/** Some people: by the id of a list, segment or area, or by their numbers. */
export type AudienceTerm =
  | { readonly list: number }
  | { readonly segment: number }
  | { readonly area: number }
  | { readonly shape: Shape }
  | { readonly numbers: readonly Msisdn[] };

/**
 * The people to whom something is sent. Without `include` there are none. If a list, segment or area named here or in a
 * segment is deleted, the audience is empty: excluding too few people would be as wrong as including too many.
 */
export interface Audience {
  /** People in any of these are in the audience. */
  readonly include: readonly AudienceTerm[];
  /** People who are not in each of these are left out. */
  readonly within?: readonly AudienceTerm[] | undefined;
  /** People in any of these are left out. */
  readonly exclude?: readonly AudienceTerm[] | undefined;
}

/**
 * Why nothing is sent to a person of the audience. `noConsent`: they are only on lists that they refused, or on lists
 * for information without having agreed. `optedOut`: from every list, or from all lists through which they are in the
 * audience.
 */
export type Suppression = 'optedOut' | 'noConsent';

export interface Recipient {
  readonly number: Msisdn;
  /** Undefined if the audience names the number and there is no contact with it. */
  readonly contactId: number | undefined;
  readonly name: string | undefined;
  readonly language: string | undefined;
  readonly attributes: Attributes;
  readonly suppressed: Suppression | undefined;
}

/** What an audience stands for, apart from who is in it. */
export interface AudienceMeaning {
  /** Lists, segments or areas that are named and deleted, such as `list 7`. The audience is empty then. */
  readonly missing: readonly string[];
  /**
   * What each list, segment or area that is named, here or in a segment, stands for now, without the members of lists.
   */
  readonly meaning: Readonly<Record<string, string>>;
}

export interface AudienceCount extends AudienceMeaning {
  /** All people of the audience, each once, including the suppressed. */
  readonly people: number;
  readonly suppressed: Readonly<Record<Suppression, number>>;
  /** People who are not suppressed, by language; `und` if they have none. */
  readonly byLanguage: Readonly<Record<string, number>>;
}

export interface AudienceOptions {
  /** Include people who opted out, but not those who have not agreed to a list for information. */
  readonly overrideOptOut: boolean;
  /** What segments and areas stood for at an earlier time, by name, such as `segment 7`. Those left out are as now. */
  readonly meaning?: AudienceMeaning['meaning'] | undefined;
}

/**
 * Finds the people of an audience. It reads committed data and doesn't block the writer; a long query lets other
 * queries run in between.
 */
export interface AudienceRepository {
  countAudience(audience: Audience, options: AudienceOptions): Promise<AudienceCount>;
  /** Fast for every audience, since no contacts are read. */
  audienceMeaning(audience: Audience): Promise<AudienceMeaning>;
  /**
   * The next people in the order of their numbers, each once, including those who are suppressed; fewer than `limit`
   * only at the end.
   * @param after the last number of the previous page, '' for the first; every page takes the same time
   * @param limit 1 or more
   */
  audiencePage(
    audience: Audience,
    after: string,
    limit: number,
    options: AudienceOptions,
  ): Promise<readonly Recipient[]>;
}
