import type { User } from '../../../api/operation/users.ts';

/** What is asked of a user, as it is typed. */
export interface UserDraft {
  readonly roles: User['roles'];
  readonly language: string;
  readonly phone: string;
}

export type SeenUser = Pick<User, 'roles' | 'language' | 'phone' | 'version'>;

export const draftOf = ({ roles, language, phone }: SeenUser): UserDraft => ({
  roles,
  language,
  phone: phone ?? '',
});

const isSame = (one: UserDraft, other: UserDraft): boolean =>
  one.language === other.language &&
  one.phone === other.phone &&
  one.roles.length === other.roles.length &&
  one.roles.every((role) => other.roles.includes(role));

interface UserForm {
  /** The user that the draft was begun from; its version is the one to replace. */
  readonly seen: SeenUser;
  readonly draft: UserDraft;
}

/**
 * The form once the user was read anew. What another admin changed meanwhile comes into a form in which nothing was
 * typed; where something was, it stays, and is stale: saved with the newest version, it would write over their change.
 */
export const formNow = (
  { seen, draft }: UserForm,
  newest: SeenUser,
): UserForm & { readonly isStale: boolean } => {
  if (newest.version <= seen.version) return { seen, draft, isStale: false };
  // Being disabled or enabled changes the version and nothing of what the form has.
  if (isSame(draftOf(newest), draftOf(seen))) return { seen: newest, draft, isStale: false };
  if (isSame(draft, draftOf(seen))) return { seen: newest, draft: draftOf(newest), isStale: false };
  return { seen, draft, isStale: true };
};
