import type { Shape } from '../../kernel/shape/shape.ts';
import type { Msisdn } from '../messages/msisdn.ts';
import type { Attributes } from './contact.ts';
import type { Rule } from './rule.ts';

/** A part of an audience: a list, segment, area or roster by its id, a shape, or numbers. */
export type AudienceTerm =
  | { readonly list: number }
  | { readonly segment: number }
  | { readonly area: number }
  /** Whoever is on duty when the audience is evaluated. */
  | { readonly roster: number }
  | { readonly shape: Shape }
  | { readonly numbers: readonly Msisdn[] }
  /** A rule that is no segment yet: it is only counted. */
  | { readonly rule: Rule };

/**
 * The people to whom something is sent. An empty `include` means nobody. If a list, segment or area named here or in a
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
 * Why nothing is sent to a person of the audience. `noConsent`: each list through which they are in the audience is one
 * that they refused, or one for information to which they have not agreed. `optedOut`: they opted out of every list, or
 * of all lists through which they are in the audience.
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

/** What the lists, segments and areas of an audience stand for, without the people in them. */
export interface AudienceMeaning {
  /**
   * The deleted lists, segments and areas that the audience names, such as `list 7`. If there is one, the audience is
   * empty.
   */
  readonly missing: readonly string[];
  /**
   * For each list, segment or area that the audience or one of its segments names: what that group stands for now,
   * without the members of lists.
   */
  readonly meaning: Readonly<Record<string, string>>;
}

export interface AudienceCount extends AudienceMeaning {
  /** All people of the audience, each once, including the suppressed. */
  readonly people: number;
  readonly suppressed: Readonly<Record<Suppression, number>>;
  /** People who are not suppressed, by language; `und` counts those without a language. */
  readonly byLanguage: Readonly<Record<string, number>>;
}

export interface AudienceOptions {
  /**
   * Whether people who opted out get messages too. People who have not consented (`noConsent`) get none in any case.
   */
  readonly overrideOptOut: boolean;
  /**
   * What segments and areas stood for at an earlier time, by name, such as `segment 7`. Any that is left out stands for
   * what it does now.
   */
  readonly meaning?: AudienceMeaning['meaning'] | undefined;
  /**
   * The moment for which rosters say who is on duty, ms since the epoch; left out: now. All pages of one audience have
   * the same, so that a change of shift in between leaves nobody out.
   */
  readonly dutyAt?: number | undefined;
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
