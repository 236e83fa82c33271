import type { NamedBook } from '../../kernel/named.ts';
import type { Shape } from '../../kernel/shape.ts';
import type { ContactBook } from './contact-book.ts';
import type { ImportBook } from './import-job.ts';
import type { ListDefinition } from './lists.ts';
import type { MemberBook } from './membership.ts';
import type { PersonBook } from './person.ts';
import type { Rule } from './rule.ts';

/** What is kept of people, and how they are grouped. */
export interface PeopleBooks {
  readonly contacts: ContactBook;
  readonly lists: NamedBook<ListDefinition>;
  readonly members: MemberBook;
  readonly segments: NamedBook<Rule>;
  readonly areas: NamedBook<Shape>;
  readonly imports: ImportBook;
  readonly persons: PersonBook;
}
