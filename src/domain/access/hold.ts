import type { Role } from './role.ts';

/**
 * What lets a user act for others: the phone, a password that somebody else has seen, a person of a provider by whom
 * one signs in as the user, or a role.
 */
export type Given = 'phone' | 'password' | 'identity' | Role;

/** Who gave something to a user, and when. What was given on the machine itself has no such entry. */
export interface Grant {
  readonly what: Given;
  /** The id of the actor, such as `user:1`. */
  readonly by: string;
  readonly byName: string;
  /** ms since the epoch. */
  readonly at: number;
}

/**
 * So long a user whom somebody gave a phone or a role is no second person for that somebody: who makes an approver with
 * a phone of their own would be two persons.
 */
export const HELD_FOR_MS = 24 * 3_600_000;

/** Whether the gift was fresh at this moment. What came after it doesn't count. */
export const isFresh = ({ at }: Pick<Grant, 'at'>, atMs: number): boolean =>
  at <= atMs && atMs < at + HELD_FOR_MS;

interface HoldAsked {
  /** The id of the actor who would be the second person. */
  readonly actor: string;
  /** The ids of those whose work it is. */
  readonly persons: readonly string[];
  /** When the second person acts or acted, ms since the epoch. */
  readonly at: number;
  /** When the others act, ms since the epoch; undefined: at the same time. */
  readonly now?: number | undefined;
  /** What the second person is known by. `either`: it is not known any more which. */
  readonly through: 'phone' | 'token' | 'either';
  /** The roles that the act needs, any of them; undefined: those that approve. */
  readonly roles?: readonly Role[] | undefined;
}

/** Why a user is no second person yet. */
export interface Hold {
  /** The name of the user. */
  readonly user: string;
  /**
   * Whose password or identity the user has set: one of those whose work it is. Undefined: it is about the user's own.
   */
  readonly of?: string | undefined;
  readonly what: 'phone' | 'password' | 'identity' | 'role';
  /** The name of who gave it. */
  readonly by: string;
  /** ms since the epoch. */
  readonly until: number;
}

/**
 * Tells whether a user is no second person yet: one of these persons has just given them what they act with, or they
 * have just set the password or the identity of one of these persons, and could be that person.
 */
export type HoldOf = (asked: HoldAsked) => Promise<Hold | undefined>;

/** The hold in plain words. */
export const whyHeld = ({ user, of = user, what, by, until }: Hold): string =>
  `${user} is no second person for this until ${new Date(until).toISOString()}: ` +
  `${by} set the ${what} of ${of} less than 24 hours before`;
