import type { Change, Named, NamedRepository } from '../../kernel/named.ts';
import type { Content, Finding, Values } from './template.ts';
import type { LibraryTemplate } from './template-library.ts';

export interface TemplateRepositories {
  readonly templates: NamedRepository<Content>;
}

/** With errors among the findings: nothing was stored. */
export interface Unfit {
  readonly kind: 'unfit';
  readonly findings: readonly Finding[];
}

interface LintOptions {
  /** What the operator gives. Left out: nothing is known of it yet, and each value is reckoned at its greatest length. */
  readonly values?: Values | undefined;
  /** Languages that should be there, such as those of the audience. */
  readonly languages?: readonly string[] | undefined;
}

/** What is wrong with a content, or could be better: errors first. */
export type Lint = (content: Content, options?: LintOptions) => readonly Finding[];

/** The templates that are kept: none with an error in it. */
export interface TemplateService extends Pick<NamedRepository<Content>, 'get' | 'list' | 'remove'> {
  /** What comes with the product. */
  readonly library: readonly LibraryTemplate[];
  readonly lint: Lint;
  /** `taken`: another template has the name. */
  create(name: string, content: Content): Promise<Named<Content> | 'taken' | Unfit>;
  /** @param version the one to be replaced; undefined: whichever is there */
  replace(
    id: number,
    name: string,
    content: Content,
    version: number | undefined,
  ): Promise<Change<Named<Content>> | Unfit>;
}
