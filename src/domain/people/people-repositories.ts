import type { NamedRepository } from '../../kernel/named.ts';
import type { Shape } from '../../kernel/shape/shape.ts';
import type { ContactRepository } from './contact-repository.ts';
import type { ImportRepository } from './import-job.ts';
import type { ListDefinition } from './lists.ts';
import type { MemberRepository } from './membership.ts';
import type { PersonRepository } from './person.ts';
import type { Rule } from './rule.ts';

/** What is kept of people, and how they are grouped. */
export interface PeopleRepositories {
  readonly contacts: ContactRepository;
  readonly lists: NamedRepository<ListDefinition>;
  readonly members: MemberRepository;
  readonly segments: NamedRepository<Rule>;
  readonly areas: NamedRepository<Shape>;
  readonly imports: ImportRepository;
  readonly persons: PersonRepository;
}
